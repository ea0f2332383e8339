using Microsoft.EntityFrameworkCore;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faults;

/// <summary>Due when a fault has been open for the profile's days, and again every so many days as long as it is open (FLT-24).</summary>
/// <param name="Number">From 1.</param>
internal sealed record RemindOfFault(Guid FaultId, int Number);

internal sealed class FaultReminder(AppDb db, IProjects projects, IRegionPolicies policies, TimeProvider time) : IRun<RemindOfFault>
{
    public async Task Run(RemindOfFault job, JobRun run, CancellationToken ct)
    {
        var fault = await db.Set<Fault>().FirstOrDefaultAsync(f => f.Id == job.FaultId, ct);
        if (fault is null || !fault.IsOpen || await projects.Find(fault.ProjectId, ct) is not { } project)
        {
            return;
        }

        var (now, policy) = (time.GetUtcNow(), policies.For(project.Region).Fault);
        // The lead urged today: once a day is enough.
        if (fault.RemindedAt is not { } last || ChinaTime.DayOf(last) < ChinaTime.DayOf(now))
        {
            fault.Remind(now);
            db.Announce(new FaultOverdue(
                fault.Id, fault.ProjectId, fault.AgencyId, fault.OwnerId, fault.State, fault.ItemName, FaultRules.DaysOpen(fault, now), OwnerOnly: false, now));
        }

        db.Enqueue(job with { Number = job.Number + 1 }, KeyOf(fault, job.Number + 1), MorningAfter(now, policy.RemindEveryDays));
        await db.SaveChangesAsync(ct);
    }

    internal static string KeyOf(Fault fault, int number) => $"{fault.Id:N}:{number}";

    /// <summary>Nine o'clock in Shanghai, so many days later: nobody is woken for what waits since a week.</summary>
    internal static DateTimeOffset MorningAfter(DateTimeOffset from, int days)
    {
        var morning = ChinaTime.StartOf(ChinaTime.DayOf(from).AddDays(days)).AddHours(9);
        return morning - from >= TimeSpan.FromDays(days) ? morning : morning.AddDays(1);
    }
}

internal static class FaultOpening
{
    /// <summary>Adds the fault, and the reminder that follows if nobody solves it.</summary>
    public static void Open(this AppDb db, Fault fault, FaultPolicy policy)
    {
        db.Add(fault);
        if (fault.State == FaultState.Pending)
        {
            db.Enqueue(new RemindOfFault(fault.Id, 1), FaultReminder.KeyOf(fault, 1), FaultReminder.MorningAfter(fault.FoundAt, policy.RemindAfter(fault.IsUrgent)));
        }
    }
}
