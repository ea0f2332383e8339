using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.Plans.ForAgency;

/// <summary>The lead's plans: those of a month, one in detail, and the projects that have none yet (PLN-19, PLN-30).</summary>
internal static class ReadPlans
{
    public sealed record Row(
        Guid Id, Guid ProjectId, string ProjectName, string Name, PlanKind Kind, ChinaMonth Month, PlanState State, int Facilities, int Assigned,
        int Taken, int Done);

    public sealed record Uncreated(Guid ProjectId, string ProjectName, string Address, IReadOnlyList<string> MissingParts, ChinaMonth Month, int DaysLeft);

    public sealed record FacilityRow(
        string ClassCode, string Name, string SystemCode, string SystemName, int Items, PlanItemState State, Guid? AssigneeId, string? AssigneeName);

    public sealed record Detail(
        Guid Id, Guid ProjectId, string ProjectName, string Name, PlanKind Kind, ChinaMonth Month, PlanState State, IReadOnlyList<FacilityRow> Facilities);

    public static void Map(RouteGroupBuilder agency)
    {
        agency.MapGet("/plans", List);
        agency.MapGet("/plans/uncreated", WithoutPlan);
        agency.MapGet("/plans/{id:guid}", Show);
    }

    private static async Task<Page<Row>> List(
        ChinaMonth? month, PlanState? state, Guid? projectId, [AsParameters] PageRequest page, AppDb db, IProjects projects, CancellationToken ct)
    {
        var mine = (await projects.Mine(ct)).ToDictionary(p => p.Id, p => p.Name);
        var plans = db.Set<Plan>().AsNoTracking().Where(p => mine.Keys.Contains(p.ProjectId)
            && (month == null || p.Month == month) && (state == null || p.State == state) && (projectId == null || p.ProjectId == projectId));
        var total = await plans.CountAsync(ct);
        var rows = await plans.OrderByDescending(p => p.CreatedAt).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        return page.Of<Row>([.. rows.Select(p => new Row(
            p.Id, p.ProjectId, mine[p.ProjectId], p.Name, p.Kind, p.Month, p.State, p.Items.Count,
            p.Items.Count(i => i.State == PlanItemState.Assigned), p.Items.Count(i => i.State == PlanItemState.Taken),
            p.Items.Count(i => i.State == PlanItemState.Done)))], total);
    }

    private static async Task<IReadOnlyList<Uncreated>> WithoutPlan(AppDb db, IProjects projects, TimeProvider time, CancellationToken ct)
    {
        var today = time.Today();
        var month = ChinaMonth.Of(today);
        var served = (await projects.Mine(ct))
            .Where(p => p.ServiceType == ServiceType.Maintenance && p.TermStarts <= today && p.TermEnds >= today
                && p.State is ProjectState.Active or ProjectState.Practised or ProjectState.Retest).ToList();
        var ids = served.Select(p => p.Id).ToList();
        var planned = await db.Set<Plan>().Where(p => p.Month == month && ids.Contains(p.ProjectId)).Select(p => p.ProjectId).ToHashSetAsync(ct);
        return [.. served.Where(p => !planned.Contains(p.Id)).Select(p => new Uncreated(
            p.Id, p.Name, p.Address, p.MissingParts, month, month.LastDay.DayNumber - today.DayNumber))];
    }

    private static async Task<Detail> Show(
        Guid id, AppDb db, IProjects projects, IPeople people, ICatalogue catalogue, CancellationToken ct)
    {
        var plan = await db.Set<Plan>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct) ?? throw new RuleBroken(PlanProblems.NotYours);
        var project = (await projects.Mine(ct)).FirstOrDefault(p => p.Id == plan.ProjectId) ?? throw new RuleBroken(PlanProblems.NotYours);
        var names = (await people.Of(plan.Items.Select(i => i.AssigneeId).OfType<Guid>().Distinct(), ct)).ToDictionary(p => p.Id, p => p.Name);
        var edition = catalogue.EditionFor(project);
        var span = (PlanSpan)plan.Kind;
        return new Detail(plan.Id, plan.ProjectId, project.Name, plan.Name, plan.Kind, plan.Month, plan.State,
        [
            .. plan.Items.OrderBy(i => i.ClassCode, StringComparer.Ordinal).Select(i =>
            {
                var facility = edition.FindClass(i.ClassCode);
                return new FacilityRow(
                    i.ClassCode, facility?.Name ?? i.ClassCode, facility?.SystemCode ?? "", facility?.SystemName ?? "",
                    edition.ItemsFor(i.ClassCode, span).Count, i.State, i.AssigneeId, i.AssigneeId is { } a ? names.GetValueOrDefault(a) : null);
            }),
        ]);
    }
}
