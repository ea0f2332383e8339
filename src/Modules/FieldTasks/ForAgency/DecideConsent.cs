using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Faces.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.FieldTasks.ForAgency;

/// <summary>The lead consents on site, or says why not (APR-03, 04, 08, 09, 10, 12).</summary>
internal static class DecideConsent
{
    /// <param name="SecondWay">Instead of the face, after it was not recognised (PEO-31).</param>
    public sealed record Grant(Guid? PhotoId, ReportedPosition? Position, SecondWayAnswer? SecondWay);

    /// <param name="WitnessId">A colleague who is beside the lead.</param>
    public sealed record CodesRequest(Guid WitnessId);

    public sealed record Refusal(string? Reason);

    public sealed record Response(
        Guid Id, ConsentState State, FieldTaskState TaskState, DateTimeOffset DecidedAt, double? Score, double? Threshold, double? DistanceMetres,
        string? WitnessName);

    public static void Map(RouteGroupBuilder agency)
    {
        agency.MapPost("/consents/{id:guid}/grant", Consented).For(Role.ProjectLead);
        agency.MapPost("/consents/{id:guid}/refuse", Refused).For(Role.ProjectLead);
        agency.MapPost("/consents/{id:guid}/codes", SendCodes).For(Role.ProjectLead);
        agency.MapGet("/consents/{id:guid}/witnesses", Witnesses).For(Role.ProjectLead);
    }

    private static async Task<Response> Consented(
        Guid id, Grant request, AppDb db, CurrentActor actor, IProjects projects, ConsentDesk desk, CancellationToken ct)
    {
        var (task, consent, leadId) = await Find(id, db, actor.Required, projects, ct);
        consent.MustBePending();
        var presence = await desk.ProveLead(task, consent, leadId, new PresenceShown(request.PhotoId, request.SecondWay, request.Position), ct);
        task.Grant(consent, leadId, presence);
        Tell(db, task, consent);
        db.Audit(
            "consent.granted", nameof(Consent), consent.Id, $"同意{Matter(consent)}：{task.Name}{presence.Who.Mark}",
            after: new { consent.Kind, presence.Site.DistanceMetres, presence.Site.Score, presence.Site.Threshold },
            evidence: presence.Who.EvidenceId.ToString());
        if (consent.Kind == ConsentKind.Submit)
        {
            db.Announce(task.Announcement());
        }

        return Answer(task, consent);
    }

    private static async Task<CodesSent> SendCodes(
        Guid id, CodesRequest request, AppDb db, CurrentActor actor, IProjects projects, ConsentDesk desk, CancellationToken ct)
    {
        var (_, consent, leadId) = await Find(id, db, actor.Required, projects, ct);
        return await desk.SendCodes(consent, leadId, request.WitnessId, ct);
    }

    private static async Task<IReadOnlyList<Witness>> Witnesses(
        Guid id, string? search, AppDb db, CurrentActor actor, IProjects projects, ConsentDesk desk, CancellationToken ct)
    {
        var (_, _, leadId) = await Find(id, db, actor.Required, projects, ct);
        return await desk.Witnesses(leadId, search, ct);
    }

    private static async Task<Response> Refused(
        Guid id, Refusal request, AppDb db, CurrentActor actor, IProjects projects, TimeProvider time, CancellationToken ct)
    {
        var (task, consent, leadId) = await Find(id, db, actor.Required, projects, ct);
        task.Refuse(consent, leadId, request.Reason, time.GetUtcNow());
        Tell(db, task, consent);
        db.Audit("consent.refused", nameof(Consent), consent.Id, $"不同意{Matter(consent)}：{task.Name}", after: new { consent.Kind, consent.Reason });
        return Answer(task, consent);
    }

    private static async Task<(FieldTask Task, Consent Consent, Guid LeadId)> Find(
        Guid id, AppDb db, Actor actor, IProjects projects, CancellationToken ct)
    {
        var task = await db.Whole().FirstOrDefaultAsync(t => t.Consents.Any(c => c.Id == id), ct) ?? throw new RuleBroken(ConsentProblems.NotYours);
        var project = await projects.Find(task.ProjectId, ct) ?? throw new RuleBroken(ConsentProblems.NotYours);
        project.MustBeLedBy(actor);
        return (task, task.Consents.First(c => c.Id == id), project.LeadId);
    }

    private static void Tell(AppDb db, FieldTask task, Consent consent) => db.Announce(new ConsentDecided(
        consent.Id, consent.Kind, consent.State == ConsentState.Granted, task.Id, task.Name, task.ProjectId, task.AgencyId, task.OperatorId,
        consent.Reason));

    private static string Matter(Consent consent) => consent.Kind == ConsentKind.Start ? "开始" : "提交";

    private static Response Answer(FieldTask task, Consent consent) => new(
        consent.Id, consent.State, task.State, consent.DecidedAt!.Value, consent.Decided?.Score, consent.Decided?.Threshold, consent.Decided?.DistanceMetres,
        consent.Decided?.WitnessName);
}
