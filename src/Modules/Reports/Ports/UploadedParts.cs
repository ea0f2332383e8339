using System.Text.Json.Serialization;

namespace WeChatService.Reports.Ports;

/// <summary>A PDF that people made elsewhere, merged in at its place, page by page as it is (RPT-10, 17…20).</summary>
/// <param name="Id">The stored object.</param>
/// <param name="Sha256">SHA-256 of the stored bytes, hex; a file that is another one stops the report.</param>
/// <param name="Title">Its line in the outline: 检测报告, 维护保养报告.</param>
/// <param name="Pages">As counted when it was checked.</param>
public sealed record UploadedFile(Guid Id, string Sha256, string Title, int Pages) : ReportPart;

/// <summary>技术服务信息表: what is filed, by whom and with which file, above the places for seals and signatures (RPT-20, RPT-27, FIL-16).</summary>
/// <param name="Title">技术服务信息表.</param>
/// <param name="Fields">Label and value in print order, two to a row unless wide.</param>
/// <param name="Conclusion">合格 or 不合格 with its words; null where nothing is concluded.</param>
/// <param name="Files">The uploaded files that this document holds or goes with.</param>
public sealed record ServiceSheet(
    string Title, IReadOnlyList<SheetField> Fields, string? Conclusion, IReadOnlyList<FiledFile> Files,
    SignatureBox LeadSignature, SignatureBox TechnicalLeadSignature, ReportPhoto? AgencySeal, DateOnly? SealedOn) : ReportPart
{
    [JsonIgnore]
    public override IEnumerable<ReportPhoto> Seals =>
        new[] { AgencySeal }.OfType<ReportPhoto>().Concat(LeadSignature.Pictures).Concat(TechnicalLeadSignature.Pictures);
}

/// <param name="Wide">Takes the whole row.</param>
public sealed record SheetField(string Label, string Value, bool Wide = false);

/// <summary>A file by name, pages and fingerprint.</summary>
public sealed record FiledFile(string Name, int Pages, string Sha256);

/// <summary>月报 (RPT-24): the period's work in words, who was there, and how the client rated it.</summary>
public sealed record MonthlySheet : ReportPart
{
    public required IReadOnlyList<SheetField> Fields { get; init; }
    /// <summary>执业记录 of the period.</summary>
    public required IReadOnlyList<MonthlyVisit> Visits { get; init; }
    /// <summary>Heading and text, in print order: 本期完成情况, 发现的问题 ….</summary>
    public required IReadOnlyList<SheetField> Texts { get; init; }
    /// <summary>The client's ratings of the period.</summary>
    public required IReadOnlyList<MonthlyRating> Ratings { get; init; }
    public required SignatureBox LeadSignature { get; init; }
    public ReportPhoto? AgencySeal { get; init; }

    [JsonIgnore]
    public override IEnumerable<ReportPhoto> Seals => new[] { AgencySeal }.OfType<ReportPhoto>().Concat(LeadSignature.Pictures);
}

/// <param name="Minutes">What counts; null while nobody ended it.</param>
public sealed record MonthlyVisit(string Person, DateTimeOffset From, DateTimeOffset? To, int? Minutes, string? Mark);

/// <param name="Stars">1–5; null as long as it is not rated.</param>
public sealed record MonthlyRating(DateOnly Day, int? Stars, string? Words);

/// <summary>委托单位意见 of the client copy: who signed, when, where, and the handwriting itself (RPT-08, RPT-27).</summary>
/// <param name="Opinion">The client's words; null where he wrote none.</param>
/// <param name="Prints">What the signature holds to, by name and SHA-256.</param>
public sealed record OpinionSheet(
    string Title, IReadOnlyList<SheetField> Fields, string Declaration, string? Opinion, ReportPhoto Handwriting, string Signer, string SignedOn,
    IReadOnlyList<FiledFile> Prints) : ReportPart
{
    [JsonIgnore]
    public override IEnumerable<ReportPhoto> Seals => [Handwriting];
}
