using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Visits;

/// <summary>Due when the longest stay is over: the visit is closed if nobody ended it (CHK-10).</summary>
internal sealed record CloseVisit(Guid VisitId);

internal sealed class CloseVisitRunner(AppDb db, IRegionPolicies policies, TimeProvider time) : IRun<CloseVisit>
{
    public async Task Run(CloseVisit job, JobRun run, CancellationToken ct)
    {
        var visit = await db.Set<Visit>().FirstOrDefaultAsync(v => v.Id == job.VisitId, ct);
        if (visit?.CloseIfOverdue(policies.For(visit.Region).Checkin, time.GetUtcNow()) == true)
        {
            db.Audit("visit.closed_by_house", nameof(Visit), visit.Id, $"执业没有结束，系统关闭：{visit.MarkReason}");
            await db.SaveChangesAsync(ct);
        }
    }
}
