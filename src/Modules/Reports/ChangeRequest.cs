using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports;

/// <summary>备案有误, 审核有误.</summary>
internal enum ChangeOf { Filing, Review }

/// <summary>已提交, 同意更正, 不同意.</summary>
internal enum ChangeState { Sent, Granted, Declined }

/// <summary>
/// 系统操作变更申请: the only way to correct what was filed, or reviewed wrongly for a report that nobody may take back (FIL-14, ORG-41).
/// 已提交 → 同意更正 or 不同意. The report itself stays as it was filed (FIL-05); a granted correction stands beside it for everybody who reads it.
/// Once sent nothing of the request changes any more, neither here nor by SQL under the application's role.
/// </summary>
internal sealed class ChangeRequest : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
{
    public const int MostPhotos = 6;

    public Guid Id { get; private set; }
    public Guid ReportId { get; private set; }
    public string ReportNumber { get; private set; } = "";
    public Guid ProjectId { get; private set; }
    public string ProjectName { get; private set; } = "";
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";
    public ChangeOf About { get; private set; }

    /// <summary>What is wrong.</summary>
    public string Mistake { get; private set; } = "";

    /// <summary>What it should say; readers of the report see it once it is granted.</summary>
    public string Correction { get; private set; } = "";

    /// <summary>The form, filled in, signed and stamped: 1 to <see cref="MostPhotos"/> photos.</summary>
    public List<Guid> PhotoIds { get; private set; } = [];

    public Guid SentBy { get; private set; }
    public string SentByName { get; private set; } = "";
    public DateTimeOffset SentAt { get; private set; }
    public ChangeState State { get; private set; }
    public ChangeDecision? Decision { get; private set; }

    private ChangeRequest()
    {
    }

    /// <exception cref="RuleBroken">What <see cref="ReportProblems"/> calls change.…</exception>
    public static ChangeRequest Send(Guid id, Report report, ProjectCard project, Actor by, DeleteBeforeFiling policy, ChangeText text, DateTimeOffset now)
    {
        // ORG-41: signed by the project's lead or its technical lead.
        var signs = by.PersonId is { } person && ((by.Has(Role.ProjectLead) && project.LeadId == person) || (by.Has(Role.TechnicalLead) && report.TechnicalLeadId == person));
        if (!signs)
        {
            throw new RuleBroken(ReportProblems.ChangeNotSigned);
        }

        // FIL-14: the form is for what nothing else mends.
        if (ReportRules.WhyNotDeletable(report, policy) is null)
        {
            throw new RuleBroken(ReportProblems.ChangeNotNeeded);
        }

        if (text.PhotoIds.Count is 0 or > MostPhotos)
        {
            throw new RuleBroken(ReportProblems.ChangeFormMissing);
        }

        return new ChangeRequest
        {
            Id = id, ReportId = report.Id, ReportNumber = report.Number, ProjectId = report.ProjectId, ProjectName = report.ProjectName,
            AgencyId = report.AgencyId, OwnerId = report.OwnerId, BrigadeId = report.BrigadeId, Region = report.Region,
            About = text.About, Mistake = Said(text.Mistake, ReportProblems.ChangeTextMissing), Correction = Said(text.Correction, ReportProblems.ChangeTextMissing),
            PhotoIds = [.. text.PhotoIds], SentBy = by.PersonId!.Value, SentByName = by.Name, SentAt = now,
        };
    }

    /// <summary>ORG-41: the operator's word, once, and with its reason.</summary>
    public void Decide(bool granted, string? answer, string byName, DateTimeOffset now)
    {
        if (State != ChangeState.Sent)
        {
            throw new RuleBroken(ReportProblems.ChangeAlreadyDecided.Says($"{Decision!.ByName} {ChinaTime.Says(Decision.At)} 已经答复过这份变更申请，请刷新。"));
        }

        (State, Decision) = (granted ? ChangeState.Granted : ChangeState.Declined, new ChangeDecision(byName, Said(answer, ReportProblems.ChangeAnswerMissing), now));
    }

    private static string Said(string? text, Problem missing) => text?.Trim() is { Length: >= 2 and <= 500 } said ? said : throw new RuleBroken(missing);
}

internal sealed record ChangeText(ChangeOf About, string? Mistake, string? Correction, IReadOnlyCollection<Guid> PhotoIds);

internal sealed record ChangeDecision(string ByName, string Answer, DateTimeOffset At);
