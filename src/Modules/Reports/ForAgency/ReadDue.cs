using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>
/// What is due this month and why it can or cannot be made yet; then one of them with everything that its author chooses from
/// (RPT-01…06, 10, 11, 16…21, 29).
/// </summary>
internal static class ReadDue
{
    /// <summary>More than anybody's moved periods of one month.</summary>
    private const int MostRunningOn = 100;

    public enum Show { All, Ready, Blocked }

    /// <param name="Mend">The page on which it is mended; <paramref name="At"/> the plan, task or project that it opens.</param>
    public sealed record BlockedBy(string Code, string Title, string? Rule, Mend Mend, Guid? At);

    /// <param name="BlockedBy">The first thing to mend; null: the report can be made.</param>
    /// <param name="Unmet">All that stands in the way, in the order in which it is mended.</param>
    public sealed record Due(
        Guid? PlanId, Guid ProjectId, string ProjectName, ServiceType ServiceType, ReportKind Kind, PlanKind? PlanKind, ChinaMonth Month, int Tasks,
        DateOnly ServiceFrom, DateOnly ServiceTo, BlockedBy? BlockedBy, IReadOnlyList<BlockedBy> Unmet, bool MayAuthor);

    /// <param name="Ready">How many can be made now.</param>
    /// <param name="RunningOn">Last month's that were moved beyond it and are still in time (PLN-25): they stand before the list and are not counted in it.</param>
    public sealed record DuePage(
        IReadOnlyList<Due> Items, int Total, int Number, int Size, int Ready, int Blocked, ChinaMonth Month, int DaysLeft, IReadOnlyList<Due> RunningOn);

    public sealed record Tick(
        Guid Id, string Name, TaskNature Nature, string OperatorName, FieldTaskState State, DateTimeOffset? SubmittedAt, int Records, int Failures, bool Must);

    /// <summary>A finished repair or troubleshooting task: printed only if it is ticked (FLT-21).</summary>
    public sealed record RepairTick(Guid Id, FaultTaskKind Kind, string ItemName, string OperatorName, FaultTaskResult? Result, DateTimeOffset? SubmittedAt);

    public sealed record Cover(string ProjectName, string Address, string OwnerName);

    /// <param name="Authors">Who makes reports here, in words (RPT-20).</param>
    /// <param name="Saves">A report may stay 已保存 before it is submitted (RPT-22).</param>
    public sealed record Offer(
        Due Due, IReadOnlyList<Tick> Ticks, IReadOnlyList<RepairTick> Repairs, Cover Cover, bool NeedsFile, bool NeedsRawRecord, bool NeedsConclusion, bool NeedsPlanKind, int FileLimitMb,
        string Authors, string OwnerLabel, string TechnicalLeadName, bool Saves);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/reports/due", List);
        door.MapGet("/reports/due/{projectId:guid}", One);
    }

    private static async Task<DuePage> List(
        Show? show, string? project, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, IPlans plans, IRegionPolicies policies, TimeProvider time,
        CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var month = ChinaMonth.Of(now);
        var ready = DueRules.NothingMissing(policies.All, now);
        var due = Waiting(db.DueIn(month).OfActor(actor.Required), project);
        // One statement counts both; what waits may be 100,000 projects.
        var counts = await due.GroupBy(ready).Select(g => new { IsReady = g.Key, Count = g.Count() }).ToListAsync(ct);
        var (total, makeable) = (counts.Sum(c => c.Count), counts.Where(c => c.IsReady).Sum(c => c.Count));
        var rows = show switch
        {
            Show.Ready => await Newest(due.Where(ready), page.Skip, page.Take).ToListAsync(ct),
            Show.Blocked => await Newest(due.Where(Not(ready)), page.Skip, page.Take).ToListAsync(ct),
            _ => await ReadyFirst(due, ready, makeable, page, ct),
        };
        var shown = show switch { Show.Ready => makeable, Show.Blocked => total - makeable, _ => total };
        Due As(ReportDue d, ChinaMonth of) => Row(d, of, policies.For(d.Region), actor.Required, now);
        var last = month.AddMonths(-1);
        return new DuePage(
            [.. rows.Select(d => As(d, month))], shown, page.Number, page.Take, makeable, total - makeable, month, month.LastDay.DayNumber - time.Today().DayNumber,
            [.. (await RunningOn(db, plans, last, project, actor.Required, time.Today(), ct)).Select(d => As(d, last))]);
    }

    private static async Task<IReadOnlyList<ReportDue>> RunningOn(
        AppDb db, IPlans plans, ChinaMonth last, string? project, Actor actor, DateOnly today, CancellationToken ct)
    {
        var moved = await plans.RunningOn(last, today, ct);
        return moved.Count == 0 ? [] : await Waiting(db.DueIn(last).OfActor(actor), project)
            .Where(d => moved.Contains(d.ProjectId) && d.PlanDueBy >= today).OrderBy(d => d.PlanDueBy).ThenBy(d => d.ProjectId).Take(MostRunningOn).ToListAsync(ct);
    }

    private static async Task<Offer> One(
        Guid projectId, AppDb db, CurrentActor actor, IFieldTasks tasks, IFaultTasks faultTasks, IPeople people, IRegionPolicies policies, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var (due, month) = await DueNow(projectId, db, actor.Required, now, ct) ?? throw new RuleBroken(ReportProblems.NotExpected);
        var policy = policies.For(due.Region);
        IReadOnlyList<TaskCard> planned = due.PlanId is { } plan ? await tasks.OfPlan(plan, ct) : [];
        var beside = await tasks.Beside(due.ProjectId, due.PlanId, month.Begins, month.Ends, ct);
        var own = planned.Where(t => t.Nature == TaskNature.Planned).ToList();
        var kind = DueRules.KindOf(due.ServiceType, due.DirectUpload, policy);
        var repairs = kind == ReportKind.Maintenance ? await faultTasks.Done(due.ProjectId, month, ct) : [];
        var names = (await people.Of([.. own.Concat(beside).Select(t => t.OperatorId), .. repairs.Select(t => t.OperatorId), due.TechnicalLeadId ?? Guid.Empty], ct))
            .DistinctBy(p => p.Id).ToDictionary(p => p.Id, p => p.Name);
        var row = Row(due, month, policy, actor.Required, now);
        Tick As(TaskCard t, bool must) => new(
            t.Id, t.Name, t.Nature, names.GetValueOrDefault(t.OperatorId, ""), t.State, t.SubmittedAt, t.Records, t.Failures, must);
        return new Offer(
            row, [.. own.Select(t => As(t, true)), .. beside.Select(t => As(t, false))],
            [.. repairs.Select(t => new RepairTick(t.Id, t.Kind, t.ItemName, names.GetValueOrDefault(t.OperatorId, ""), t.Result, t.SubmittedAt))], new Cover(due.ProjectName, due.Address, due.OwnerName),
            kind.NeedsFile(), kind == ReportKind.DetectionUploaded, kind.NeedsFile() && due.ServiceType != ServiceType.Assessment,
            kind.IsMaintenance() && due.PlanKind is null, policy.Limits.ReportPdfMb, ReportRules.AuthorsOf(policy.Report), policy.Wording.Owner,
            due.TechnicalLeadId is { } t ? names.GetValueOrDefault(t, "") : "", policy.Filing.Reject);
    }

    /// <summary>What is to be reported now: last month's period first while it runs on into this month (PLN-25), else this month's.</summary>
    private static async Task<(ReportDue Due, ChinaMonth Month)?> DueNow(Guid projectId, AppDb db, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var (today, month) = (ChinaTime.DayOf(now), ChinaMonth.Of(now));
        var last = month.AddMonths(-1);
        if (await db.DueIn(last).OfActor(actor).FirstOrDefaultAsync(
            d => d.ProjectId == projectId && d.ReportId == null && d.ServiceType == ServiceType.Maintenance && d.PlanDueBy >= today, ct) is { } runsOn)
        {
            return (runsOn, last);
        }

        var due = await db.DueIn(month).OfActor(actor).FirstOrDefaultAsync(d => d.ProjectId == projectId && d.ReportId == null, ct);
        return due is null ? null : (due, month);
    }

    private static Due Row(ReportDue d, ChinaMonth month, RegionPolicy policy, Actor actor, DateTimeOffset now)
    {
        var unmet = DueRules.Of(d, month, policy, now)
            .Select(u => new BlockedBy(u.Problem.Code, u.Problem.Title, u.Problem.Rule, u.Mend, u.At)).ToList();
        var today = ChinaTime.DayOf(now);
        return new Due(
            d.PlanId, d.ProjectId, d.ProjectName, d.ServiceType, DueRules.KindOf(d.ServiceType, d.DirectUpload, policy), d.PlanKind, month, d.Tasks,
            d.FirstSubmittedAt is { } first ? ChinaTime.DayOf(first) : today, d.LastSubmittedAt is { } last ? ChinaTime.DayOf(last) : today,
            unmet.FirstOrDefault(), unmet, ReportRules.MayAuthor(actor, d.LeadId, d.TechnicalLeadId, policy.Report));
    }

    /// <summary>Who can be made stands first, and only as many rows of either kind are ordered as the page shows.</summary>
    private static async Task<List<ReportDue>> ReadyFirst(
        IQueryable<ReportDue> due, System.Linq.Expressions.Expression<Func<ReportDue, bool>> ready, int makeable, PageRequest page, CancellationToken ct)
    {
        var rows = page.Skip < makeable ? await Newest(due.Where(ready), page.Skip, page.Take).ToListAsync(ct) : [];
        if (rows.Count < page.Take)
        {
            rows.AddRange(await Newest(due.Where(Not(ready)), Math.Max(0, page.Skip - makeable), page.Take - rows.Count).ToListAsync(ct));
        }

        return rows;
    }

    private static IQueryable<ReportDue> Waiting(IQueryable<ReportDue> due, string? project)
    {
        var waiting = due.Where(d => d.ReportId == null && d.ProjectState != ProjectState.Done);
        return project is { Length: > 0 and <= 100 } ? waiting.Where(d => d.ProjectName.Contains(project)) : waiting;
    }

    private static IQueryable<ReportDue> Newest(IQueryable<ReportDue> due, int skip, int take) =>
        due.OrderByDescending(d => d.EnteredAt).ThenBy(d => d.ProjectId).Skip(skip).Take(take);

    private static System.Linq.Expressions.Expression<Func<ReportDue, bool>> Not(System.Linq.Expressions.Expression<Func<ReportDue, bool>> rule) =>
        System.Linq.Expressions.Expression.Lambda<Func<ReportDue, bool>>(System.Linq.Expressions.Expression.Not(rule.Body), rule.Parameters);
}
