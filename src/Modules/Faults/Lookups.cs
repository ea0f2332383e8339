using Microsoft.EntityFrameworkCore;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Faults;

/// <summary>Faults for the modules below.</summary>
internal sealed class Lookups(AppDb db, TimeProvider time) : IFaults
{
    private IQueryable<Fault> Told => db.Set<Fault>().AsNoTracking().Include(f => f.Steps).Where(f => f.State != FaultState.Retracted);

    public async Task<IReadOnlyList<FaultSheet>> OfTask(Guid taskId, CancellationToken ct) =>
        Sheets(await Told.Where(f => f.TaskId == taskId).OrderBy(f => f.FoundAt).ToListAsync(ct));

    public async Task<IReadOnlyList<FaultSheet>> Unhandled(Guid taskId, CancellationToken ct) =>
        Sheets(await Told.Where(f => f.TaskId == taskId && f.LastHandling == null).OrderBy(f => f.FoundAt).ToListAsync(ct));

    public async Task<IReadOnlyList<FaultSheet>> ForReport(Guid projectId, ChinaMonth month, CancellationToken ct)
    {
        var (begins, ends) = (month.Begins, month.Ends);
        var faults = await Agencys(projectId).Where(f => f.FoundAt < ends && (f.FoundAt >= begins || f.ClosedAt == null || f.ClosedAt >= begins))
            .OrderBy(f => f.FoundAt).ThenBy(f => f.Id).ToListAsync(ct);
        return Sheets(faults, ends);
    }

    public async Task<IReadOnlyList<FaultSheet>> OpenAt(Guid projectId, DateTimeOffset moment, CancellationToken ct) =>
        Sheets(
            await Agencys(projectId).Where(f => f.FoundAt < moment && (f.ClosedAt == null || f.ClosedAt >= moment))
                .OrderBy(f => f.FoundAt).ThenBy(f => f.Id).ToListAsync(ct),
            moment);

    public async Task<IReadOnlyList<FaultSheet>> Open(IReadOnlyCollection<Guid> projectIds, CancellationToken ct) =>
        Sheets(await Told.Where(f => projectIds.Contains(f.ProjectId) && (f.State == FaultState.Pending || f.State == FaultState.InProgress))
            .OrderBy(f => f.FoundAt).ToListAsync(ct));

    public Task<FaultCounts> Count(ProjectReach reach, CancellationToken ct) => db.Set<Fault>().Within(reach).Count(ct);

    public async Task<Page<FaultSheet>> Matching(
        ProjectReach reach, SearchWords words, IReadOnlyCollection<Guid> projectIds, int max, CancellationToken ct)
    {
        var found = Told.AsSplitQuery().Within(reach).Where(f => EF.Functions.ILike(f.ItemName, words.Pattern, SearchWords.Escape)
            || EF.Functions.ILike(f.Text, words.Pattern, SearchWords.Escape) || projectIds.Contains(f.ProjectId));
        var page = new PageRequest(1, max);
        var faults = await found.OrderByDescending(f => f.FoundAt).ThenBy(f => f.Id).Take(page.Take).ToListAsync(ct);
        return page.Of<FaultSheet>([.. faults.Select(f => f.Sheet())], await found.CountAsync(ct));
    }

    public Task<int> CountPending(IReadOnlyCollection<Guid> projectIds, CancellationToken ct) =>
        db.Set<Fault>().CountAsync(f => projectIds.Contains(f.ProjectId) && f.State == FaultState.Pending, ct);

    public async Task<HazardTable> Hazards(Guid projectId, PageRequest page, CancellationToken ct)
    {
        var all = Told.Where(f => f.ProjectId == projectId);
        var counts = await all.Count(ct);
        var faults = await all.AsSplitQuery().OrderBy(f => f.FoundAt).ThenBy(f => f.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var ids = faults.ConvertAll(f => f.Id);
        var seen = await db.Set<FaultView>().Where(v => ids.Contains(v.FaultId)).GroupBy(v => v.FaultId)
            .Select(g => new { g.Key, At = g.Max(v => v.LastAt) }).ToDictionaryAsync(v => v.Key, v => v.At, ct);
        var now = time.GetUtcNow();
        return new HazardTable(
            projectId, now,
            page.Of<HazardRow>(
                [
                    .. faults.Select((f, i) => new HazardRow(
                        page.Skip + i + 1, f.Sheet(), FaultRules.DaysOpen(f, now), seen.TryGetValue(f.Id, out var at) ? at : null)),
                ],
                counts.ByState.Values.Sum()),
            counts.ByState);
    }

    /// <summary>What the agency answers for: not what the owner mends himself (FLT-19).</summary>
    private IQueryable<Fault> Agencys(Guid projectId) =>
        Told.Where(f => f.ProjectId == projectId && f.State != FaultState.OwnerHandling && f.State != FaultState.OwnerResolved);

    private static List<FaultSheet> Sheets(List<Fault> faults, DateTimeOffset? until = null) => faults.ConvertAll(f => f.Sheet(until));
}

internal static class FaultQueries
{
    public static IQueryable<Fault> Within(this IQueryable<Fault> faults, ProjectReach reach)
    {
        var ids = reach.Ids;
        return ids is null ? faults : faults.Where(f => ids.Contains(f.ProjectId));
    }

    /// <summary>By state, and of the pending ones the urgent and the oldest, in one statement.</summary>
    public static async Task<FaultCounts> Count(this IQueryable<Fault> faults, CancellationToken ct)
    {
        var counts = await faults.Where(f => f.State != FaultState.Retracted).GroupBy(f => f.State)
            .Select(g => new { g.Key, Count = g.Count(), Urgent = g.Count(f => f.IsUrgent), Oldest = g.Min(f => f.FoundAt) }).ToListAsync(ct);
        var pending = counts.Find(c => c.Key == FaultState.Pending);
        return new FaultCounts(counts.ToDictionary(c => c.Key, c => c.Count), pending?.Urgent ?? 0, pending?.Oldest);
    }
}
