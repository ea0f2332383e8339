using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports;

/// <summary>
/// The document of a month's work: 生成中 → 已出具 → 已备案; 生成失败 can be tried again. From 已备案 on nothing changes it:
/// not this class, not the database role of the application (FIL-05).
/// </summary>
internal sealed class Report : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
{
    public Guid Id { get; private set; }

    /// <summary>报告编号 (RPT-30): region's prefix, month, and eight characters that nobody can guess.</summary>
    public string Number { get; private set; } = "";

    public Guid ProjectId { get; private set; }
    public string ProjectName { get; private set; } = "";
    public Guid PlanId { get; private set; }
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
    public int PhotoCount { get; private set; }
    public int Conforms { get; private set; }
    public int Fails { get; private set; }
    public int NotApplicable { get; private set; }
    public Filing? Filing { get; private set; }

    private Report()
    {
    }

    public static Report Order(
        Guid id, string number, ProjectCard project, PlanCard plan, IReadOnlyCollection<Guid> taskIds, DateOnly reportDate, DateOnly from,
        DateOnly to, string? remark, DateTimeOffset now) => new()
        {
            Id = id, Number = number, ProjectId = project.Id, ProjectName = project.Name, PlanId = plan.Id, AgencyId = project.AgencyId,
            OwnerId = project.OwnerId, BrigadeId = project.BrigadeId, Region = project.Region, Month = plan.Month, TaskIds = [.. taskIds],
            ReportDate = reportDate, ServiceFrom = from, ServiceTo = to, Remark = remark?.Trim(), TechnicalLeadId = project.TechnicalLeadId, CreatedAt = now,
        };

    /// <summary>The cover's dates and the remark (RPT-06, RPT-09), then the document is made anew.</summary>
    public void Rewrite(DateOnly reportDate, DateOnly from, DateOnly to, string? remark)
    {
        ReportRules.MustBeOpen(this);
        (ReportDate, ServiceFrom, ServiceTo, Remark) = (reportDate, from, to, remark?.Trim());
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
        (State, Progress, GeneratedAt, FailureReason) = (ReportState.Ready, 100, now, null);
        (ObjectId, Bytes, Pages, FileSha256, ContentHash) =
            (rendition.ObjectId, rendition.Bytes, rendition.Pages, rendition.FileSha256, rendition.ContentHash);
        (PhotoCount, Conforms, Fails, NotApplicable) = (rendition.Photos, rendition.Conforms, rendition.Fails, rendition.NotApplicable);
    }

    public void Fail(string reason)
    {
        ReportRules.MustBeOpen(this);
        (State, FailureReason) = (ReportState.Failed, reason.Length > 300 ? reason[..300] : reason);
    }

    /// <summary>同意备案: the last change of its life.</summary>
    public void File(Filing filing)
    {
        ReportRules.MustBeReadyToFile(this);
        (State, Filing) = (ReportState.Filed, filing);
    }

    public ReportCard Card() => new(Id, Number, ProjectId, Month, State, Pages, ContentHash ?? "", Filing?.At);
}

/// <summary>What rendering gave.</summary>
internal sealed record Rendition(
    Guid ObjectId, long Bytes, int Pages, string FileSha256, string ContentHash, int Photos, int Conforms, int Fails, int NotApplicable);

/// <summary>Who filed, when, with what opinion, and the face comparison behind it (FIL-02, 03, 12).</summary>
internal sealed record Filing(Guid ByPersonId, string ByName, string Opinion, DateTimeOffset At, Guid? FaceComparisonId, double? Score, double? Threshold);

/// <summary>An owner contact's first look at a report (OWN-13). Apart from the report, which nothing may change any more.</summary>
internal sealed class ReportReading(Guid reportId, Guid contactId, Guid ownerId, Guid agencyId, DateTimeOffset firstReadAt) : IAgencyOwned, IOwnerOwned
{
    public Guid ReportId { get; private set; } = reportId;
    public Guid ContactId { get; private set; } = contactId;
    public Guid OwnerId { get; private set; } = ownerId;
    public Guid AgencyId { get; private set; } = agencyId;
    public DateTimeOffset FirstReadAt { get; private set; } = firstReadAt;
}
