using Microsoft.EntityFrameworkCore;
using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks;

/// <summary>The tasks of a plan for those who judge it.</summary>
internal sealed class PlanReviews(AppDb db, ICatalogue catalogue, IRegionPolicies policies, TimeProvider time) : IPlanReviews
{
    public async Task<Page<TaskCard>> Tasks(ReviewScope scope, IReadOnlyCollection<FieldTaskState> states, PageRequest page, CancellationToken ct)
    {
        var judged = JudgedEditions();
        var tasks = (await In(scope, states, ct)).Where(t => states.Contains(t.State) && !judged.Contains(t.EditionCode));
        var total = await tasks.CountAsync(ct);
        return page.Of<TaskCard>(
            await tasks.OrderBy(t => t.SubmittedAt).ThenBy(t => t.Id).Skip(page.Skip).Take(page.Take).Select(Lookups.Card).ToListAsync(ct), total);
    }

    public async Task<Page<JudgedPlanCard>> JudgedPlans(ReviewScope scope, bool done, PageRequest page, CancellationToken ct)
    {
        var judged = JudgedEditions();
        var plans = (await In(scope, null, ct)).Where(t => judged.Contains(t.EditionCode)).GroupBy(t => new { t.PlanId, t.ProjectId }).Select(g => new
        {
            g.Key.PlanId, g.Key.ProjectId, Tasks = g.Count(), Waiting = g.Count(t => t.State == FieldTaskState.Submitted),
            Approved = g.Count(t => t.State == FieldTaskState.Approved || t.State == FieldTaskState.Reported), First = g.Min(t => t.SubmittedAt),
        }).Where(p => p.First != null && (p.Tasks == p.Approved) == done);
        var total = await plans.CountAsync(ct);
        var rows = await plans.OrderBy(p => p.First).ThenBy(p => p.PlanId).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        return page.Of<JudgedPlanCard>([.. rows.Select(p => new JudgedPlanCard(p.PlanId, p.ProjectId, p.Tasks, p.Waiting, p.Approved, p.First))], total);
    }

    private async Task<IQueryable<FieldTask>> In(ReviewScope scope, IReadOnlyCollection<FieldTaskState>? states, CancellationToken ct)
    {
        var tasks = db.Set<FieldTask>().AsNoTracking();
        if (scope.ProjectIds is not { } projects)
        {
            return tasks;
        }

        // A lead who does field work himself is rare: those few tasks are named one by one.
        var (places, leads) = (scope.LeadOnly.Keys.ToList(), scope.LeadOnly.Values.Distinct().ToList());
        var led = tasks.Where(t => places.Contains(t.ProjectId) && leads.Contains(t.OperatorId));
        if (states is not null)
        {
            led = led.Where(t => states.Contains(t.State));
        }

        var byLead = places.Count == 0 ? [] : (await led.Select(t => new { t.Id, t.ProjectId, t.OperatorId }).ToListAsync(ct))
            .Where(t => scope.LeadOnly[t.ProjectId] == t.OperatorId).Select(t => t.Id).ToList();
        return tasks.Where(t => (projects.Contains(t.ProjectId) || byLead.Contains(t.Id)) && (scope.NotBy == null || t.OperatorId != scope.NotBy));
    }

    private List<string> JudgedEditions() => [.. policies.All.Select(p => catalogue.ForDetection(p.Code)?.Code).OfType<string>().Distinct()];

    public async Task<IReadOnlyList<TaskSheet>> TasksOf(Guid planId, CancellationToken ct) =>
        [.. (await db.Set<FieldTask>().AsNoTracking().Include(t => t.Records).Where(t => t.PlanId == planId).OrderBy(t => t.CreatedAt).ToListAsync(ct))
            .Select(t => t.Sheet([]))];

    public async Task<IReadOnlySet<Guid>> HandedIn(IReadOnlyCollection<Guid> planIds, CancellationToken ct) =>
        await db.Set<FieldTask>().Where(t => planIds.Contains(t.PlanId)
            && (t.State == FieldTaskState.Submitted || t.State == FieldTaskState.Approved || t.State == FieldTaskState.Reported))
            .Select(t => t.Id).ToHashSetAsync(ct);

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
