using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WeChatService.Reports.Ports;

/// <summary>
/// A document as it is printed: plain data, complete, with nothing looked up later. Its cover, then its parts in the order of
/// the list. Kinds of report differ by which parts they have; regions only through the words and texts in here (委托单位 or
/// 业主, the legal basis, the form of a table), never by name.
/// </summary>
public sealed record ReportDocument
{
    /// <summary>封面, with number, content hash and verification code (RPT-30).</summary>
    public required ReportCover Cover { get; init; }

    /// <summary>What follows the cover, in print order. A maintenance report has the five of RPT-07.</summary>
    public required IReadOnlyList<ReportPart> Parts { get; init; }

    /// <summary>符合, 不符合, 不能检查 over all that was checked; all 0 where nothing was counted (an uploaded file).</summary>
    public CheckCounts Totals { get; init; } = new(0, 0, 0, 0);

    /// <summary>Content hash of a second file that belongs to this one (原始记录); part of this one's hash, so that one hash proves both.</summary>
    public string? Companion { get; init; }

    /// <summary>The hash that the cover shows instead of the own one: that of the document to which this one belongs.</summary>
    [JsonIgnore]
    public string? PrintedHash { get; init; }

    /// <summary>
    /// Reads the bytes (JPEG or PNG) of one of the document's photos. Called once per distinct photo, one at a time, so that
    /// a report with hundreds of photos never holds them all in memory. Not part of the content hash: each photo's SHA-256 is.
    /// </summary>
    [JsonIgnore]
    public required Func<ReportPhoto, CancellationToken, Task<byte[]>> ReadPhoto { get; init; }

    /// <summary>Reads an <see cref="UploadedFile"/> of the parts. Called once each. Its SHA-256 is part of the content hash.</summary>
    [JsonIgnore]
    public Func<UploadedFile, CancellationToken, Task<byte[]>> ReadUpload { get; init; } = (_, _) => throw new InvalidOperationException("the document has no uploads");

    /// <summary>Photos of the work, seals and signatures not counted.</summary>
    [JsonIgnore]
    public int PhotoCount => Parts.Sum(part => part.Evidence.Count());

    /// <summary>Every picture that is printed.</summary>
    [JsonIgnore]
    public IEnumerable<ReportPhoto> Pictures =>
        new[] { Cover.AgencySeal }.OfType<ReportPhoto>().Concat(Parts.SelectMany(part => part.Seals.Concat(part.Evidence)));

    /// <summary>
    /// The report's content hash (RPT-30): SHA-256, 64 upper-case hex digits, over the canonical JSON of everything above
    /// (properties sorted by name, UTF-8, no white space, instants in UTC, photos and uploads by their own SHA-256). It is known
    /// before rendering, is printed on the cover in groups of four and lives as long as the content, on screen or on paper.
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

/// <summary>A part of a document. Each stands on pages of its own.</summary>
[JsonDerivedType(typeof(ConditionTable), "condition")]
[JsonDerivedType(typeof(SummaryTable), "summary")]
[JsonDerivedType(typeof(MaintenanceTable), "maintenance")]
[JsonDerivedType(typeof(MeasuredRecords), "records")]
[JsonDerivedType(typeof(SiteSheet), "site")]
[JsonDerivedType(typeof(DetectionForm), "detection")]
[JsonDerivedType(typeof(DetectionFindings), "findings")]
[JsonDerivedType(typeof(RawRecordTable), "raw")]
[JsonDerivedType(typeof(UploadedFile), "upload")]
[JsonDerivedType(typeof(ServiceSheet), "service")]
[JsonDerivedType(typeof(MonthlySheet), "monthly")]
[JsonDerivedType(typeof(OpinionSheet), "opinion")]
public abstract record ReportPart
{
    /// <summary>Photos of the work that the part prints.</summary>
    [JsonIgnore]
    public virtual IEnumerable<ReportPhoto> Evidence => [];

    /// <summary>Scanned seals and signatures.</summary>
    [JsonIgnore]
    public virtual IEnumerable<ReportPhoto> Seals => [];
}

/// <summary>A picture of the report. Its bytes come from <see cref="ReportDocument.ReadPhoto"/> and must hash to <paramref name="Sha256"/>, else rendering is refused: evidence is printed unchanged or not at all.</summary>
/// <param name="Id">The stored object.</param>
/// <param name="Sha256">SHA-256 of the stored bytes, hex.</param>
/// <param name="Label">What it shows, a few characters: 压力表, 现场自拍.</param>
/// <param name="Lines">The watermark: first date and time to the second, then place and person or distance.</param>
public sealed record ReportPhoto(Guid Id, string Sha256, string Label, IReadOnlyList<string> Lines);

/// <summary>The cover. Dates are Asia/Shanghai days.</summary>
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
    /// <summary>How the report came about, after 本报告由: 系统生成 or 服务机构直接上传 (RPT-28).</summary>
    public required string GenerationForm { get; init; }
    /// <summary>Absolute address of the public verification page; the QR at the foot holds exactly this text (RPT-30); null on what is not filed (月报).</summary>
    public required string? VerificationUrl { get; init; }
    /// <summary>Where to call when the verification does not agree; empty when there is no such number.</summary>
    public string? Hotline { get; init; }
    /// <summary>备案：2026年11月20日 14:07，临湖区消防救援大队; null as long as it is not filed, then the page refers to the QR.</summary>
    public string? FilingNote { get; init; }
    /// <summary>A scanned agency seal, printed over the agency's line; null leaves a marked place for the stamp.</summary>
    public ReportPhoto? AgencySeal { get; init; }
    /// <summary>How long the archive is kept, at the foot of every page: 项目档案保存至少 6 年; null prints nothing.</summary>
    public string? RetentionNote { get; init; }
}
