using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Faces.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Visits.ForMiniProgram;

/// <summary>结束执业: the face again (CHK-07); away or too long counts nothing (CHK-08, 09).</summary>
internal static class EndVisit
{
    /// <param name="Challenge">From <c>POST /visits/challenges</c>, asked for before the picture was taken.</param>
    /// <param name="IsMock">What the phone says of the place, if it says anything.</param>
    public sealed record Request(Guid? PhotoId, ReportedPosition? Position, string? Challenge, SecondWayAnswer? SecondWay = null, bool? IsMock = null);

    /// <param name="MarkReason">Why nothing counts, in words.</param>
    public sealed record Response(
        Guid Id, DateTimeOffset StartedAt, DateTimeOffset EndedAt, int Minutes, VisitMark Mark, string? MarkReason, bool InsideFence,
        double DistanceMetres, double? Score, double? Threshold, string? WitnessName, bool FormIsMissing, string? FormWriter);

    public static void Map(RouteGroupBuilder miniProgram) => miniProgram.MapPost("/visits/{id:guid}/end", Handle);

    private static async Task<Response> Handle(
        Guid id, Request request, AppDb db, CurrentActor actor, IProjects projects, IPeople people, IRegionPolicies policies, IIdentities identities, Photos photos, VisitChallenges challenges,
        TimeProvider time, CancellationToken ct)
    {
        var me = actor.Required.PersonId;
        var visit = await db.Set<Visit>().FirstOrDefaultAsync(v => v.Id == id && v.PersonId == me, ct) ?? throw new RuleBroken(VisitProblems.NotYours);
        visit.MustBeOpen();
        if ((request.SecondWay?.PhotoId ?? request.PhotoId) is not { } photoId || request.Position is not { } reported)
        {
            throw new RuleBroken(VisitProblems.EvidenceMissing);
        }

        var policy = policies.For(visit.Region);
        var place = reported.ToWgs84();
        place.MustBeAccurate(policy.Fence);
        var reading = await projects.Measure(visit.ProjectId, place, ct);
        var doubts = PlaceDoubts.Of(reported, place, request.IsMock ?? false, await db.FixesOf(visit.PersonId, ct), time.GetUtcNow());
        await challenges.Use(
            request.Challenge, visit.PersonId, visit.ProjectId, FacePurpose.VisitEnd, await photos.Find(photoId, ct), (visit.AgencyId, visit.Region), ct);
        var who = await identities.Prove(
            new(visit.PersonId, FacePurpose.VisitEnd, visit.Id, visit.Region), photoId, request.SecondWay, VisitProblems.EvidenceMissing, ct);
        var now = time.GetUtcNow();
        visit.Finish(
            CheckIn.Of(now, place, reading.CountsAsInside(policy.Fence), reading.DistanceMetres, photoId, who, doubts), policy.Checkin);
        db.Audit(
            "visit.ended", nameof(Visit), visit.Id, $"{actor.Required.Name} 结束执业，计 {visit.Minutes} 分钟{who.Mark}",
            after: new { visit.Minutes, visit.Mark, reading.DistanceMetres, who.Face?.Score, doubts }, evidence: who.EvidenceId.ToString());
        var written = await db.Set<FeedbackForm>().AnyAsync(f => f.ProjectId == visit.ProjectId && f.Day == visit.Day, ct);
        return new Response(
            visit.Id, visit.StartedAt, now, visit.Minutes ?? 0, visit.Mark, visit.MarkReason, visit.End!.Inside, reading.DistanceMetres,
            who.Face?.Score, who.Face?.Threshold, who.Witnessed?.WitnessName, !written, await TakeForm.OtherWriter(db, visit, people, now, ct));
    }
}
