using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;

namespace WeChatService.Plans;

/// <summary>Plans for the modules below.</summary>
internal sealed class Lookups(AppDb db) : IPlans
{
    public async Task<PlanCard?> Find(Guid planId, CancellationToken ct) =>
        (await db.Set<Plan>().FirstOrDefaultAsync(p => p.Id == planId, ct))?.Card();

    public async Task<PlanCard?> OfMonth(Guid projectId, ChinaMonth month, CancellationToken ct) =>
        (await OfMonth([projectId], month, ct)).FirstOrDefault();

    // A wider plan contains the narrower one, and the kinds stand in that order.
    public async Task<IReadOnlyList<PlanCard>> OfMonth(IReadOnlyCollection<Guid> projectIds, ChinaMonth month, CancellationToken ct) =>
        [.. (await db.Set<Plan>().AsNoTracking().Where(p => projectIds.Contains(p.ProjectId) && p.Month == month).ToListAsync(ct))
            .GroupBy(p => p.ProjectId).Select(g => g.MaxBy(p => p.Kind)!.Card())];

    public async Task<IReadOnlyList<PlanCard>> AssignedTo(Guid personId, CancellationToken ct) =>
        [.. (await db.Set<Plan>().AsNoTracking()
            .Where(p => p.Items.Any(i => i.AssigneeId == personId && i.State == PlanItemState.Assigned))
            .OrderBy(p => p.CreatedAt).ToListAsync(ct)).Select(p => p.Card())];

    public async Task Take(Guid planId, IReadOnlyCollection<string> classCodes, Guid personId, Guid taskId, CancellationToken ct) =>
        (await Must(planId, ct)).Take(classCodes, personId, taskId);

    public async Task GiveBack(Guid planId, Guid taskId, CancellationToken ct) => (await Must(planId, ct)).GiveBack(taskId);

    public async Task MarkDone(Guid planId, Guid taskId, CancellationToken ct) => (await Must(planId, ct)).MarkDone(taskId);

    public async Task MarkUndone(Guid planId, Guid taskId, CancellationToken ct) => (await Must(planId, ct)).MarkUndone(taskId);

    private async Task<Plan> Must(Guid planId, CancellationToken ct) =>
        await db.Set<Plan>().FirstOrDefaultAsync(p => p.Id == planId, ct) ?? throw new RuleBroken(PlanProblems.NotYours);
}
