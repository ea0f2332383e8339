using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WeChatService.Reports.Ports;

/// <summary>
/// A maintenance report as it is printed: plain data, complete, with nothing looked up later. Its six parts stand in the
/// order of RPT-07. Regions differ only through the words and texts in here (委托单位 or 业主, the legal basis), never by name.
/// </summary>
public sealed record ReportDocument
{
    /// <summary>Part 1, 封面.</summary>
    public required ReportCover Cover { get; init; }
    /// <summary>Part 2, 维护保养情况表 (RPT-08).</summary>
    public required ConditionTable Condition { get; init; }
    /// <summary>Part 3, 汇总表: one row per system.</summary>
    public required IReadOnlyList<SystemSummary> Summary { get; init; }
    /// <summary>Part 4, 维护保养表: what was to be done and what came of it.</summary>
    public required IReadOnlyList<MaintenanceSystem> Maintenance { get; init; }
    /// <summary>Part 5, 实测记录: findings, measured values beside their limits, photos.</summary>
    public required IReadOnlyList<MeasuredRecord> Measurements { get; init; }
    /// <summary>Part 6, 围栏与轨迹.</summary>
    public required SiteSheet Site { get; init; }

    /// <summary>
    /// Reads the bytes (JPEG or PNG) of one of the document's photos. Called once per distinct photo, one at a time, so that
    /// a report with hundreds of photos never holds them all in memory. Not part of the content hash: each photo's SHA-256 is.
    /// </summary>
    [JsonIgnore]
    public required Func<ReportPhoto, CancellationToken, Task<byte[]>> ReadPhoto { get; init; }

    /// <summary>
    /// The report's content hash (RPT-30): SHA-256, 64 upper-case hex digits, over the canonical JSON of everything above
    /// (properties sorted by name, UTF-8, no white space, instants in UTC, photos by their own SHA-256). It is known before
    /// rendering, is printed on the cover in groups of four and lives as long as the content, on screen or on paper.
    /// The hash of the PDF file is another thing: <see cref="RenderedReport.Sha256"/>.
    /// </summary>
    [JsonIgnore]
    public string ContentHash => Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, Canonical)));

    static readonly JsonSerializerOptions Canonical = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcInstant(), new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { SortByName } },
    };

    static void SortByName(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        var sorted = type.Properties.OrderBy(property => property.Name, StringComparer.Ordinal).ToList();
        type.Properties.Clear();
        foreach (var property in sorted.Where(property => property.Get is not null))   // what is ignored has no getter
        {
            property.IsRequired = false;   // required is for reading; this is only ever written
            type.Properties.Add(property);
        }
    }

    sealed class UtcInstant : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDateTimeOffset();
        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
    }
}

/// <summary>A picture of the report. Its bytes come from <see cref="ReportDocument.ReadPhoto"/> and must hash to <paramref name="Sha256"/>, else rendering is refused: evidence is printed unchanged or not at all.</summary>
/// <param name="Id">The stored object.</param>
/// <param name="Sha256">SHA-256 of the stored bytes, hex.</param>
/// <param name="Label">What it shows, a few characters: 压力表, 现场自拍.</param>
/// <param name="Lines">The watermark: first date and time to the second, then place and person or distance.</param>
public sealed record ReportPhoto(Guid Id, string Sha256, string Label, IReadOnlyList<string> Lines);

/// <summary>Part 1. Dates are Asia/Shanghai days.</summary>
public sealed record ReportCover
{
    /// <summary>报告编号; printed here and at the head of every page.</summary>
    public required string Number { get; init; }
    /// <summary>Small line at the top left, such as 上海市建筑消防设施维护保养.</summary>
    public required string Heading { get; init; }
    /// <summary>The serif title; a line feed breaks it: "建筑消防设施\n维护保养报告".</summary>
    public required string Title { get; init; }
    /// <summary>2026年11月（月度）.</summary>
    public required string Period { get; init; }
    public required string ProjectName { get; init; }
    public required string Address { get; init; }
    /// <summary>The region's word for the client: 委托单位, 业主单位, 甲方.</summary>
    public required string OwnerLabel { get; init; }
    public required string OwnerName { get; init; }
    public required string AgencyName { get; init; }
    /// <summary>The agency's licence or registration, with its kind: 统一社会信用代码 9131….</summary>
    public required string AgencyRegistration { get; init; }
    public required DateOnly ServiceFrom { get; init; }
    public required DateOnly ServiceTo { get; init; }
    public required DateOnly ReportDate { get; init; }
    /// <summary>Legal basis, from settings (FIL-16): cited regulations are replaced over time, so the text is never code.</summary>
    public required string LegalBasis { get; init; }
    /// <summary>系统生成 or 直接上传 (RPT-28).</summary>
    public required string GenerationForm { get; init; }
    /// <summary>Absolute address of the public verification page; the QR at the foot holds exactly this text (RPT-30).</summary>
    public required string VerificationUrl { get; init; }
    /// <summary>Where to call when the verification does not agree; empty when there is no such number.</summary>
    public string? Hotline { get; init; }
    /// <summary>备案：2026年11月20日 14:07，临湖区消防救援大队; null as long as it is not filed, then the page refers to the QR.</summary>
    public string? FilingNote { get; init; }
    /// <summary>A scanned agency seal, printed over the agency's line; null leaves a marked place for the stamp.</summary>
    public ReportPhoto? AgencySeal { get; init; }
    /// <summary>How long the archive is kept, at the foot of every page: 项目档案保存至少 6 年; null prints nothing.</summary>
    public string? RetentionNote { get; init; }
}

/// <summary>Part 2, the sheet that people sign (RPT-08).</summary>
public sealed record ConditionTable
{
    public required bool KeyUnit { get; init; }
    /// <summary>场所负责人 or 安全责任人.</summary>
    public string ResponsibleLabel { get; init; } = "安全责任人";
    public required string ResponsiblePerson { get; init; }
    public required string Phone { get; init; }
    /// <summary>项目负责人 with qualification: 顾南舟，一级注册消防工程师.</summary>
    public required string Lead { get; init; }
    /// <summary>现场维保人员, joined: 韩柏川（高级）、陆小满（中级）.</summary>
    public required string Operators { get; init; }
    /// <summary>维保建筑概况, one line per building.</summary>
    public required IReadOnlyList<string> Buildings { get; init; }
    /// <summary>Remarks of the project's buildings, such as that only a part is covered (PRJ-13).</summary>
    public string? BuildingRemark { get; init; }
    public required IReadOnlyList<TickBox> WaterSupplies { get; init; }
    /// <summary>维护保养项目范围: all boxes of the form, ticked or not.</summary>
    public required IReadOnlyList<TickBox> Systems { get; init; }
    public required CheckCounts Totals { get; init; }
    /// <summary>The agency's opinion before the list of faults: 消防设施可以运行，存在以下问题：</summary>
    public required string Opinion { get; init; }
    public required IReadOnlyList<ReportedFault> Faults { get; init; }
    /// <summary>备注说明, optional (RPT-09).</summary>
    public string? Remark { get; init; }
    public required SignatureBox LeadSignature { get; init; }
    public required SignatureBox TechnicalLeadSignature { get; init; }
    public ReportPhoto? AgencySeal { get; init; }
    public required ClientOpinion Client { get; init; }
}

/// <summary>A box of a form with its words: 消防水池，216 m³，B1.</summary>
public sealed record TickBox(string Text, bool Ticked);

/// <summary>Counts of checked items; <paramref name="Checked"/> is the sum of the other three.</summary>
public sealed record CheckCounts(int Checked, int Conforms, int Fails, int NotApplicable);

/// <summary>A fault in the agency's opinion. Printed in the order of FLT-15: month, state, system, item, finding, note, verdict, then the handling by time.</summary>
/// <param name="Month">11月, or 2026年10月 for one carried over.</param>
/// <param name="State">处理中, 与业主沟通中, 已解决 ….</param>
/// <param name="Finding">What is wrong; full sentence or clause without a full stop.</param>
/// <param name="Verdict">不符合 or 不能检查.</param>
public sealed record ReportedFault(string Month, string State, string System, string Item, string Finding, string? Note, string Verdict, IReadOnlyList<HandlingStep> Steps);

/// <summary>One step of a fault's handling; <paramref name="Person"/> is named as 由…, null when nobody was sent.</summary>
public sealed record HandlingStep(DateTimeOffset At, string? Person, string Text);

/// <summary>Signature and practice seal of an engineer. What is null is left as a marked place for ink and stamp (RPT-27).</summary>
public sealed record SignatureBox(string Role, string Name, string Qualification, string? PracticeNumber, ReportPhoto? Signature, ReportPhoto? PracticeSeal, DateOnly? SignedOn);

/// <summary>The client's opinion; all null on a report that the client has not read.</summary>
public sealed record ClientOpinion(string? Text, string? SignedBy, ReportPhoto? Signature, DateTimeOffset? SignedAt, string? How);

/// <summary>Part 3: a row of the 汇总表.</summary>
public sealed record SystemSummary(string System, IReadOnlyList<string> Classes, CheckCounts Counts);

/// <summary>The outcome of an item as the report words it: 符合, 不符合, 不能检查.</summary>
public enum ReportVerdict { Conforms, Fails, NotApplicable }

/// <summary>Part 4: a fire system with its facility classes.</summary>
public sealed record MaintenanceSystem(string Name, IReadOnlyList<MaintenanceClass> Classes);

/// <summary>A facility class (设施类别) and who worked on it when.</summary>
public sealed record MaintenanceClass(string Name, string Operator, DateOnly DoneOn, IReadOnlyList<MaintenanceItem> Items);

/// <summary>A maintenance item: <paramref name="Letter"/> a, b, c …; <paramref name="Do"/> what the catalogue asks; <paramref name="Result"/> what was found (or why it could not be checked).</summary>
public sealed record MaintenanceItem(string Letter, string Name, string Do, ReportVerdict Verdict, string Result);

/// <summary>Part 5: one record of the field work.</summary>
/// <param name="Place">Where in the building: B1 泵房; null when not given.</param>
/// <param name="CannotReason">Set exactly when the verdict is NotApplicable.</param>
/// <param name="Flag">标红: an explanation is printed in a red frame (for instance a value outside the limit that was judged to conform); null for none.</param>
public sealed record MeasuredRecord(
    string System, string ClassName, string Item, string? Place, ReportVerdict Verdict, string Text, string? CannotReason,
    IReadOnlyList<MeasuredValue> Values, IReadOnlyList<ReportPhoto> Photos, string By, DateTimeOffset At, string? Flag);

/// <summary>A measured value beside its limit, both with unit: 0.28 MPa, ≥ 0.35 MPa. <paramref name="Within"/> null: the catalogue has no limit.</summary>
public sealed record MeasuredValue(string Name, string Value, string? Limit, bool? Within);

/// <summary>A place on the ground, WGS-84 degrees.</summary>
public sealed record MapPoint(double Latitude, double Longitude);

/// <summary>Part 6: the project's fence and what was done inside it.</summary>
/// <param name="Fence">The ring of the fence, at least three corners, first not repeated; empty when the project has none.</param>
/// <param name="Buildings">Outlines of the buildings, may be empty.</param>
public sealed record SiteSheet(IReadOnlyList<MapPoint> Fence, IReadOnlyList<IReadOnlyList<MapPoint>> Buildings, IReadOnlyList<SiteVisit> Visits);

/// <summary>One person's work on site, with its evidence: 人 位 时 像.</summary>
/// <param name="Purpose">执业打卡, 开工, 同意开工 ….</param>
/// <param name="Score">Face comparison 0–1, null when it was not done by face; then <paramref name="OtherWay"/> says how.</param>
/// <param name="Place">Where the person was when it began.</param>
/// <param name="AccuracyMetres">Radius of the halo, metres.</param>
/// <param name="DistanceMetres">Distance to the fence's nearest edge in metres, never negative; <paramref name="Inside"/> says on which side.</param>
/// <param name="Minutes">Minutes that count; null when the work has no end.</param>
/// <param name="Mark">超距执业, 超时 … with its explanation; null when nothing is flagged.</param>
/// <param name="Track">Positions by time.</param>
/// <param name="Photos">Selfie and sign-in photos; may be empty, <paramref name="PhotoCount"/> counts all of the work.</param>
public sealed record SiteVisit(
    string Person, string Purpose, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int? Minutes,
    double? Score, double Threshold, string? OtherWay,
    MapPoint Place, double AccuracyMetres, double DistanceMetres, bool Inside, string? Mark,
    IReadOnlyList<TrackPoint> Track, int PhotoCount, IReadOnlyList<ReportPhoto> Photos);

/// <summary>A point of a track.</summary>
public sealed record TrackPoint(MapPoint Point, DateTimeOffset At);
