using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.FieldTasks;

/// <summary>The tasks of a plan for those who judge it.</summary>
internal sealed class PlanReviews(AppDb db, TimeProvider time) : IPlanReviews
{
    public async Task<IReadOnlyList<TaskSheet>> TasksOf(Guid planId, CancellationToken ct) =>
        [.. (await db.Set<FieldTask>().AsNoTracking().Include(t => t.Records).Where(t => t.PlanId == planId).OrderBy(t => t.CreatedAt).ToListAsync(ct))
            .Select(t => t.Sheet([]))];

    public async Task<ReviewSwitchState> Switch(Guid planId, CancellationToken ct) =>
        (await Switches([planId], ct)).GetValueOrDefault(planId) ?? new ReviewSwitchState(false, null, null);

    public async Task<IReadOnlyDictionary<Guid, ReviewSwitchState>> Switches(IReadOnlyCollection<Guid> planIds, CancellationToken ct) =>
        (await db.Set<ReviewSwitch>().AsNoTracking().Where(s => planIds.Contains(s.PlanId)).ToListAsync(ct)).ToDictionary(s => s.PlanId, s => s.State);

    public async Task<bool> SetSwitch(Guid planId, Guid agencyId, bool open, string byName, CancellationToken ct)
    {
        var known = await db.Set<ReviewSwitch>().FirstOrDefaultAsync(s => s.PlanId == planId, ct);
        if (known is null)
        {
            db.Add(known = ReviewSwitch.Closed(planId, agencyId, time.GetUtcNow()));
        }

        return known.Set(open, byName, time.GetUtcNow());
    }

    public async Task<IReadOnlyList<RecordChange>> ChangesOf(Guid taskId, CancellationToken ct)
    {
        // The caller holds the task by right; the rows are its own.
        var last = await db.Set<Submission>().AsNoTracking().Where(s => s.TaskId == taskId).OrderByDescending(s => s.Version).Take(2).ToListAsync(ct);
        return last.Count < 2 ? [] : Submission.Differences(last[1].Records, last[0].Records);
    }
}
