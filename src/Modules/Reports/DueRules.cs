using System.Linq.Expressions;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports;

/// <summary>Where a person goes to mend what is missing.</summary>
internal enum Mend { Nowhere, MakePlan, OpenPlan, Review, RemindOwner, WriteMonthly, OpenProject }

/// <summary>One condition that is not met yet, in words, and the page on which it is mended.</summary>
/// <param name="At">The plan, task or project that the page opens.</param>
internal sealed record Unmet(Problem Problem, Mend Mend, Guid? At);

/// <summary>What a project's report is, and which conditions stand before it; asked by the list of what is due and by the order alike.</summary>
internal static class DueRules
{
    /// <summary>RPT-10, 12, 17…20: how the report of a project comes about is its service, its region and whether the corps granted direct upload.</summary>
    public static ReportKind KindOf(ServiceType service, bool directUpload, RegionPolicy policy)
    {
        var direct = directUpload && policy.Special.Mode != SpecialMode.NotUsed;
        return (service, policy.Report.DetectionMode) switch
        {
            (ServiceType.Maintenance, _) => direct ? ReportKind.MaintenanceUploaded : ReportKind.Maintenance,
            (_, DetectionReportMode.WrittenAndUploaded) => ReportKind.Written,
            (ServiceType.Assessment, _) => ReportKind.Assessment,
            (_, DetectionReportMode.GeneratedWithRawRecord) => direct ? ReportKind.DetectionUploaded : ReportKind.DetectionGenerated,
            // With the records of the app behind it either way: where phones are not allowed, evidence is still photographed (PRJ-39).
            _ => ReportKind.Detection,
        };
    }

    /// <summary>
    /// Every condition that is not met, in the order in which a person mends them; none: the report can be made. RPT-01 all issued work
    /// approved, RPT-02 submitted in its month, RPT-03 reported in its month, RPT-16 within the term, RPT-21 rated and with its 月报.
    /// </summary>
    public static IReadOnlyList<Unmet> Of(ReportDue due, ChinaMonth month, RegionPolicy policy, DateTimeOffset now)
    {
        if (TermIsOver(due, now))
        {
            return [new(ReportProblems.TermOver.Says(
                $"合同 {ChinaTime.Says(due.TermEnds)} 到期，过期不能再出检测报告。请管理员注销这个项目，按新合同重新录入。"), Mend.OpenProject, due.ProjectId)];
        }

        var unmet = new List<Unmet>();
        if (NeedsWork(due, policy))
        {
            unmet.AddRange(Work(due, month));
        }

        if (due.ServiceType == ServiceType.Maintenance && (now < month.Begins || ChinaTime.DayOf(now) > LastDay(due, month)))
        {
            unmet.Add(new(ReportProblems.Overdue.Says($"{month.Says()}的报告已逾期，不能再出具。"), Mend.Nowhere, null));
        }

        unmet.AddRange(Evaluation(due, policy));
        return unmet;
    }

    /// <summary>RPT-03: the month's last day; of a written period that was moved beyond it the period's own (PLN-25).</summary>
    private static DateOnly LastDay(ReportDue due, ChinaMonth month) => due.PlanDueBy is { } dueBy && dueBy > month.LastDay ? dueBy : month.LastDay;

    /// <summary>The same as "<see cref="Of"/> finds nothing" for the current month, for the database: a property test holds the two together.</summary>
    public static Expression<Func<ReportDue, bool>> NothingMissing(IReadOnlyCollection<RegionPolicy> policies, DateTimeOffset now)
    {
        var today = ChinaTime.DayOf(now);
        List<string> Those(Func<RegionPolicy, bool> which) => [.. policies.Where(which).Select(p => p.Code)];
        var (rated, monthly) = (Those(p => p.Evaluation.Enabled), Those(p => p.Report.Monthly));
        var (withoutApp, withoutPlans) = (Those(p => p.Special.Mode == SpecialMode.CorpsGrantsWithoutApp), Those(p => p.Detection.PlanCount == 0));
        return d => (d.ServiceType == ServiceType.Maintenance || d.TermEnds >= today)
            && ((d.DirectUpload && withoutApp.Contains(d.Region))
                || (d.ServiceType != ServiceType.Maintenance && withoutPlans.Contains(d.Region) && d.PlanId == null)
                || (d.Tasks > 0 && d.AssignedItems == 0 && d.Working == 0 && d.Submitted == 0 && d.Returned == 0 && d.Late == 0))
            && (!rated.Contains(d.Region) || d.Rated > 0)
            && (!monthly.Contains(d.Region) || d.ServiceType != ServiceType.Maintenance || d.MonthlyState != null);
    }

    /// <summary>RPT-16, PLN-06: a detection or assessment is reported until its contract ends, not after.</summary>
    private static bool TermIsOver(ReportDue due, DateTimeOffset now) =>
        due.ServiceType != ServiceType.Maintenance && ChinaTime.DayOf(now) > due.TermEnds;

    /// <summary>No records where the corps let a site be done without the app (RPT-17, 18), none where visits take the place of plans (RPT-21).</summary>
    private static bool NeedsWork(ReportDue due, RegionPolicy policy) =>
        !(due.DirectUpload && policy.Special.Mode == SpecialMode.CorpsGrantsWithoutApp)
        && !(due.ServiceType != ServiceType.Maintenance && policy.Detection.PlanCount == 0 && due.PlanId is null);

    private static IEnumerable<Unmet> Work(ReportDue due, ChinaMonth month)
    {
        Unmet Not(string title, Mend mend, Guid? at) => new(ReportProblems.TasksUnapproved.Says(title), mend, at);
        if (due.PlanId is not { } plan)
        {
            yield return Not(due.ServiceType == ServiceType.Maintenance
                ? $"{month.Says()}还没有计划，先建计划、下发、做完。" : "还没有计划，先建计划、下发、做完。", Mend.MakePlan, due.ProjectId);
            yield break;
        }

        if (due.Tasks == 0 && due.AssignedItems == 0)
        {
            yield return Not("计划还没有下发，下发给现场人员做完、审核通过后才能出报告。", Mend.OpenPlan, plan);
        }
        else if (due.Tasks == 0)
        {
            yield return Not("现场还没有记录，做完、审核通过后才能出报告。", Mend.OpenPlan, plan);
        }
        else if (due.AssignedItems > 0)
        {
            yield return Not($"还有 {due.AssignedItems} 项已下发的设施没有做，做完再出报告。", Mend.OpenPlan, plan);
        }

        if (due.Working > 0)
        {
            yield return Not($"还有 {due.Working} 份现场记录没有提交，请现场人员做完提交。", Mend.OpenPlan, plan);
        }

        if (due.Submitted > 0)
        {
            yield return Not($"还有 {due.Submitted} 份现场记录没有审核通过，先审完再出报告。", Mend.Review, due.ToReviewId);
        }

        if (due.Returned > 0)
        {
            yield return Not($"还有 {due.Returned} 份记录退回了，等现场人员改好再提交。", Mend.OpenPlan, plan);
        }

        if (due.Late > 0)
        {
            yield return new(ReportProblems.WrongMonth.Says($"有 {due.Late} 份记录不是在{month.Says()}提交的，不能放进这个月的报告。"), Mend.OpenPlan, plan);
        }
    }

    private static IEnumerable<Unmet> Evaluation(ReportDue due, RegionPolicy policy)
    {
        if (policy.Evaluation.Enabled && due.Forms == 0)
        {
            yield return new(ReportProblems.NotRated.Says("还没有执业反馈单。到现场执业、交了反馈单，委托单位评价后才能出报告。"), Mend.OpenProject, due.ProjectId);
        }
        else if (policy.Evaluation.Enabled && due.Rated == 0)
        {
            yield return new(ReportProblems.NotRated, Mend.RemindOwner, due.ProjectId);
        }

        if (policy.Report.Monthly && due.ServiceType == ServiceType.Maintenance && due.MonthlyState is null)
        {
            yield return new(ReportProblems.MonthlyMissing, Mend.WriteMonthly, due.ProjectId);
        }
    }
}
