using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports;

/// <summary>NTF-17: the technical lead is reminded of a report that waits on the third day of its term, and on the last.</summary>
/// <param name="Day">Which day of the term.</param>
internal sealed record RemindToFile(Guid ReportId, int Day)
{
    public const int First = 3;
}

internal sealed class RemindToFileRunner(AppDb db, IRegionPolicies policies, WorkingDays working, TimeProvider time) : IRun<RemindToFile>
{
    public async Task Run(RemindToFile job, JobRun run, CancellationToken ct)
    {
        var report = await db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == job.ReportId, ct);
        if (report is not { State: ReportState.Ready, TechnicalLeadId: { } technicalLead }
            || FilingTerm.DueOn(report.FilingFrom, policies.For(report.Region).Filing, working) is not { } due)
        {
            return;
        }

        var left = FilingTerm.DaysLeft(report.FilingFrom, policies.For(report.Region).Filing, time.Today(), working)!.Value;
        db.Announce(new FilingDueSoon(report.Id, report.Number, report.ProjectId, technicalLead, due, left));
        await db.SaveChangesAsync(ct);
    }
}

internal static class FilingReminders
{
    /// <summary>Orders both when the clock has begun; a day that is over is not ordered. Nine in the morning in Shanghai.</summary>
    public static void RemindToFile(this AppDb db, Report report, FilingPolicy policy, WorkingDays working, DateTimeOffset now)
    {
        foreach (var day in new[] { Reports.RemindToFile.First, policy.Days ?? 0 }.Where(d => d > 0 && d <= policy.Days).Distinct())
        {
            if (FilingTerm.DueOn(report.FilingFrom, policy with { Days = day }, working) is { } on && ChinaTime.StartOf(on).AddHours(9) is var morning && morning > now)
            {
                db.Enqueue(new RemindToFile(report.Id, day), $"{report.Id:N}:{day}", morning);
            }
        }
    }
}
