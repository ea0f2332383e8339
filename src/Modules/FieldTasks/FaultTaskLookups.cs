using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.FieldTasks;

/// <summary>Fault tasks for the modules below.</summary>
internal sealed class FaultTaskLookups(AppDb db, Ids ids, TimeProvider time) : IFaultTasks
{
    public async Task<Guid> Dispatch(FaultDispatch order, CancellationToken ct)
    {
        var underWay = await db.Set<FaultTask>()
            .Where(t => t.FaultId == order.FaultId && t.State != FaultTaskState.Done && t.State != FaultTaskState.Withdrawn).ToListAsync(ct);
        underWay.ForEach(t => t.Withdraw());
        var task = FaultTask.Of(ids.Next(), order, time.GetUtcNow());
        db.Add(task);
        return task.Id;
    }

    public async Task<IReadOnlyList<FaultTaskCard>> OfFault(Guid faultId, CancellationToken ct) =>
        Cards(await db.Set<FaultTask>().AsNoTracking().Where(t => t.FaultId == faultId).OrderBy(t => t.DispatchedAt).ToListAsync(ct));

    public async Task<IReadOnlyList<FaultTaskCard>> Done(Guid projectId, ChinaMonth month, CancellationToken ct)
    {
        var (from, until) = (month.Begins, month.Ends);
        return Cards(await db.Set<FaultTask>().AsNoTracking()
            .Where(t => t.ProjectId == projectId && t.State == FaultTaskState.Done && t.ReportId == null && t.SubmittedAt >= from && t.SubmittedAt < until)
            .OrderBy(t => t.SubmittedAt).ToListAsync(ct));
    }

    public async Task<IReadOnlyList<FaultTaskCard>> OfReport(Guid reportId, CancellationToken ct) =>
        Cards(await db.Set<FaultTask>().AsNoTracking().Where(t => t.ReportId == reportId).OrderBy(t => t.SubmittedAt).ToListAsync(ct));

    public async Task MarkReported(IReadOnlyCollection<Guid> taskIds, Guid reportId, CancellationToken ct)
    {
        var wanted = taskIds.Distinct().ToList();
        var tasks = await db.Set<FaultTask>().Where(t => wanted.Contains(t.Id)).ToListAsync(ct);
        if (tasks.Count < wanted.Count)
        {
            throw new RuleBroken(FaultTaskProblems.NotForReport);
        }

        tasks.ForEach(t => t.EnterReport(reportId));
    }

    public async Task Release(Guid reportId, CancellationToken ct) =>
        (await db.Set<FaultTask>().Where(t => t.ReportId == reportId).ToListAsync(ct)).ForEach(t => t.LeaveReport());

    public async Task<IReadOnlyDictionary<Guid, int>> InHand(IReadOnlyCollection<Guid> personIds, CancellationToken ct)
    {
        var sent = await db.Set<FaultTask>()
            .Where(t => personIds.Contains(t.OperatorId) && t.State != FaultTaskState.Done && t.State != FaultTaskState.Withdrawn)
            .GroupBy(t => t.OperatorId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var planned = await db.Set<FieldTask>()
            .Where(t => personIds.Contains(t.OperatorId) && (t.State == FieldTaskState.Created || t.State == FieldTaskState.InProgress || t.State == FieldTaskState.Returned))
            .GroupBy(t => t.OperatorId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        return sent.Concat(planned).GroupBy(x => x.Key).ToDictionary(g => g.Key, g => g.Sum(x => x.Count));
    }

    private static List<FaultTaskCard> Cards(List<FaultTask> tasks) => tasks.ConvertAll(t => t.Card());
}
