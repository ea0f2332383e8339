using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans.ForAgency;

/// <summary>How months stand: projects without a plan, missed months, the numbers, and each project's plans and years (PLN-03, 04, 19, 30).</summary>
internal static class ReadMonths
{
    /// <param name="DaysLeft">Days of the month after today.</param>
    public sealed record Uncreated(Guid ProjectId, string ProjectName, string Address, IReadOnlyList<string> MissingParts, ChinaMonth Month, int DaysLeft);

    public sealed record MissedRow(Guid ProjectId, string ProjectName, ChinaMonth Month, MissReason Why);

    /// <param name="Overdue">Plans whose last day is over and that are not complete, of any month.</param>
    /// <param name="MissedLastMonth">Projects of which the last month counts as 未按时.</param>
    public sealed record Summary(
        ChinaMonth Month, int Uncreated, int Idle, int IdleFacilities, int Running, int Completed, int Unfinished, int Overdue, int MissedLastMonth);

    public sealed record Year(ChinaMonth First, ChinaMonth Last, int Quarterly, int Yearly, YearMark Mark, string Says, int MonthsLeft);

    /// <param name="Issued">Plans of which something is issued.</param>
    /// <param name="Years">The last and the running service year where the profile asks for quarter and year plans (PLN-04).</param>
    public sealed record ProjectRow(
        Guid ProjectId, string ProjectName, ServiceType ServiceType, DateOnly TermStarts, DateOnly TermEnds, int Issued, int NotIssued, int Unfinished,
        IReadOnlyList<Year> Years);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/plans/uncreated", WithoutPlan);
        door.MapGet("/plans/missed", Missed);
        door.MapGet("/plans/summary", Summarise);
        door.MapGet("/plans/projects", Projects);
    }

    private static async Task<Page<Uncreated>> WithoutPlan(
        string? search, [AsParameters] PageRequest page, PlanLedger ledger, IProjects projects, TimeProvider time, CancellationToken ct)
    {
        var month = ChinaMonth.Of(time.GetUtcNow());
        var named = SearchWords.Of(search) is { } words ? (await projects.Matching(words, PlanLedger.MostFound, ct)).Select(p => p.Id).ToList() : null;
        var found = await ledger.Uncreated(month, named, page, ct);
        var shown = await InOrder(projects, found.Items, ct);
        var left = month.LastDay.DayNumber - time.Today().DayNumber;
        return page.Of<Uncreated>([.. shown.Select(p => new Uncreated(p.Id, p.Name, p.Address, p.MissingParts, month, left))], found.Total);
    }

    /// <param name="month">The last month when left out.</param>
    private static async Task<Page<MissedRow>> Missed(
        ChinaMonth? month, [AsParameters] PageRequest page, PlanLedger ledger, IProjects projects, TimeProvider time, CancellationToken ct)
    {
        var wanted = month ?? ChinaMonth.Of(time.GetUtcNow()).AddMonths(-1);
        var missed = await ledger.Missed(wanted, page, ct);
        var why = missed.Items.ToDictionary(m => m.ProjectId, m => m.Why);
        var shown = await InOrder(projects, [.. missed.Items.Select(m => m.ProjectId)], ct);
        return page.Of<MissedRow>([.. shown.Select(p => new MissedRow(p.Id, p.Name, wanted, why[p.Id]))], missed.Total);
    }

    private static async Task<Summary> Summarise(ChinaMonth? month, PlanLedger ledger, TimeProvider time, CancellationToken ct)
    {
        var wanted = month ?? ChinaMonth.Of(time.GetUtcNow());
        var counts = await ledger.Count(wanted, ct);
        var overdue = await (await ledger.Mine(ct)).CountAsync(PlanLedger.In(PlanGroup.Overdue, time.Today()), ct);
        var missed = await ledger.Missed(wanted.AddMonths(-1), new PageRequest(1, 1), ct);
        return new Summary(
            wanted, counts.Uncreated, counts.Idle, counts.IdleFacilities, counts.Running, counts.Completed, counts.Unfinished, overdue, missed.Total);
    }

    private static async Task<Page<ProjectRow>> Projects(
        string? search, [AsParameters] PageRequest page, AppDb db, IProjects projects, IRegionPolicies policies, TimeProvider time, CancellationToken ct)
    {
        var shown = await projects.List(SearchWords.Of(search), page, ct);
        var ids = shown.Items.Select(p => p.Id).ToList();
        var plans = (await db.Set<Plan>().AsNoTracking().Where(p => ids.Contains(p.ProjectId)).Select(p => new { p.ProjectId, p.Month, p.Kind, p.State })
            .ToListAsync(ct)).ToLookup(p => p.ProjectId);
        var now = ChinaMonth.Of(time.GetUtcNow());
        return page.Of<ProjectRow>(
            [
                .. shown.Items.Select(p => new ProjectRow(
                    p.Id, p.Name, p.ServiceType, p.TermStarts, p.TermEnds, plans[p.Id].Count(x => x.State != PlanState.Drafted),
                    plans[p.Id].Count(x => x.State == PlanState.Drafted), plans[p.Id].Count(x => x.State != PlanState.Completed),
                    [
                        .. PlanYear.Of(p, [.. plans[p.Id].Select(x => (x.Month, x.Kind))], policies.For(p.Region).Plan.YearMinimum, now)
                            .Select(y => new Year(y.First, y.Last, y.Quarterly, y.Yearly, y.Mark, y.Says, y.MonthsLeft)),
                    ])),
            ],
            shown.Total);
    }

    private static async Task<IReadOnlyList<ProjectCard>> InOrder(IProjects projects, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var cards = (await projects.Find(ids, ct)).ToDictionary(p => p.Id);
        return [.. ids.Select(id => cards.GetValueOrDefault(id)).OfType<ProjectCard>()];
    }
}
