using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Visits;

/// <summary>Somebody is still at work at the end of his day, or will soon have been for too long: he is told before it costs him the time (CHK-09, 10).</summary>
internal sealed record RemindToEnd(Guid VisitId, DateTimeOffset At);

internal sealed class RemindToEndRunner(AppDb db, IRegionPolicies policies) : IRun<RemindToEnd>
{
    public async Task Run(RemindToEnd job, JobRun run, CancellationToken ct)
    {
        var visit = await db.Set<Visit>().AsNoTracking().FirstOrDefaultAsync(v => v.Id == job.VisitId, ct);
        if (visit?.IsOpen == true)
        {
            var deadline = visit.StartedAt.AddHours(policies.For(visit.Region).Checkin.MaxHours);
            db.Announce(new VisitStillOpen(visit.Id, visit.ProjectId, visit.PersonId, visit.StartedAt, deadline));
            await db.SaveChangesAsync(ct);
        }
    }
}
