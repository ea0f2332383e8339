using Microsoft.EntityFrameworkCore;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

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

    public async Task<FaultCounts> Count(ProjectReach reach, CancellationToken ct)
    {
        var faults = db.Set<Fault>().AsNoTracking().IgnoreAutoIncludes().Within(reach);
        var counts = await faults.GroupBy(f => f.State).Select(g => new { g.Key, Count = g.Count(), Oldest = g.Min(f => f.FoundAt) }).ToListAsync(ct);
        return new FaultCounts(
            counts.ToDictionary(c => c.Key, c => c.Count), 0, counts.Find(c => c.Key == FaultState.Pending)?.Oldest);
    }

    public async Task<Page<FaultSheet>> Matching(
        ProjectReach reach, SearchWords words, IReadOnlyCollection<Guid> projectIds, int max, CancellationToken ct)
    {
        var found = db.Set<Fault>().AsNoTracking().Within(reach).Where(f => EF.Functions.ILike(f.ItemName, words.Pattern, SearchWords.Escape)
            || EF.Functions.ILike(f.Text, words.Pattern, SearchWords.Escape) || projectIds.Contains(f.ProjectId));
        var page = new PageRequest(1, max);
        var faults = await found.OrderByDescending(f => f.FoundAt).ThenBy(f => f.Id).Take(page.Take).ToListAsync(ct);
        return page.Of<FaultSheet>([.. faults.Select(f => f.Sheet())], await found.CountAsync(ct));
    }

    public Task<int> CountPending(IReadOnlyCollection<Guid> projectIds, CancellationToken ct) =>
        db.Set<Fault>().CountAsync(f => projectIds.Contains(f.ProjectId) && f.State == FaultState.Pending, ct);
}

internal static class FaultQueries
{
    public static IQueryable<Fault> Within(this IQueryable<Fault> faults, ProjectReach reach)
    {
        var ids = reach.Ids;
        return ids is null ? faults : faults.Where(f => ids.Contains(f.ProjectId));
    }
}
