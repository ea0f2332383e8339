using System.Text.Json.Serialization;

namespace WeChatService.Reports.Ports;

/// <summary>
/// How the 维护保养情况表 is ruled: <c>Plain</c> as in our own drawing; <c>Grouped</c> as in Beijing's sample, with the row groups
/// 项目概况, 建筑消防设施概况, 维护保养概况 and a seal in each of the agency's two fields.
/// </summary>
public enum ConditionForm { Plain, Grouped }

/// <summary>Part 2, the sheet that people sign (RPT-08).</summary>
public sealed record ConditionTable : ReportPart
{
    public ConditionForm Form { get; init; }

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

    /// <summary>The day under the agency's seals.</summary>
    public DateOnly? SealedOn { get; init; }

    [JsonIgnore]
    public override IEnumerable<ReportPhoto> Seals =>
        new[] { AgencySeal, Client.Signature }.OfType<ReportPhoto>().Concat(LeadSignature.Pictures).Concat(TechnicalLeadSignature.Pictures);
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
public sealed record SignatureBox(string Role, string Name, string Qualification, string? PracticeNumber, ReportPhoto? Signature, ReportPhoto? PracticeSeal, DateOnly? SignedOn)
{
    [JsonIgnore]
    public IEnumerable<ReportPhoto> Pictures => new[] { Signature, PracticeSeal }.OfType<ReportPhoto>();
}

/// <summary>The client's opinion; all null on a report that the client has not read.</summary>
public sealed record ClientOpinion(string? Text, string? SignedBy, ReportPhoto? Signature, DateTimeOffset? SignedAt, string? How);

/// <summary>Part 3, 汇总表: one row per system.</summary>
public sealed record SummaryTable(CheckCounts Totals, IReadOnlyList<SystemSummary> Rows) : ReportPart;

/// <summary>A row of the 汇总表.</summary>
public sealed record SystemSummary(string System, IReadOnlyList<string> Classes, CheckCounts Counts);

/// <summary>The outcome of an item as the report words it: 符合, 不符合, 不能检查.</summary>
public enum ReportVerdict { Conforms, Fails, NotApplicable }

/// <summary>Part 4, 维护保养表: what was to be done and what came of it.</summary>
public sealed record MaintenanceTable(IReadOnlyList<MaintenanceSystem> Systems) : ReportPart;

/// <summary>A fire system with its facility classes.</summary>
public sealed record MaintenanceSystem(string Name, IReadOnlyList<MaintenanceClass> Classes);

/// <summary>A facility class (设施类别) and who worked on it when.</summary>
public sealed record MaintenanceClass(string Name, string Operator, DateOnly DoneOn, IReadOnlyList<MaintenanceItem> Items);

/// <summary>A maintenance item: <paramref name="Letter"/> a, b, c …; <paramref name="Do"/> what the catalogue asks; <paramref name="Result"/> what was found (or why it could not be checked).</summary>
public sealed record MaintenanceItem(string Letter, string Name, string Do, ReportVerdict Verdict, string Result);

/// <summary>Part 5, 实测记录; also 检测现场记录 behind an uploaded file and tasks outside the plan that were ticked (RPT-05, RPT-10).</summary>
/// <param name="Nothing">The sentence that stands when there are no records.</param>
public sealed record MeasuredRecords(string Title, string Nothing, IReadOnlyList<MeasuredRecord> Records) : ReportPart
{
    [JsonIgnore]
    public override IEnumerable<ReportPhoto> Evidence => Records.SelectMany(r => r.Photos);
}

/// <summary>One record of the field work.</summary>
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
public sealed record SiteSheet(IReadOnlyList<MapPoint> Fence, IReadOnlyList<IReadOnlyList<MapPoint>> Buildings, IReadOnlyList<SiteVisit> Visits) : ReportPart
{
    [JsonIgnore]
    public override IEnumerable<ReportPhoto> Evidence => Visits.SelectMany(v => v.Photos);
}

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
    IReadOnlyList<TrackPoint> Track, int PhotoCount, IReadOnlyList<ReportPhoto> Photos)
{
    /// <summary>It was done at once and has no end: asking for consent, giving it.</summary>
    public bool IsMoment { get; init; }
}

/// <summary>A point of a track.</summary>
public sealed record TrackPoint(MapPoint Point, DateTimeOffset At);
