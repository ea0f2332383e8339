using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans;

/// <summary>Every "may this happen?" of plans.</summary>
internal static class PlanRules
{
    /// <summary>
    /// PLN-02: only the current month. Where the profile plans the whole term by periods (PLN-23…25), the period that
    /// can be opened is likewise the one that today lies in, and it must lie in the term.
    /// </summary>
    public static void MonthMustBeOpen(ChinaMonth month, ProjectCard project, PlanPolicy policy, DateTimeOffset now)
    {
        var current = ChinaMonth.Of(now);
        if (month != current)
        {
            throw new RuleBroken(PlanProblems.MonthNotOpen
                .Says($"{month.Says()}的计划还不能建。现在只能建{current.Says()}的。")
                .With("month", month.ToString()).With("openMonth", current.ToString()));
        }

        if (policy.MonthWindow == MonthWindow.TermWithPeriods && (month.LastDay < project.TermStarts || month.FirstDay > project.TermEnds))
        {
            throw new RuleBroken(PlanProblems.OutsideTerm);
        }
    }

    /// <summary>PRJ-27, PRJ-33, PRJ-44: drafts, ended and expired projects get no plan.</summary>
    public static void ProjectMustBeServed(ProjectCard project, DateTimeOffset now)
    {
        if (project.State is ProjectState.Draft)
        {
            throw new RuleBroken(PlanProblems.ProjectIsDraft);
        }

        if (project.State is ProjectState.Done or ProjectState.Terminated or ProjectState.Cancelled)
        {
            throw new RuleBroken(PlanProblems.ProjectEnded);
        }

        if (project.TermEnds < ChinaTime.DayOf(now))
        {
            throw new RuleBroken(PlanProblems.ProjectExpired.Says($"合同 {ChinaTime.Says(project.TermEnds)} 已到期，续签并更新项目后再建计划。"));
        }
    }

    /// <summary>PRJ-22.</summary>
    public static void ProjectMustBeComplete(ProjectCard project)
    {
        if (project.MissingParts.Count > 0)
        {
            throw new RuleBroken(PlanProblems.ProjectIncomplete
                .Says($"还不能建计划，缺 {project.MissingParts.Count} 样：{string.Join('、', project.MissingParts)}。请管理员先在电脑端补上。")
                .With("missing", project.MissingParts));
        }
    }

    /// <summary>PLN-13: who may receive facilities; PEO-09, PEO-27: with a certificate that counts today.</summary>
    public static void MustBeAssignable(PersonCard person, ProjectCard project, PlanPolicy policy)
    {
        if (!project.IsMember(person.Id))
        {
            throw new RuleBroken(PlanProblems.AssigneeNotMember.Says($"{person.Name}不在这个项目里。请选项目成员，或让管理员把他加进来。"));
        }

        if (person.Id == project.LeadId)
        {
            if (!policy.Assignees.Contains(Role.ProjectLead))
            {
                throw new RuleBroken(PlanProblems.LeadNotAssignable);
            }

            return;
        }

        if (person.WhyNotOnSite is { } why)
        {
            throw new RuleBroken(why);
        }
    }

    /// <summary>PLN-08: year, month, kind.</summary>
    public static string NameOf(ChinaMonth month, PlanKind kind, ServiceType type)
    {
        var period = kind switch { PlanKind.Month => "月度", PlanKind.Quarter => "季度", _ => "年度" };
        return type switch
        {
            ServiceType.Maintenance => $"{month.Says()}{period}维护保养计划",
            ServiceType.AnnualDetection => $"{month.Says()}年度检测计划",
            ServiceType.CompletionDetection => $"{month.Says()}竣工检测计划",
            ServiceType.SpecialDetection => $"{month.Says()}专项检测计划",
            _ => $"{month.Says()}安全评估计划",
        };
    }
}
