using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Reviews.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Reviews.ForAgency;

/// <summary>
/// The whole review screen in one answer, in the order in which a careful reviewer thinks: result in figures, what changed since the last
/// submission, evidence, what is wrong with its handling, all records by system beside their criteria, log (REV-03, REV-08).
/// </summary>
internal static class ShowReview
{
    public sealed record Evidence(
        string What, DateTimeOffset At, double? Score, double? Threshold, bool Inside, double DistanceMetres, double AccuracyMetres,
        double Latitude, double Longitude, IReadOnlyList<PhotoLink> Photos, string? WitnessName = null);

    /// <summary>A photo with its watermark: when it was taken, and how far from the fence; without a place it is marked (FLD-40).</summary>
    public sealed record Shot(Guid Id, string Link, DateTimeOffset? TakenAt, bool? Inside, double? DistanceMetres);

    /// <param name="Criteria">Pass criteria (合格标准) of the item (REV-08).</param>
    /// <param name="Flagged">标红: the verdict differs from a measured value (FLD-19).</param>
    /// <param name="Earlier">What it said before it was corrected, latest first (FLD-39).</param>
    public sealed record RecordRow(
        Guid Id, string ItemCode, string ItemName, string Do, IReadOnlyList<string> Criteria, ItemVerdict Verdict, CannotReason? CannotReason, string Text,
        IReadOnlyList<AnswerSheet> Answers, IReadOnlyList<Shot> Photos, DateTimeOffset At, bool Flagged, int? Positions,
        IReadOnlyList<PhotoLink> Videos, IReadOnlyList<Was> Earlier);

    public sealed record Was(DateTimeOffset At, string Says, string? ByName);

    public sealed record SystemGroup(string SystemCode, string SystemName, int Conforms, int Fails, int NotApplicable, IReadOnlyList<RecordRow> Records);
    public sealed record FaultRow(Guid Id, string ItemName, string Text, FaultState State, bool IsHandled, string? Handling, IReadOnlyList<PhotoLink> Photos);
    public sealed record Blocked(string Code, string Title, string? Rule, Guid? FaultId);
    public sealed record Point(double Latitude, double Longitude, DateTimeOffset At);

    /// <summary>From here to there nobody knows where the operator was (FLD-32).</summary>
    public sealed record TrackGap(DateTimeOffset From, DateTimeOffset To);

    /// <summary>The track against the fence.</summary>
    /// <param name="Doubts">What speaks against it, in words.</param>
    public sealed record TrackFacts(int Points, int Inside, double FurthestMetres, IReadOnlyList<string> Doubts, IReadOnlyList<TrackGap> Gaps);

    /// <summary>One record that is new, other or gone since the last submission (REV-03).</summary>
    /// <param name="What">Each difference in words.</param>
    public sealed record Change(ChangeKind Kind, Guid RecordId, string ItemCode, string ItemName, string SystemName, IReadOnlyList<string> What);

    public sealed record SpotCheckRow(Guid Id, bool Matches, string Finding, string ByName, DateTimeOffset At);

    /// <param name="VerdictBlockedBy">Why the actor gives no verdict here at all: own work, no reviewer, judged by the plan (REV-01, 14).</param>
    /// <param name="SecondWay">Whom the face service does not recognise may prove himself by codes and a witness (PEO-31).</param>
    /// <param name="JudgedPlanId">Its detection plan, where that is judged as a whole.</param>
    public sealed record Response(
        Guid TaskId, string TaskName, FieldTaskState State, int Version, Guid ProjectId, string ProjectName, string Address, string OperatorName,
        string? OperatorCertificate, DateTimeOffset? StartedAt, DateTimeOffset? SubmittedAt, string? ControllerBrand, int Conforms, int Fails,
        int NotApplicable, IReadOnlyList<Evidence> Evidence, IReadOnlyList<FencePoint> Fence, IReadOnlyList<Point> Track, Shot? Selfie,
        Shot? SignIn, Shot? Controller, IReadOnlyList<SystemGroup> Systems, IReadOnlyList<FaultRow> Faults, IReadOnlyList<ReviewLine> Log,
        bool FaceNeeded, Blocked? PassBlockedBy, TrackFacts TrackFacts, IReadOnlyList<Change> Changes, Blocked? VerdictBlockedBy, Guid? JudgedPlanId,
        IReadOnlyList<SpotCheckRow> SpotChecks, bool SecondWay, TaskNature Nature);

    public static void Map(RouteGroupBuilder agency) => agency.MapGet("/reviews/{taskId:guid}", Handle);

    private static async Task<Response> Handle(
        Guid taskId, AppDb db, CurrentActor actor, ReviewDesk desk, IFieldTasks tasks, IPlanReviews work, IProjects projects, IPeople people, IFaults faults,
        IVisits visits, IReviews reviews, ICatalogue catalogue, Photos photos, CancellationToken ct)
    {
        var task = await tasks.Sheet(taskId, ct) ?? throw new RuleBroken(ReviewProblems.NotYours);
        var sheet = await projects.Sheet(task.ProjectId, ct) ?? throw new RuleBroken(ReviewProblems.NotYours);
        var project = sheet.Project;
        if (!ReviewRules.MayRead(project, actor.Required, [task.OperatorId], desk.PolicyOf(project)))
        {
            throw new RuleBroken(ReviewProblems.NotTheReviewer);
        }

        var worker = await people.Find(task.OperatorId, ct);
        var found = await faults.OfTask(taskId, ct);
        var edition = catalogue.Find(task.EditionCode, task.EditionVersion) ?? catalogue.EditionFor(project);
        var judged = edition.Detection is not null;
        var shots = await ReviewShots.Of(task, db, projects, photos, ct);
        var blocked = ReviewRules.WhyNotPass(project, found, desk.PolicyOf(project));
        var mayNot = await WhyNoVerdict(task, project, judged, desk, ct);
        return new Response(
            task.Id, task.Name, task.State, task.Version, project.Id, project.Name, project.Address, worker?.Name ?? "",
            worker is { Certificates.Count: > 0 } ? worker.Certificates[0].Says : null, task.StartedAt, task.SubmittedAt, task.ControllerBrand,
            Count(task, ItemVerdict.Conforms), Count(task, ItemVerdict.Fails), Count(task, ItemVerdict.NotApplicable),
            await ReviewEvidence.Of(task, visits, photos, ct), sheet.Fence,
            [.. task.Track.Select(t => new Point(t.Place.Latitude, t.Place.Longitude, t.At))],
            shots.Find(task.SelfiePhotoId), shots.Find(task.SignInPhotoId), shots.Find(task.ControllerPhotoId), Group(task, edition, shots),
            [.. found.Select(f => new FaultRow(
                f.Id, f.ItemName, f.Text, f.State, f.IsHandled, f.Handlings.Count > 0 ? f.Handlings[^1].Label : null, photos.Links(f.PhotoIds)))],
            await reviews.LogOf(taskId, ct), desk.PolicyOf(project).Face,
            blocked is null ? null : new Blocked(blocked.Code, blocked.Title, blocked.Rule, found.First(f => !f.IsHandled).Id),
            await TrackOf(task, projects, desk.TrackIntervalOf(project), ct),
            [.. (await work.ChangesOf(taskId, ct)).Select(c => ChangeOf(c, edition))],
            mayNot is null ? null : new Blocked(mayNot.Code, mayNot.Title, mayNot.Rule, null), judged ? task.PlanId : null,
            await db.Set<SpotCheck>().AsNoTracking().Where(c => c.ProjectId == project.Id && (c.TaskId == null || c.TaskId == taskId))
                .OrderByDescending(c => c.At).Take(5).Select(c => new SpotCheckRow(c.Id, c.Matches, c.Finding, c.ByName, c.At)).ToListAsync(ct),
            desk.HasSecondWay(project), task.Nature);
    }

    private static async Task<Problem?> WhyNoVerdict(TaskSheet task, ProjectCard project, bool judged, ReviewDesk desk, CancellationToken ct)
    {
        try
        {
            await desk.MustBeReviewer(project, [task.OperatorId], ct);
            return judged ? Judging.JudgementProblems.ByPlan : null;
        }
        catch (RuleBroken broken)
        {
            return broken.Problem;
        }
    }

    private static int Count(TaskSheet task, ItemVerdict verdict) => task.Records.Count(r => r.Verdict == verdict);

    private static async Task<TrackFacts> TrackOf(TaskSheet task, IProjects projects, TimeSpan interval, CancellationToken ct)
    {
        var readings = task.Track.Count == 0 ? [] : await projects.Measure(task.ProjectId, [.. task.Track.Select(t => t.Place)], ct);
        return new TrackFacts(
            task.Track.Count, readings.Count(r => r.Inside), readings.Where(r => !r.Inside).Select(r => r.DistanceMetres).DefaultIfEmpty(0).Max(), TrackDoubts.Of(task),
            [.. ReviewRules.GapsOf([.. task.Track.Select(t => t.At)], interval).Select(g => new TrackGap(g.From, g.To))]);
    }

    private static List<SystemGroup> Group(TaskSheet task, CatalogueEdition edition, ReviewShots shots) =>
    [
        .. task.Records.GroupBy(r => edition.FindClass(r.ClassCode)?.SystemCode ?? "").OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new SystemGroup(
            g.Key, SystemOf(g.First(), edition), g.Count(r => r.Verdict == ItemVerdict.Conforms),
            g.Count(r => r.Verdict == ItemVerdict.Fails), g.Count(r => r.Verdict == ItemVerdict.NotApplicable),
            [.. g.OrderBy(r => r.ItemCode, StringComparer.Ordinal).Select(r => Row(r, edition, shots))])),
    ];

    private static RecordRow Row(RecordSheet record, CatalogueEdition edition, ReviewShots shots)
    {
        var item = edition.FindItem(record.ItemCode);
        return new RecordRow(
            record.Id, record.ItemCode, record.ItemName, item?.Do ?? "", [.. item?.Limits.Select(ReviewWording.Says) ?? []], record.Verdict,
            record.CannotReason, record.Text, record.Answers, shots.Find(record.PhotoIds), record.ClientTime, record.IsFlagged, record.Positions, shots.Films(record.VideoIds),
            [.. record.Earlier.Reverse().Select(e => new Was(e.At, ReviewWording.Says(e), e.ByName))]);
    }

    private static Change ChangeOf(RecordChange change, CatalogueEdition edition)
    {
        var record = (change.After ?? change.Before)!;
        return new Change(change.Kind, record.Id, record.ItemCode, record.ItemName, SystemOf(record, edition), ReviewWording.Differences(change));
    }

    private static string SystemOf(RecordSheet record, CatalogueEdition edition) => edition.FindClass(record.ClassCode)?.SystemName ?? "其他";
}
