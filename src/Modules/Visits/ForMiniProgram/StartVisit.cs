using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Faces.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Visits.ForMiniProgram;

/// <summary>开始执业 (CHK-01, 03, 04, 06, 16, 17; OWN-10; PLN-23). What is cheap to ask is asked before the face service is.</summary>
internal static class StartVisit
{
    /// <param name="Challenge">From <c>POST /visits/challenges</c>, asked for before the picture was taken.</param>
    /// <param name="IsMock">What the phone says of the place, if it says anything.</param>
    public sealed record Request(
        Guid ProjectId, Guid? PhotoId, ReportedPosition? Position, string? Challenge, SecondWayAnswer? SecondWay = null, bool? IsMock = null);

    /// <param name="FormWriter">Who has confirmed that he writes the day's form (CHK-11); null: nobody else yet.</param>
    /// <param name="Score">Null: proven by the second way, before <paramref name="WitnessName"/>.</param>
    public sealed record Response(Guid Id, DateTimeOffset StartedAt, double DistanceMetres, double? Score, double? Threshold, string? WitnessName, string? FormWriter);

    public static void Map(RouteGroupBuilder miniProgram) => miniProgram.MapPost("/visits", Handle);

    private static async Task<Created<Response>> Handle(
        Request request, AppDb db, CurrentActor actor, IProjects projects, IPeople people, IOwnerContacts contacts, IPlans plans, IRegionPolicies policies,
        IIdentities identities, Photos photos, VisitChallenges challenges, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var me = actor.Required.PersonId ?? throw new RuleBroken(KernelProblems.NotYourRole);
        var project = await projects.Find(request.ProjectId, ct) ?? throw new RuleBroken(VisitProblems.ProjectUnknown);
        var policy = policies.For(project.Region);
        VisitRules.MustBeUsedHere(policy.Checkin);
        VisitRules.MustBeMember(project, me);
        VisitRules.ProjectMustBeWorkedOn(project.State);
        var now = time.GetUtcNow();
        VisitRules.ContactMustBeBound(policy.Owner, (await contacts.OfProject(project.Id, ct)).Count);
        VisitRules.PlanMustExist(project.ServiceType, await plans.OfMonth(project.Id, ChinaMonth.Of(now), ct) is not null);
        var open = await db.Set<Visit>().FirstOrDefaultAsync(v => v.PersonId == me && v.EndedAt == null, ct);
        VisitRules.MustBeAtWorkNowhereElse(open, project.Id, open is null ? null : (await projects.Find(open.ProjectId, ct))?.Name);
        if ((request.SecondWay?.PhotoId ?? request.PhotoId) is not { } photoId || request.Position is not { } reported)
        {
            throw new RuleBroken(VisitProblems.EvidenceMissing);
        }

        var place = reported.ToWgs84();
        place.MustBeAccurate(policy.Fence);
        var reading = await projects.Measure(project.Id, place, ct);
        VisitRules.MustBeOnSite(reading, policy.Fence);
        var doubts = PlaceDoubts.Of(reported, place, request.IsMock ?? false, await db.FixesOf(me, ct), now);
        await challenges.Use(
            request.Challenge, me, project.Id, FacePurpose.VisitStart, await photos.Find(photoId, ct), (project.AgencyId, project.Region), ct);
        var who = await identities.Prove(
            new(me, FacePurpose.VisitStart, project.Id, project.Region), photoId, request.SecondWay, VisitProblems.EvidenceMissing, ct);

        var visit = Visit.Begin(
            ids.Next(), project, me,
            CheckIn.Of(now, place, true, reading.DistanceMetres, photoId, who, doubts));
        db.Add(visit);
        await projects.MarkFirstWork(project.Id, ct);
        db.Enqueue(new CloseVisit(visit.Id), visit.Id.ToString(), now.AddHours(policy.Checkin.MaxHours).AddSeconds(1));
        foreach (var at in VisitRules.RemindersOf(now, policy.Checkin))
        {
            db.Enqueue(new RemindToEnd(visit.Id, at), $"{visit.Id:N}:{at.ToUnixTimeSeconds()}", at);
        }

        db.Announce(new VisitStarted(visit.Id, project.Id, project.AgencyId, me, now));
        db.Audit(
            "visit.started", nameof(Visit), visit.Id, $"{actor.Required.Name} 在「{project.Name}」开始执业{who.Mark}",
            after: new { reading.DistanceMetres, who.Face?.Score, who.Face?.Threshold, doubts }, evidence: who.EvidenceId.ToString());
        return TypedResults.Created(
            $"/api/miniprogram/visits/{visit.Id}", new Response(
                visit.Id, now, reading.DistanceMetres, who.Face?.Score, who.Face?.Threshold, who.Witnessed?.WitnessName,
                await TakeForm.OtherWriter(db, visit, people, now, ct)));
    }
}
