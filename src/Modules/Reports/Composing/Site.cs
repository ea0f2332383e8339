using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Reports.Ports;
using WeChatService.Visits.Contracts;

namespace WeChatService.Reports.Composing;

/// <summary>Part 6: the fence, who was inside it, and the tracks (PRJ-19, FLD-32).</summary>
internal static class Site
{
    public static SiteSheet Of(Matter m) => new(
        [.. m.Sheet.Fence.Select(p => new MapPoint(p.Latitude, p.Longitude))], [],
        [.. m.Visits.Select(v => Stay(v, m)), .. m.Tasks.SelectMany(t => Work(t, m))]);

    private static SiteVisit Stay(VisitCard v, Matter m) => new(
        m.NameOf(v.PersonId), "执业打卡", v.StartedAt, v.EndedAt, v.Minutes, v.StartScore, v.Threshold ?? (double)m.Policy.Face.Threshold,
        v.StartWitness is { } witness ? $"非人脸，{witness}见证" : null, Point(v.StartPlace),
        v.StartPlace.AccuracyMetres, v.StartDistanceMetres, true, Says(v.Mark), TrackOf(m, v.PersonId, v.StartedAt, v.EndedAt), 1,
        m.Photos.Find([v.StartPhotoId], "签到自拍", $"{m.NameOf(v.PersonId)} 距围栏边 {v.StartDistanceMetres:0} m"));

    /// <summary>Without check-in the start of the task and the consents are the evidence of presence.</summary>
    private static IEnumerable<SiteVisit> Work(TaskSheet task, Matter m)
    {
        if (task.Start is { } start && m.Visits.All(v => v.PersonId != task.OperatorId))
        {
            yield return Moment(task.OperatorId, "开始作业", start, task.SubmittedAt, task, m);
        }

        foreach (var consent in task.Consents.Where(c => c.State == ConsentState.Granted))
        {
            var what = consent.Kind == ConsentKind.Start ? "开始" : "提交";
            yield return Moment(consent.AskedBy, $"{what}申请", consent.Asked, null, task, m);
            yield return Moment(consent.DecidedBy!.Value, $"同意{what}", consent.Decided!, null, task, m);
        }
    }

    private static SiteVisit Moment(Guid person, string purpose, SiteEvidence e, DateTimeOffset? ended, TaskSheet task, Matter m) => new(
        m.NameOf(person), purpose, e.At, ended, null, e.Score, e.Threshold ?? (double)m.Policy.Face.Threshold,
        e.Score is null ? "现场照片" : null, Point(e.Place), e.Place.AccuracyMetres, e.DistanceMetres, e.Inside,
        e.Inside ? null : "在围栏外", ended is null ? [] : TrackOf(m, person, e.At, ended), e.PhotoIds.Count,
        m.Photos.Find(e.PhotoIds, "现场自拍", m.NameOf(person)))
    {
        IsMoment = ended is null,
    };

    private static List<TrackPoint> TrackOf(Matter m, Guid person, DateTimeOffset from, DateTimeOffset? to) =>
    [
        .. m.Tasks.Where(t => t.OperatorId == person).SelectMany(t => t.Track)
            .Where(p => p.At >= from && (to is null || p.At <= to)).OrderBy(p => p.At).Select(p => new TrackPoint(Point(p.Place), p.At)),
    ];

    private static MapPoint Point(Position p) => new(p.Latitude, p.Longitude);

    public static string? Says(VisitMark mark) => mark switch
    {
        VisitMark.TooFar => "超距执业，时长不计",
        VisitMark.TooLong => "超时执业，时长不计",
        VisitMark.Zeroed => "强制清0：同日已有人提交反馈单，当时仍在执业",
        _ => null,
    };
}
