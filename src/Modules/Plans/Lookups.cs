using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.Plans;

/// <summary>Plans for the modules below.</summary>
internal sealed class Lookups(AppDb db) : IPlans
{
    public async Task<PlanCard?> Find(Guid planId, CancellationToken ct) =>
        (await db.Set<Plan>().FirstOrDefaultAsync(p => p.Id == planId, ct))?.Card();

    public async Task<IReadOnlyList<PlanCard>> Find(IReadOnlyCollection<Guid> planIds, CancellationToken ct) =>
        [.. (await db.Set<Plan>().AsNoTracking().Where(p => planIds.Contains(p.Id)).ToListAsync(ct)).Select(p => p.Card())];

    public async Task<PlanCard?> OfMonth(Guid projectId, ChinaMonth month, CancellationToken ct) =>
        (await OfMonth([projectId], month, ct)).FirstOrDefault();

    // A wider plan contains the narrower one, and the kinds stand in that order.
    public async Task<IReadOnlyList<PlanCard>> OfMonth(IReadOnlyCollection<Guid> projectIds, ChinaMonth month, CancellationToken ct) =>
        [.. (await db.Set<Plan>().AsNoTracking().Where(p => projectIds.Contains(p.ProjectId) && p.Month == month).ToListAsync(ct))
            .GroupBy(p => p.ProjectId).Select(g => g.MaxBy(p => (p.RetestNumber, p.Kind))!.Card())];

    public async Task<PlanCounts> Count(IReadOnlyCollection<Guid> served, ProjectReach reach, ChinaMonth month, CancellationToken ct)
    {
        var plans = db.Set<Plan>().AsNoTracking().IgnoreAutoIncludes().Within(reach).Where(p => p.Month == month);
        // Compared here: an array of 100,000 ids is no parameter for a statement.
        var planned = await plans.Select(p => p.ProjectId).ToHashSetAsync(ct);
        var open = await plans.Where(p => p.Items.Any(i => i.State == PlanItemState.Open))
            .Select(p => p.Items.Count(i => i.State == PlanItemState.Open)).ToListAsync(ct);
        var begun = await plans.Where(p => p.Items.Any(i => i.State != PlanItemState.Open)).Select(p => p.ProjectId).ToHashSetAsync(ct);
        return new PlanCounts(
            served.Count(id => !planned.Contains(id)), await plans.CountAsync(p => p.State != PlanState.Completed, ct), open.Count, open.Sum(), begun);
    }

    public async Task<Page<PlanCard>> Matching(
        ProjectReach reach, SearchWords words, IReadOnlyCollection<Guid> projectIds, int max, CancellationToken ct)
    {
        var found = db.Set<Plan>().AsNoTracking().Within(reach)
            .Where(p => EF.Functions.ILike(p.Name, words.Pattern, SearchWords.Escape) || projectIds.Contains(p.ProjectId));
        var page = new PageRequest(1, max);
        var plans = await found.OrderByDescending(p => p.CreatedAt).ThenBy(p => p.Id).Take(page.Take).ToListAsync(ct);
        return page.Of<PlanCard>([.. plans.Select(p => p.Card())], await found.CountAsync(ct));
    }

    public async Task<IReadOnlyList<PlanCard>> AssignedTo(Guid personId, CancellationToken ct) =>
        [.. (await db.Set<Plan>().AsNoTracking()
            .Where(p => p.Items.Any(i => i.State == PlanItemState.Assigned && i.AssigneeIds.Contains(personId)))
            .OrderBy(p => p.CreatedAt).ToListAsync(ct)).Select(p => p.Card())];

    public async Task Take(Guid planId, IReadOnlyCollection<string> classCodes, Guid personId, Guid taskId, CancellationToken ct) =>
        (await Must(planId, ct)).Take(classCodes, personId, taskId);

    public async Task GiveBack(Guid planId, Guid taskId, CancellationToken ct) => (await Must(planId, ct)).GiveBack(taskId);

    public async Task MarkDone(Guid planId, Guid taskId, CancellationToken ct) => (await Must(planId, ct)).MarkDone(taskId);

    public async Task MarkUndone(Guid planId, Guid taskId, CancellationToken ct) => (await Must(planId, ct)).MarkUndone(taskId);

    public async Task MarkJudged(Guid planId, bool? conforms, IReadOnlyCollection<string> failedClassCodes, CancellationToken ct) =>
        (await Must(planId, ct)).MarkJudged(conforms, failedClassCodes);

    private async Task<Plan> Must(Guid planId, CancellationToken ct) =>
        await db.Set<Plan>().FirstOrDefaultAsync(p => p.Id == planId, ct) ?? throw new RuleBroken(PlanProblems.NotYours);
}

internal static class PlanQueries
{
    public static IQueryable<Plan> Within(this IQueryable<Plan> plans, ProjectReach reach)
    {
        var ids = reach.Ids;
        return ids is null ? plans : plans.Where(p => ids.Contains(p.ProjectId));
    }
}
