using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Reports;

/// <summary>Every "may this happen?" of reports and their filing.</summary>
internal static class ReportRules
{
    /// <summary>RPT-20: who makes reports is the region's policy.</summary>
    public static void MustBeAuthor(Actor actor, ProjectCard project, ReportPolicy policy)
    {
        var may = policy.Author.Any(role => actor.Has(role) && role switch
        {
            Role.ProjectLead => project.LeadId == actor.PersonId,
            Role.TechnicalLead => project.TechnicalLeadId == actor.PersonId,
            _ => true,
        });
        if (!may)
        {
            throw new RuleBroken(ReportProblems.NotTheAuthor.Says(
                $"本地区的报告由{string.Join('或', policy.Author.Select(Says))}出具，请联系他来做。"));
        }
    }

    /// <summary>PRJ-33: a project that was ended early has no more reports.</summary>
    public static void ProjectMustBeServed(ProjectCard project)
    {
        if (project.State is ProjectState.Terminated or ProjectState.Cancelled)
        {
            throw new RuleBroken(ReportProblems.ProjectEnded);
        }
    }

    /// <summary>
    /// The first condition that is not met, in the order in which a person mends them; null if a report can be made:
    /// RPT-01 all issued work approved, RPT-02 submitted in its month, RPT-03 reported in its month, RPT-21 rated.
    /// </summary>
    public static Problem? WhyNotYet(
        PlanCard plan, IReadOnlyCollection<TaskCard> tasks, IReadOnlyCollection<FormCard> forms, RegionPolicy policy, DateTimeOffset now)
    {
        var waiting = tasks.Count(t => t.State is not (FieldTaskState.Approved or FieldTaskState.Reported));
        var untouched = plan.Items.Count(i => i.State is PlanItemState.Assigned);
        if (tasks.Count == 0 || waiting > 0 || untouched > 0)
        {
            return ReportProblems.TasksUnapproved.Says(
                tasks.Count == 0 ? "现场还没有记录，做完、审核通过后才能出报告。"
                : waiting > 0 ? $"还有 {waiting} 份现场记录没有审核通过，先审完再出报告。"
                : $"还有 {untouched} 项已下发的设施没有做，做完再出报告。");
        }

        if (tasks.FirstOrDefault(t => t.SubmittedAt is { } at && !plan.Month.Contains(at)) is { } late)
        {
            return ReportProblems.WrongMonth.Says($"「{late.Name}」不是在{plan.Month.Says()}提交的，不能放进这个月的报告。");
        }

        if (ChinaMonth.Of(now) != plan.Month)
        {
            return ReportProblems.Overdue.Says($"{plan.Month.Says()}的报告已逾期，不能再出具。");
        }

        return policy.Evaluation.Enabled && !forms.Any(f => f.Rated) ? ReportProblems.NotRated : null;
    }

    /// <summary>RPT-02: what is chosen must be the plan's own approved tasks.</summary>
    public static void MustBeTasksOfPlan(IReadOnlyCollection<Guid> chosen, IReadOnlyCollection<TaskCard> tasks)
    {
        if (chosen.Count == 0 || chosen.Any(id => tasks.All(t => t.Id != id || t.State != FieldTaskState.Approved)))
        {
            throw new RuleBroken(ReportProblems.TasksUnapproved.Says("请勾选已审核通过的记录。"));
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

    /// <summary>FIL-05, RPT-15: a filed report is never deleted; an unfiled one only where the profile allows it.</summary>
    public static void MustBeDeletable(Report report, DeleteBeforeFiling policy)
    {
        if (report.State == ReportState.Filed)
        {
            throw new RuleBroken(ReportProblems.FiledCannotBeDeleted.Says(
                $"{report.Filing!.ByName} {ChinaTime.Says(report.Filing.At)} 已备案，不能删除。有误请交变更申请。"));
        }

        if (!policy.Maintenance)
        {
            throw new RuleBroken(ReportProblems.NotDeletableHere);
        }
    }

    /// <summary>FIL-01: only the technical lead of this project.</summary>
    public static void MustBeTechnicalLead(Report report, Actor actor)
    {
        if (!actor.Has(Role.TechnicalLead) || report.TechnicalLeadId is null || report.TechnicalLeadId != actor.PersonId)
        {
            throw new RuleBroken(ReportProblems.OnlyTechnicalLead);
        }
    }

    public static void MustBeReadyToFile(Report report)
    {
        MustBeOpen(report);
        if (report.State != ReportState.Ready)
        {
            throw new RuleBroken(ReportProblems.NotReady);
        }
    }

    /// <summary>FIL-03.</summary>
    public static string OpinionOf(string? opinion) =>
        opinion?.Trim() is { Length: >= 2 and <= 500 } given ? given : throw new RuleBroken(ReportProblems.OpinionMissing);

    /// <summary>
    /// FIL-04: the last day for filing; null where the region sets no term. Counted from the report's generation in every
    /// profile: filing.startEvent, by which some regions start the clock earlier, is not read yet.
    /// </summary>
    public static DateOnly? DueOn(Report report, FilingPolicy policy) =>
        policy.Days is { } days && report.GeneratedAt is { } generated ? ChinaTime.DayOf(generated).AddDays(days) : null;

    private static string Says(Role role) => role switch
    {
        Role.AgencyAdmin => "机构管理员",
        Role.AgencyManager => "企业管理人员",
        Role.ProjectLead => "项目负责人",
        Role.TechnicalLead => "技术负责人",
        _ => role.ToString(),
    };
}
