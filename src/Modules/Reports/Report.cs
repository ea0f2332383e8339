using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports;

/// <summary>
/// The document of a month's work: 生成中 → 已出具 → 已备案; 生成失败 can be tried again. From 已备案 on nothing changes it:
/// not this class, not the database role of the application (FIL-05).
/// </summary>
internal sealed partial class Report : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
{
    public Guid Id { get; private set; }

    /// <summary>报告编号 (RPT-30): region's prefix, month, and eight characters that nobody can guess.</summary>
    public string Number { get; private set; } = "";

    public Guid ProjectId { get; private set; }
    public string ProjectName { get; private set; } = "";
    public ReportKind Kind { get; private set; }

    /// <summary>The plan whose work it reports; null where no plan stands behind it (direct upload without app, visits only).</summary>
    public Guid? PlanId { get; private set; }

    /// <summary>报告属性: 月, 季, 年 (RPT-28); null for detection and assessment.</summary>
    public PlanKind? PlanKind { get; private set; }

    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";
    public ChinaMonth Month { get; private set; }
    public ReportState State { get; private set; }

    /// <summary>0–100 while it is being generated.</summary>
    public int Progress { get; private set; }

    public string? FailureReason { get; private set; }
    public List<Guid> TaskIds { get; private set; } = [];
    public DateOnly ReportDate { get; private set; }
    public DateOnly ServiceFrom { get; private set; }
    public DateOnly ServiceTo { get; private set; }
    public string? Remark { get; private set; }

    /// <summary>What the author wrote on the cover instead of the project's own words (RPT-06).</summary>
    public CoverEdits? Cover { get; private set; }

    /// <summary>报告结论; null for generated maintenance.</summary>
    public ReportConclusion? Conclusion { get; private set; }

    /// <summary>The PDFs that the author uploaded (RPT-10, 17, 18, 19, 20).</summary>
    public List<ReportUpload> Uploads { get; private set; } = [];

    /// <summary>False: it stays 已保存 when it is made, until the author submits it (RPT-22).</summary>
    public bool SubmitsWhenMade { get; private set; } = true;

    public Guid? TechnicalLeadId { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? GeneratedAt { get; private set; }

    /// <summary>SHA-256 of the content, printed on the cover.</summary>
    public string? ContentHash { get; private set; }

    /// <summary>SHA-256 of the PDF file.</summary>
    public string? FileSha256 { get; private set; }

    public Guid? ObjectId { get; private set; }
    public long Bytes { get; private set; }
    public int Pages { get; private set; }

    /// <summary>原始记录, the second file of a generated or directly uploaded detection report (RPT-12, RPT-18).</summary>
    public Guid? RawRecordObjectId { get; private set; }

    public string? RawRecordSha256 { get; private set; }
    public int RawRecordPages { get; private set; }
    public int PhotoCount { get; private set; }
    public int Conforms { get; private set; }
    public int Fails { get; private set; }
    public int NotApplicable { get; private set; }

    private Report()
    {
    }

    public static Report Order(Guid id, string number, ProjectCard project, ReportOrder order, DateTimeOffset now) => new()
    {
        Id = id, Number = number, ProjectId = project.Id, ProjectName = project.Name, Kind = order.Kind, PlanId = order.PlanId, PlanKind = order.PlanKind,
        AgencyId = project.AgencyId, OwnerId = project.OwnerId, BrigadeId = project.BrigadeId, Region = project.Region, Month = order.Month,
        TaskIds = [.. order.TaskIds], ReportDate = order.ReportDate, ServiceFrom = order.ServiceFrom, ServiceTo = order.ServiceTo,
        Remark = order.Remark?.Trim(), Cover = order.Cover, Conclusion = order.Conclusion, Uploads = [.. order.Uploads],
        SubmitsWhenMade = order.SubmitsWhenMade, TechnicalLeadId = project.TechnicalLeadId, CreatedAt = now,
    };

    /// <summary>The usual one: a plan's maintenance, generated from its tasks.</summary>
    public static Report Order(
        Guid id, string number, ProjectCard project, PlanCard plan, IReadOnlyCollection<Guid> taskIds, DateOnly reportDate, DateOnly from,
        DateOnly to, string? remark, DateTimeOffset now) =>
        Order(id, number, project, new ReportOrder(ReportKind.Maintenance, plan.Id, plan.Kind, plan.Month, taskIds, reportDate, from, to) { Remark = remark }, now);

    /// <summary>The cover's words, its dates and the remark (RPT-06, RPT-09), then the document is made anew.</summary>
    public void Rewrite(DateOnly reportDate, DateOnly from, DateOnly to, string? remark, CoverEdits? cover = null)
    {
        ReportRules.MustBeOpen(this);
        (ReportDate, ServiceFrom, ServiceTo, Remark, Cover) = (reportDate, from, to, remark?.Trim(), cover);
        Regenerate();
    }

    public void Regenerate()
    {
        ReportRules.MustBeOpen(this);
        (State, Progress, FailureReason) = (ReportState.Generating, 0, null);
    }

    public void Complete(Rendition rendition, DateTimeOffset now)
    {
        ReportRules.MustBeOpen(this);
        // RPT-22: what the author only wanted to save waits for his word.
        (State, Progress, GeneratedAt, FailureReason) = (SubmitsWhenMade ? ReportState.Ready : ReportState.Saved, 100, now, null);
        (ObjectId, Bytes, Pages, FileSha256, ContentHash) =
            (rendition.ObjectId, rendition.Bytes, rendition.Pages, rendition.FileSha256, rendition.ContentHash);
        (PhotoCount, Conforms, Fails, NotApplicable) = (rendition.Photos, rendition.Conforms, rendition.Fails, rendition.NotApplicable);
        (RawRecordObjectId, RawRecordSha256, RawRecordPages) = (rendition.RawRecord?.ObjectId, rendition.RawRecord?.FileSha256, rendition.RawRecord?.Pages ?? 0);
        Conclusion ??= rendition.Conclusion;
    }

    public void Fail(string reason)
    {
        ReportRules.MustBeOpen(this);
        (State, FailureReason) = (ReportState.Failed, reason.Length > 300 ? reason[..300] : reason);
    }

    /// <exception cref="RuleBroken">report.not_ready: nothing is made yet.</exception>
    public PaperFile Paper => ObjectId is { } id ? new(id, FileSha256!, Pages, Number) : throw new RuleBroken(ReportProblems.NotReady);

    public ReportCard Card() => new(Id, Number, ProjectId, Month, State, Pages, ContentHash ?? "", Filing?.At);
}

/// <summary>What an author orders: of which work, with what on the cover, from which files.</summary>
/// <param name="Month">The month that it reports (RPT-02); for detection and assessment the month in which it is made.</param>
/// <param name="TaskIds">The ticked field tasks (RPT-04, RPT-05).</param>
internal sealed record ReportOrder(
    ReportKind Kind, Guid? PlanId, PlanKind? PlanKind, ChinaMonth Month, IReadOnlyCollection<Guid> TaskIds, DateOnly ReportDate, DateOnly ServiceFrom, DateOnly ServiceTo)
{
    public string? Remark { get; init; }
    public CoverEdits? Cover { get; init; }
    public ReportConclusion? Conclusion { get; init; }
    public IReadOnlyList<ReportUpload> Uploads { get; init; } = [];
    public bool SubmitsWhenMade { get; init; } = true;
}

/// <summary>RPT-06: words of the cover that differ from the project's; null keeps the project's.</summary>
internal sealed record CoverEdits(string? ProjectName, string? Address, string? OwnerName, string? Heading)
{
    private const int Longest = 200;

    /// <summary>Trimmed, empty words as none; null if nothing differs.</summary>
    /// <exception cref="RuleBroken">report.cover_too_long.</exception>
    internal CoverEdits? OrNothing()
    {
        static string? Word(string? text) => text?.Trim() switch
        {
            null or "" => null,
            { Length: > Longest } => throw new RuleBroken(ReportProblems.CoverTooLong),
            var word => word,
        };
        var edits = new CoverEdits(Word(ProjectName), Word(Address), Word(OwnerName), Word(Heading));
        return edits == new CoverEdits(null, null, null, null) ? null : edits;
    }
}

/// <summary>报告, 原始记录.</summary>
internal enum UploadPart { Report, RawRecord }

/// <param name="Pages">As counted when it was uploaded.</param>
internal sealed record ReportUpload(Guid ObjectId, string Sha256, UploadPart Part, string FileName, int Pages);

/// <summary>What rendering gave.</summary>
/// <param name="RawRecord">The second file, where the kind has one.</param>
/// <param name="Conclusion">What the judgement says, where nobody chose it.</param>
internal sealed record Rendition(
    Guid ObjectId, long Bytes, int Pages, string FileSha256, string ContentHash, int Photos, int Conforms, int Fails, int NotApplicable,
    RawRecordFile? RawRecord = null, ReportConclusion? Conclusion = null);

internal sealed record RawRecordFile(Guid ObjectId, int Pages, string FileSha256);

/// <summary>An owner contact's first look at a report (OWN-13). Apart from the report, which nothing may change any more.</summary>
internal sealed class ReportReading(Guid reportId, Guid contactId, Guid ownerId, Guid agencyId, DateTimeOffset firstReadAt) : IAgencyOwned, IOwnerOwned
{
    public Guid ReportId { get; private set; } = reportId;
    public Guid ContactId { get; private set; } = contactId;
    public Guid OwnerId { get; private set; } = ownerId;
    public Guid AgencyId { get; private set; } = agencyId;
    public DateTimeOffset FirstReadAt { get; private set; } = firstReadAt;
}
