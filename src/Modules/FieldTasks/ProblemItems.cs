using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.FieldTasks;

/// <summary>Records of submitted tasks that could not be inspected, or failed. What was returned is not submitted.</summary>
internal sealed class ProblemItems(AppDb db) : IProblemItems
{
    public async Task<IReadOnlyDictionary<Guid, int>> Count(IReadOnlyCollection<ProblemScope> projects, ChinaMonth month, CancellationToken ct)
    {
        var all = projects.Select(p => p.ProjectId).ToList();
        var failedToo = projects.Where(p => p.FailedToo).Select(p => p.ProjectId).ToList();
        var counts = await Submitted(month).Where(t => all.Contains(t.ProjectId))
            .Select(t => new { t.ProjectId, Count = t.Records.Count(r => !r.CanInspect || (r.Verdict == ItemVerdict.Fails && failedToo.Contains(t.ProjectId))) })
            .GroupBy(t => t.ProjectId).Select(g => new { g.Key, Count = g.Sum(t => t.Count) }).ToListAsync(ct);
        return counts.Where(c => c.Count > 0).ToDictionary(c => c.Key, c => c.Count);
    }

    public async Task<Page<ProblemItem>> Of(ProblemScope project, ChinaMonth month, PageRequest page, CancellationToken ct)
    {
        var records =
            from task in Submitted(month)
            where task.ProjectId == project.ProjectId
            from record in task.Records
            where !record.CanInspect || (project.FailedToo && record.Verdict == ItemVerdict.Fails)
            select record;
        var total = await records.CountAsync(ct);
        var rows = await records.OrderBy(r => r.ClientTime).ThenBy(r => r.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        return page.Of<ProblemItem>([.. rows.Select(r => new ProblemItem(r.TaskId, r.Sheet()))], total);
    }

    private IQueryable<FieldTask> Submitted(ChinaMonth month)
    {
        var (from, until) = (month.Begins, month.Ends);
        return db.Set<FieldTask>().AsNoTracking().Where(t =>
            t.SubmittedAt >= from && t.SubmittedAt < until
            && (t.State == FieldTaskState.Submitted || t.State == FieldTaskState.Approved || t.State == FieldTaskState.Reported));
    }
}
