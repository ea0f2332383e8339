using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reviews.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Reviews.ForAgency;

/// <summary>
/// The whole review screen in one answer, in the order in which a careful reviewer thinks: result in figures, evidence,
/// what is wrong with its handling, all records by system, log (REV-03, REV-08).
/// </summary>
internal static class ShowReview
{
    public sealed record Evidence(
        string What, DateTimeOffset At, double? Score, double? Threshold, bool Inside, double DistanceMetres, double AccuracyMetres,
        double Latitude, double Longitude, IReadOnlyList<PhotoLink> Photos);

    public sealed record RecordRow(
        Guid Id, string ItemCode, string ItemName, string Do, IReadOnlyList<string> Criteria, ItemVerdict Verdict, CannotReason? CannotReason, string Text,
        IReadOnlyList<AnswerSheet> Answers, IReadOnlyList<PhotoLink> Photos, DateTimeOffset At);

    public sealed record SystemGroup(string SystemCode, string SystemName, int Conforms, int Fails, int NotApplicable, IReadOnlyList<RecordRow> Records);
    public sealed record FaultRow(Guid Id, string ItemName, string Text, FaultState State, bool IsHandled, string? Handling, IReadOnlyList<PhotoLink> Photos);
    public sealed record Blocked(string Code, string Title, string? Rule, Guid? FaultId);
    public sealed record Point(double Latitude, double Longitude, DateTimeOffset At);

    public sealed record Response(
        Guid TaskId, string TaskName, FieldTaskState State, int Version, Guid ProjectId, string ProjectName, string Address, string OperatorName,
        string? OperatorCertificate, DateTimeOffset? StartedAt, DateTimeOffset? SubmittedAt, string? ControllerBrand, int Conforms, int Fails,
        int NotApplicable, IReadOnlyList<Evidence> Evidence, IReadOnlyList<FencePoint> Fence, IReadOnlyList<Point> Track, PhotoLink? Selfie,
        PhotoLink? SignIn, PhotoLink? Controller, IReadOnlyList<SystemGroup> Systems, IReadOnlyList<FaultRow> Faults, IReadOnlyList<ReviewLine> Log,
        bool FaceNeeded, Blocked? PassBlockedBy);

    public static void Map(RouteGroupBuilder agency) => agency.MapGet("/reviews/{taskId:guid}", Handle);

    private static async Task<Response> Handle(
        Guid taskId, CurrentActor actor, IFieldTasks tasks, IProjects projects, IPeople people, IFaults faults, IVisits visits, IReviews reviews,
        IRegionPolicies policies, ICatalogue catalogue, Photos photos, CancellationToken ct)
    {
        var task = await tasks.Sheet(taskId, ct) ?? throw new RuleBroken(ReviewProblems.NotYours);
        var sheet = await projects.Sheet(task.ProjectId, ct) ?? throw new RuleBroken(ReviewProblems.NotYours);
        var project = sheet.Project;
        var policy = policies.For(project.Region);
        ReviewRules.MustBeReviewer(project, actor.Required, policy.Review);
        var worker = await people.Find(task.OperatorId, ct);
        var found = await faults.OfTask(taskId, ct);
        var blocked = ReviewRules.WhyNotPass(project, found, policy.Review);
        var edition = catalogue.For(project.Region);
        return new Response(
            task.Id, task.Name, task.State, task.Version, project.Id, project.Name, project.Address, worker?.Name ?? "",
            worker is { Certificates.Count: > 0 } ? worker.Certificates[0].Says : null, task.StartedAt, task.SubmittedAt, task.ControllerBrand,
            Count(task, ItemVerdict.Conforms), Count(task, ItemVerdict.Fails), Count(task, ItemVerdict.NotApplicable),
            await EvidenceOf(task, visits, photos, ct), sheet.Fence,
            [.. task.Track.Select(t => new Point(t.Place.Latitude, t.Place.Longitude, t.At))],
            Link(photos, task.SelfiePhotoId), Link(photos, task.SignInPhotoId), Link(photos, task.ControllerPhotoId), Group(task, edition, photos),
            [.. found.Select(f => new FaultRow(
                f.Id, f.ItemName, f.Text, f.State, f.IsHandled, f.Handlings.Count > 0 ? f.Handlings[^1].Label : null, photos.Links(f.PhotoIds)))],
            await reviews.LogOf(taskId, ct), policy.Review.Face,
            blocked is null ? null : new Blocked(blocked.Code, blocked.Title, blocked.Rule, found.First(f => !f.IsHandled).Id));
    }

    private static int Count(TaskSheet task, ItemVerdict verdict) => task.Records.Count(r => r.Verdict == verdict);

    private static PhotoLink? Link(Photos photos, Guid? id) => id is { } known ? photos.Link(known) : null;

    private static List<SystemGroup> Group(TaskSheet task, CatalogueEdition edition, Photos photos) =>
    [
        .. task.Records.GroupBy(r => edition.FindClass(r.ClassCode)?.SystemCode ?? "").OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new SystemGroup(
            g.Key, edition.FindClass(g.First().ClassCode)?.SystemName ?? "其他", g.Count(r => r.Verdict == ItemVerdict.Conforms),
            g.Count(r => r.Verdict == ItemVerdict.Fails), g.Count(r => r.Verdict == ItemVerdict.NotApplicable),
            [.. g.OrderBy(r => r.ItemCode, StringComparer.Ordinal).Select(r => Row(r, edition, photos))])),
    ];

    private static RecordRow Row(RecordSheet record, CatalogueEdition edition, Photos photos)
    {
        var item = edition.FindItem(record.ItemCode);
        return new RecordRow(
            record.Id, record.ItemCode, record.ItemName, item?.Do ?? "", [.. item?.Limits.Select(l => l.Says) ?? []], record.Verdict,
            record.CannotReason, record.Text, record.Answers, photos.Links(record.PhotoIds), record.ClientTime);
    }

    /// <summary>人 位 时: the check-in where there is one, else the start of the task; then the consents (APR-12).</summary>
    private static async Task<IReadOnlyList<Evidence>> EvidenceOf(TaskSheet task, IVisits visits, Photos photos, CancellationToken ct)
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
        what, e.At, e.Score, e.Threshold, e.Inside, e.DistanceMetres, e.Place.AccuracyMetres, e.Place.Latitude, e.Place.Longitude, photos.Links(e.PhotoIds));
}
