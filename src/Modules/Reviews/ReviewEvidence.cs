using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Visits.Contracts;
using static WeChatService.Reviews.ForAgency.ShowReview;

namespace WeChatService.Reviews;

/// <summary>人 位 时: the check-in where there is one, else the start of the task; then the consents (APR-12).</summary>
internal static class ReviewEvidence
{
    public static async Task<IReadOnlyList<Evidence>> Of(TaskSheet task, IVisits visits, Photos photos, CancellationToken ct)
    {
        var all = new List<Evidence>();
        if (task.SubmittedAt is { } submitted)
        {
            all.AddRange((await visits.OfProject(task.ProjectId, ChinaMonth.Of(submitted), ct))
                .Where(v => v.PersonId == task.OperatorId && ChinaTime.DayOf(v.StartedAt) == ChinaTime.DayOf(task.StartedAt ?? submitted))
                .Select(v => new Evidence(
                    "开始执业", v.StartedAt, v.StartScore, v.Threshold, true, v.StartDistanceMetres, v.StartPlace.AccuracyMetres,
                    v.StartPlace.Latitude, v.StartPlace.Longitude, [photos.Link(v.StartPhotoId)])));
        }

        if (task.Start is { } start)
        {
            all.Add(Say("开始作业", start, photos));
        }

        foreach (var consent in task.Consents)
        {
            var name = consent.Kind == ConsentKind.Start ? "开始" : "提交";
            all.Add(Say($"{name}申请", consent.Asked, photos));
            if (consent.Decided is { } decided)
            {
                all.Add(Say(consent.State == ConsentState.Granted ? $"同意{name}" : $"拒绝{name}", decided, photos));
            }
        }

        return all;
    }

    private static Evidence Say(string what, SiteEvidence e, Photos photos) => new(
        what, e.At, e.Score, e.Threshold, e.Inside, e.DistanceMetres, e.Place.AccuracyMetres, e.Place.Latitude, e.Place.Longitude, photos.Links(e.PhotoIds),
        e.WitnessName);
}
