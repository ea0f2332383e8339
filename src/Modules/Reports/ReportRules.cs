using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports;

/// <summary>Every "may this happen?" of reports and their filing.</summary>
internal static class ReportRules
{
    /// <summary>RPT-20: who makes reports is the region's policy.</summary>
    public static void MustBeAuthor(Actor actor, ProjectCard project, ReportPolicy policy)
    {
        if (!MayAuthor(actor, project.LeadId, project.TechnicalLeadId, policy))
        {
            throw new RuleBroken(ReportProblems.NotTheAuthor.Says($"本地区的报告由{AuthorsOf(policy)}出具，请联系他来做。"));
        }
    }

    public static bool MayAuthor(Actor actor, Guid leadId, Guid? technicalLeadId, ReportPolicy policy) =>
        policy.Author.Any(role => actor.Has(role) && role switch
        {
            Role.ProjectLead => leadId == actor.PersonId,
            Role.TechnicalLead => technicalLeadId is not null && technicalLeadId == actor.PersonId,
            _ => true,
        });

    /// <summary>机构管理员或项目负责人.</summary>
    public static string AuthorsOf(ReportPolicy policy) => string.Join('或', policy.Author.Select(Says));

    /// <summary>PRJ-33: a project that was ended early has no more reports.</summary>
    public static void ProjectMustBeServed(ProjectCard project)
    {
        if (project.State is ProjectState.Terminated or ProjectState.Cancelled)
        {
            throw new RuleBroken(ReportProblems.ProjectEnded);
        }
    }

    /// <summary>
    /// RPT-01, RPT-04, RPT-05: the plan's own tasks are all in the report; beside them whatever else was ticked of what may be ticked, and
    /// nothing that may not. Supplementary and mismatch tasks alone make no report.
    /// </summary>
    /// <param name="planned">The tasks of the plan; those of another nature among them are optional.</param>
    /// <param name="beside">What else may be ticked.</param>
    public static void TicksMustFit(IReadOnlyCollection<Guid> ticked, IReadOnlyCollection<TaskCard> planned, IReadOnlyCollection<TaskCard> beside)
    {
        var own = planned.Where(t => t.Nature == TaskNature.Planned).ToList();
        if (own.FirstOrDefault(t => !ticked.Contains(t.Id)) is { } left)
        {
            throw new RuleBroken(ReportProblems.TaskLeftOut.Says($"「{left.Name}」是计划里的记录，不能不进报告，请勾上。"));
        }

        var mayBe = own.Where(t => t.State == FieldTaskState.Approved).Concat(beside).Select(t => t.Id).ToHashSet();
        if (ticked.Any(id => !mayBe.Contains(id)))
        {
            throw new RuleBroken(ReportProblems.TasksUnapproved.Says("勾选的记录里有还没审核通过的，或者不是这个项目本月的。请刷新后再勾。"));
        }
    }

    /// <summary>RPT-10, 11, 17, 18, 19: the files that the kind of report is made of, no fewer and no more.</summary>
    public static void FilesMustFit(ReportKind kind, bool report, bool rawRecord)
    {
        if (kind.NeedsFile() && !report)
        {
            throw new RuleBroken(ReportProblems.FileMissing);
        }

        if (kind == ReportKind.DetectionUploaded && !rawRecord)
        {
            throw new RuleBroken(ReportProblems.RawRecordMissing);
        }

        if ((report && !kind.NeedsFile()) || (rawRecord && kind != ReportKind.DetectionUploaded))
        {
            throw new RuleBroken(kind == ReportKind.Maintenance ? ReportProblems.DirectUploadNotGranted : ReportProblems.FileNotWanted);
        }
    }

    /// <summary>RPT-11: at most what the region allows, MiB.</summary>
    public static void FileMustFit(long bytes, LimitsPolicy limits)
    {
        if (bytes > limits.ReportPdfMb * 1024L * 1024)
        {
            throw new RuleBroken(ReportProblems.FileTooLarge
                .Says($"文件有 {bytes / 1024.0 / 1024:0.0} MB，本地区最大 {limits.ReportPdfMb} MB。请压缩后再传。").With("limitMb", limits.ReportPdfMb));
        }
    }

    /// <summary>RPT-10, 17, 18: whoever uploads a report says what it concludes. An assessment has levels of its own, not this one.</summary>
    public static void ConclusionMustBeChosen(ReportKind kind, ServiceType service, ReportConclusion? conclusion)
    {
        if (kind.NeedsFile() && service != ServiceType.Assessment && conclusion is null)
        {
            throw new RuleBroken(ReportProblems.ConclusionMissing);
        }
    }

    /// <summary>RPT-06: dates that can be printed.</summary>
    public static void DatesMustFit(DateOnly from, DateOnly to, DateOnly reportDate)
    {
        if (to < from || reportDate < from)
        {
            throw new RuleBroken(ReportProblems.DatesBackwards);
        }
    }

    /// <summary>FIL-05: a filed report is never changed again.</summary>
    public static void MustBeOpen(Report report)
    {
        if (report.State == ReportState.Filed)
        {
            throw new RuleBroken(ReportProblems.FiledCannotBeChanged.Says(
                $"{report.Filing!.ByName} {ChinaTime.Says(report.Filing.At)} 已备案，不能再改。有误请交变更申请。"));
        }
    }

    /// <exception cref="RuleBroken"><see cref="WhyNotDeletable"/> says why.</exception>
    public static void MustBeDeletable(Report report, DeleteBeforeFiling policy)
    {
        if (WhyNotDeletable(report, policy) is { } why)
        {
            throw new RuleBroken(why);
        }
    }

    /// <summary>FIL-05, RPT-15: a filed report is never deleted; an unfiled one only where the profile allows it for its service.</summary>
    public static Problem? WhyNotDeletable(Report report, DeleteBeforeFiling policy) => report.State == ReportState.Filed
        ? ReportProblems.FiledCannotBeDeleted.Says(
            $"{report.Filing!.ByName} {ChinaTime.Says(report.Filing.At)} 已备案，不能删除。有误请交变更申请。")
        : (report.Kind.IsMaintenance() ? policy.Maintenance : policy.Detection) ? null : ReportProblems.NotDeletableHere;

    private static string Says(Role role) => role switch
    {
        Role.AgencyAdmin => "机构管理员",
        Role.AgencyManager => "企业管理人员",
        Role.ProjectLead => "项目负责人",
        Role.TechnicalLead => "技术负责人",
        _ => role.ToString(),
    };
}
