using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans;

/// <summary>Every "may this happen?" of plans.</summary>
internal static class PlanRules
{
    /// <summary>PLN-01, 22: what a person must say of a new plan.</summary>
    public static (Guid Project, PlanKind Kind, ChinaMonth Month) MustBeSaid(Guid? project, string? kind, ChinaMonth? month) => (
        project ?? throw new RuleBroken(PlanProblems.ProjectMissing),
        Enum.TryParse<PlanKind>(kind, out var known) && Enum.IsDefined(known) ? known : throw new RuleBroken(PlanProblems.KindUnknown),
        month ?? throw new RuleBroken(PlanProblems.DateMissing));

    /// <summary>A detection or assessment has one plan, a year's (PLN-05).</summary>
    public static PlanKind KindOf(ServiceType type, PlanKind asked) => type == ServiceType.Maintenance ? asked : PlanKind.Year;

    /// <summary>
    /// PLN-02: only the current month. Where the profile plans the whole term by periods (PLN-23…25), also a period whose days have
    /// begun early or last longer; the month must lie in the term.
    /// </summary>
    public static void MonthMustBeOpen(ChinaMonth month, ProjectCard project, PeriodDays? period, PlanPolicy policy, DateTimeOffset now)
    {
        var current = ChinaMonth.Of(now);
        var byPeriod = policy.MonthWindow == MonthWindow.TermWithPeriods && project.ServiceType == ServiceType.Maintenance;
        if (month != current && !(byPeriod && period?.Holds(ChinaTime.DayOf(now)) == true))
        {
            throw new RuleBroken(PlanProblems.MonthNotOpen
                .Says($"{month.Says()}的计划还不能建。现在只能建{current.Says()}的。")
                .With("month", month.ToString()).With("openMonth", current.ToString()));
        }

        if (byPeriod && (month.LastDay < project.TermStarts || month.FirstDay > project.TermEnds))
        {
            throw new RuleBroken(PlanProblems.OutsideTerm);
        }
    }

    /// <summary>PLN-29: an approved suspension.</summary>
    public static void MonthMustNotRest(ChinaMonth month, bool suspended)
    {
        if (suspended)
        {
            throw new RuleBroken(PlanProblems.MonthRests.Says($"{month.Says()}已批准暂停服务，不用建计划。恢复后再建下个月的。"));
        }
    }

    /// <summary>PLN-02, 06, 25: the last day on which work for a plan is in time.</summary>
    public static DateOnly DueBy(ChinaMonth month, ProjectCard project, PeriodDays? period) =>
        project.ServiceType != ServiceType.Maintenance ? project.TermEnds : period?.Ends ?? month.LastDay;

    public static void DayMustBeInTime(DateOnly day, DateOnly dueBy, DateTimeOffset now)
    {
        if (day < ChinaTime.DayOf(now) || day > dueBy)
        {
            throw new RuleBroken(PlanProblems.DayNotInTime.Says($"计划的日子要在今天到 {ChinaTime.Says(dueBy)} 之间，请重选。"));
        }
    }

    /// <summary>PLN-05, 07: how many plans a detection or assessment has; none where visits take their place.</summary>
    public static void CountMustAllow(ProjectCard project, int made, RegionPolicy policy)
    {
        if (project.ServiceType == ServiceType.Maintenance)
        {
            return;
        }

        if (policy.Detection.PlanCount == 0)
        {
            throw new RuleBroken(PlanProblems.NoPlanForVisits);
        }

        if (made >= policy.Detection.PlanCount)
        {
            throw new RuleBroken(policy.Retest.Max > 0
                ? PlanProblems.OnlyOne.Says("检测和评估项目只有一个计划。记录有误请让现场重测后重新提交；判定不合格的，请在原计划里建复检计划。")
                : PlanProblems.OnlyOne);
        }
    }

    /// <summary>PLN-28, PLN-07: only a failed detection, as often as the profile allows; elsewhere it is tested again in the same plan.</summary>
    public static void RetestMustBeAllowed(Plan failed, int retests, RetestPolicy policy)
    {
        if (policy.Max == 0 || failed.ServiceType == ServiceType.Maintenance)
        {
            throw new RuleBroken(PlanProblems.RetestInPlan);
        }

        if (failed.Verdict != PlanVerdict.Fails)
        {
            throw new RuleBroken(PlanProblems.NotFailed);
        }

        if (policy.Max is { } max && retests >= max)
        {
            throw new RuleBroken(PlanProblems.RetestUsed);
        }
    }

    /// <summary>PLN-10, 23: who says what a plan contains.</summary>
    public static void ContentMustBeTickable(ServiceType type, PlanPolicy policy)
    {
        if (policy.ContentMode == PlanContentMode.Generated || type != ServiceType.Maintenance)
        {
            throw new RuleBroken(PlanProblems.ContentGenerated);
        }

        if (policy.ContentMode == PlanContentMode.WrittenByLead)
        {
            throw new RuleBroken(PlanProblems.ContentWritten);
        }
    }

    /// <summary>PLN-12: several people share a facility only where the profile lets them.</summary>
    public static void PeopleMustFit(IReadOnlyCollection<Guid> personIds, PlanPolicy policy)
    {
        if (personIds.Count == 0)
        {
            throw new RuleBroken(PlanProblems.NobodyChosen);
        }

        if (personIds.Count > 1 && !policy.SharedFacilities)
        {
            throw new RuleBroken(PlanProblems.OnePersonEach);
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

    public static string Says(PlanKind kind) => kind switch { PlanKind.Month => "月度", PlanKind.Quarter => "季度", _ => "年度" };

    /// <summary>PLN-08: year, month, kind.</summary>
    public static string NameOf(ChinaMonth month, PlanKind kind, ServiceType type)
    {
        var period = Says(kind);
        return type switch
        {
            ServiceType.Maintenance => $"{month.Says()}{period}维护保养计划",
            ServiceType.AnnualDetection => $"{month.Says()}年度检测计划",
            ServiceType.CompletionDetection => $"{month.Says()}竣工检测计划",
            ServiceType.SpecialDetection => $"{month.Says()}专项检测计划",
            _ => $"{month.Says()}安全评估计划",
        };
    }

    /// <summary>PLN-28.</summary>
    public static string NameOfRetest(ChinaMonth month, ServiceType type) =>
        NameOf(month, PlanKind.Year, type) is var name && name.EndsWith("计划", StringComparison.Ordinal) ? $"{name[..^2]}复检计划" : name;
}
