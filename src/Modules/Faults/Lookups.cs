using Microsoft.EntityFrameworkCore;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Faults;

/// <summary>Faults for the modules below.</summary>
internal sealed class Lookups(AppDb db) : IFaults
{
    public async Task<IReadOnlyList<FaultSheet>> OfTask(Guid taskId, CancellationToken ct) =>
        [.. (await db.Set<Fault>().AsNoTracking().Where(f => f.TaskId == taskId).OrderBy(f => f.FoundAt).ToListAsync(ct)).Select(f => f.Sheet())];

    public async Task<IReadOnlyList<FaultSheet>> ForReport(Guid projectId, ChinaMonth month, CancellationToken ct) =>
        [.. (await db.Set<Fault>().AsNoTracking()
            .Where(f => f.ProjectId == projectId && f.FoundAt < month.Ends
                && (f.FoundIn == month || f.State == FaultState.Pending || f.State == FaultState.InProgress || f.State == FaultState.OwnerDeclined))
            .OrderBy(f => f.FoundAt).ToListAsync(ct)).Select(f => f.Sheet())];

    public async Task<IReadOnlyList<FaultSheet>> Open(IReadOnlyCollection<Guid> projectIds, CancellationToken ct) =>
        [.. (await db.Set<Fault>().AsNoTracking()
            .Where(f => projectIds.Contains(f.ProjectId) && (f.State == FaultState.Pending || f.State == FaultState.InProgress))
            .OrderBy(f => f.FoundAt).ToListAsync(ct)).Select(f => f.Sheet())];

    public Task<int> CountPending(IReadOnlyCollection<Guid> projectIds, CancellationToken ct) =>
        db.Set<Fault>().CountAsync(f => projectIds.Contains(f.ProjectId) && f.State == FaultState.Pending, ct);
}
