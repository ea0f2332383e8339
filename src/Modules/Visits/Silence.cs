using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Visits;

/// <summary>EVL-10: the contacts are reminded on one of the profile's days.</summary>
/// <param name="Day">Days since the form came.</param>
internal sealed record RemindToRate(Guid FormId, int Day);

/// <summary>EVL-10: the profile's days are over; the form counts as 未评价 if nobody rated it.</summary>
internal sealed record MarkSilent(Guid FormId);

internal static class Silence
{
    /// <summary>Orders the reminders, at nine in the morning in Shanghai, and the end of the wait.</summary>
    public static void AwaitRating(this AppDb db, FeedbackForm form, EvaluationPolicy policy)
    {
        if (!policy.Enabled)
        {
            return;
        }

        foreach (var day in policy.RemindAfterDays)
        {
            var morning = ChinaTime.StartOf(ChinaTime.DayOf(form.SubmittedAt).AddDays(day)).AddHours(9);
            db.Enqueue(new RemindToRate(form.Id, day), $"{form.Id:N}:{day}", morning);
        }

        db.Enqueue(new MarkSilent(form.Id), form.Id.ToString(), form.SubmittedAt.AddDays(policy.SilenceDays).AddSeconds(1));
    }
}

internal sealed class RemindToRateRunner(AppDb db, IPeople people) : IRun<RemindToRate>
{
    public async Task Run(RemindToRate job, JobRun run, CancellationToken ct)
    {
        var form = await db.Set<FeedbackForm>().FirstOrDefaultAsync(f => f.Id == job.FormId, ct);
        if (form?.Remind(job.Day) == true)
        {
            db.Announce(new RatingReminded(form.Id, form.ProjectId, (await people.Find(form.WriterId, ct))?.Name ?? "", form.Day));
            await db.SaveChangesAsync(ct);
        }
    }
}

internal sealed class MarkSilentRunner(AppDb db, IRegionPolicies policies, TimeProvider time) : IRun<MarkSilent>
{
    public async Task Run(MarkSilent job, JobRun run, CancellationToken ct)
    {
        var form = await db.Set<FeedbackForm>().FirstOrDefaultAsync(f => f.Id == job.FormId, ct);
        var policy = form is null ? null : policies.For(form.Region).Evaluation;
        if (form?.MarkSilent(policy!, time.GetUtcNow()) == true)
        {
            db.Audit("form.not_rated", nameof(FeedbackForm), form.Id, $"{ChinaTime.Says(form.Day)} 的反馈单 {policy!.SilenceDays} 天没有评价，记为未评价");
            await db.SaveChangesAsync(ct);
        }
    }
}
