using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews;

internal sealed class Lookups(AppDb db, IProjects projects, CurrentActor actor, IRegionPolicies policies) : IReviews
{
    public async Task<ProjectReach> Scope(CancellationToken ct)
    {
        var reach = await projects.Reach(ct);
        return reach.Ids is null
            ? reach
            : new ProjectReach([.. (await projects.Mine(ct)).Where(p => ReviewRules.MayReview(p, actor.Required, policies.For(p.Region).Review)).Select(p => p.Id)]);
    }

    public async Task<IReadOnlyList<ReviewLine>> LogOf(Guid taskId, CancellationToken ct) =>
        // The caller holds the task by right (its own work, or a report that prints the reviewer's name to the owner).
        await db.Set<Review>().IgnoreQueryFilters().AsNoTracking().Where(r => r.TaskId == taskId).OrderBy(r => r.At)
            .Select(r => new ReviewLine(r.Verdict, r.Opinion, r.ByPersonId, r.ByName, r.At)).ToListAsync(ct);
}
