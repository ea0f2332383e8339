using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.FieldTasks;

/// <summary>Field tasks for the modules below, and the steps that reviews and reports take with them.</summary>
internal sealed class Lookups(AppDb db, IPlans plans) : IFieldTasks
{
    internal static readonly Expression<Func<FieldTask, TaskCard>> Card = t => new TaskCard(
        t.Id, t.Name, t.PlanId, t.ProjectId, t.OperatorId, t.State, t.SubmittedAt, t.Records.Count,
        t.Records.Count(r => r.Verdict == ItemVerdict.Fails), t.Nature);

    private const int MostAtWork = 1000;

    public async Task<TaskSheet?> Sheet(Guid taskId, CancellationToken ct)
    {
        var task = await db.Set<FieldTask>().AsNoTracking().AsSplitQuery().Include(t => t.Records).Include(t => t.Consents)
            .FirstOrDefaultAsync(t => t.Id == taskId, ct);
        if (task is null)
        {
            return null;
        }

        var track = await db.Set<TrackPoint>().AsNoTracking().Where(p => p.TaskId == taskId).OrderBy(p => p.At).ToListAsync(ct);
        return task.Sheet([.. track.Select(p => p.Sheet())]);
    }

    public Task<DateTimeOffset?> LastDone(Guid projectId, string classCode, CancellationToken ct) =>
        db.Set<FieldTask>().IgnoreQueryFilters().Where(t => t.ProjectId == projectId && t.State == FieldTaskState.Approved && t.Records.Any(r => r.ClassCode == classCode))
            .MaxAsync(t => t.SubmittedAt, ct);

    public async Task<IReadOnlyList<TaskCard>> OfPlan(Guid planId, CancellationToken ct) =>
        await db.Set<FieldTask>().AsNoTracking().Where(t => t.PlanId == planId).OrderBy(t => t.CreatedAt).Select(Card).ToListAsync(ct);

    public async Task<IReadOnlyList<TaskCard>> Beside(Guid projectId, Guid? planId, DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        await db.Set<FieldTask>().AsNoTracking()
            .Where(t => t.ProjectId == projectId && t.State == FieldTaskState.Approved && t.SubmittedAt >= from && t.SubmittedAt < until
                && (t.PlanId != planId || t.Nature != TaskNature.Planned))
            .OrderBy(t => t.SubmittedAt).Select(Card).ToListAsync(ct);

    public Task<Page<TaskCard>> InStates(
        IReadOnlyCollection<Guid> projectIds, IReadOnlyCollection<FieldTaskState> states, PageRequest page, CancellationToken ct) =>
        InStates(new ProjectReach(projectIds), states, page, ct);

    public async Task<Page<TaskCard>> InStates(
        ProjectReach reach, IReadOnlyCollection<FieldTaskState> states, PageRequest page, CancellationToken ct, bool newestFirst = false)
    {
        var tasks = db.Set<FieldTask>().AsNoTracking().Within(reach).Where(t => states.Contains(t.State));
        var total = await tasks.CountAsync(ct);
        var ordered = newestFirst ? tasks.OrderByDescending(t => t.CreatedAt).ThenBy(t => t.Id) : tasks.OrderBy(t => t.SubmittedAt).ThenBy(t => t.Id);
        var rows = await ordered.Skip(page.Skip).Take(page.Take).Select(Card).ToListAsync(ct);
        return page.Of<TaskCard>(rows, total);
    }

    public async Task<ConsentCounts> ConsentsWaiting(ProjectReach reach, CancellationToken ct)
    {
        var counts = await ConsentBook.Among(db.Set<Consent>().AsNoTracking(), new ConsentQuery(ConsentState.Pending, null, null, null, null), reach)
            .GroupBy(c => c.Kind).Select(g => new { g.Key, Count = g.Count(), Oldest = g.Min(c => c.AskedAt) }).ToListAsync(ct);
        int Of(ConsentKind kind) => counts.Where(c => c.Key == kind).Sum(c => c.Count);
        return new ConsentCounts(
            Of(ConsentKind.Start), Of(ConsentKind.Submit), counts.Count > 0 ? counts.Min(c => c.Oldest) : null);
    }

    public async Task<IReadOnlyList<WorkCard>> BegunSince(ProjectReach reach, DateTimeOffset since, CancellationToken ct) =>
        [.. (await db.Set<FieldTask>().AsNoTracking().Within(reach).Where(t => t.StartedAt >= since)
            .OrderByDescending(t => t.StartedAt).Take(MostAtWork).ToListAsync(ct))
            .Select(t => new WorkCard(t.Id, t.ProjectId, t.OperatorId, t.StartedAt!.Value, t.SubmittedAt, t.Start))];

    public async Task<IReadOnlyList<Arrival>> Arrivals(Guid projectId, DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        await db.Set<FieldTask>().AsNoTracking().Where(t => t.ProjectId == projectId && t.StartedAt >= from && t.StartedAt < until && db.Set<StoredObject>().Any(o => o.Id == t.SignInPhotoId && o.Kind == ObjectKind.SignIn))
            .OrderByDescending(t => t.StartedAt).ThenBy(t => t.Id).Take(20).Select(t => new Arrival(t.OperatorId, t.StartedAt!.Value, t.SignInPhotoId!.Value)).ToListAsync(ct);

    public async Task<IReadOnlyDictionary<Guid, TrackSheet>> LastSeen(IReadOnlyCollection<Guid> taskIds, CancellationToken ct) =>
        (await db.Set<TrackPoint>().AsNoTracking().Where(p => taskIds.Contains(p.TaskId))
            .GroupBy(p => p.TaskId).Select(g => g.OrderByDescending(p => p.At).First()).ToListAsync(ct))
        .ToDictionary(p => p.TaskId, p => p.Sheet());

    public async Task<Page<TaskCard>> Matching(
        ProjectReach reach, SearchWords words, IReadOnlyCollection<Guid> projectIds, IReadOnlyCollection<Guid> personIds, int max, CancellationToken ct)
    {
        var found = db.Set<FieldTask>().AsNoTracking().Within(reach).Where(t => EF.Functions.ILike(t.Name, words.Pattern, SearchWords.Escape)
            || projectIds.Contains(t.ProjectId) || personIds.Contains(t.OperatorId));
        var page = new PageRequest(1, max);
        return page.Of<TaskCard>(
            await found.OrderByDescending(t => t.CreatedAt).ThenBy(t => t.Id).Take(page.Take).Select(Card).ToListAsync(ct), await found.CountAsync(ct));
    }

    public async Task Approve(Guid taskId, CancellationToken ct)
    {
        var task = await Must(taskId, ct);
        task.Approve();
        await plans.MarkDone(task.PlanId, task.Id, ct);
    }

    public async Task Return(Guid taskId, string reason, IReadOnlyList<ReturnRemark> remarks, CancellationToken ct) =>
        (await Must(taskId, ct)).Return(reason, remarks);

    public async Task Reopen(Guid taskId, CancellationToken ct)
    {
        var task = await Must(taskId, ct);
        task.Reopen();
        await plans.MarkUndone(task.PlanId, task.Id, ct);
    }

    public async Task MarkReported(IReadOnlyCollection<Guid> taskIds, Guid reportId, CancellationToken ct)
    {
        var wanted = taskIds.Distinct().ToList();
        var tasks = await db.Set<FieldTask>().Where(t => wanted.Contains(t.Id)).ToListAsync(ct);
        if (tasks.Count < wanted.Count)
        {
            throw new RuleBroken(FieldTaskProblems.NotYours);
        }

        tasks.ForEach(t => t.EnterReport(reportId));
    }

    public async Task Release(Guid reportId, CancellationToken ct) =>
        (await db.Set<FieldTask>().Where(t => t.ReportId == reportId).ToListAsync(ct)).ForEach(t => t.LeaveReport());

    private async Task<FieldTask> Must(Guid taskId, CancellationToken ct) =>
        await db.Set<FieldTask>().FirstOrDefaultAsync(t => t.Id == taskId, ct) ?? throw new RuleBroken(FieldTaskProblems.NotYours);
}

internal static class TaskQueries
{
    public static IQueryable<FieldTask> Within(this IQueryable<FieldTask> tasks, ProjectReach reach)
    {
        var ids = reach.Ids;
        return ids is null ? tasks : tasks.Where(t => ids.Contains(t.ProjectId));
    }

    /// <summary>FLD-38: one's own task, else 404.</summary>
    public static async Task<FieldTask> Own(this IQueryable<FieldTask> tasks, Guid id, Actor actor, CancellationToken ct) =>
        await tasks.FirstOrDefaultAsync(t => t.Id == id && t.OperatorId == actor.PersonId, ct)
        ?? throw new RuleBroken(FieldTaskProblems.NotYours);

    /// <summary>With what its rules look at.</summary>
    public static IQueryable<FieldTask> Whole(this AppDb db) => db.Set<FieldTask>().AsSplitQuery().Include(t => t.Records).Include(t => t.Consents);
}
