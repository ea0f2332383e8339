using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WeChatService.Faces.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.FieldTasks.ForMiniProgram;

/// <summary>开始申请 and 提交申请, with the operator's face and place (APR-01, 02, 03, 07, 13).</summary>
internal static class AskConsent
{
    /// <param name="QueuedAt">The phone's clock when there was no network and the request was kept; left out when asked at once (APR-13).</param>
    /// <param name="SecondWay">Instead of the face, after it was not recognised; never of a request that waited for a network.</param>
    public sealed record Request(ConsentKind Kind, Guid TaskId, Guid? PhotoId, ReportedPosition? Position, DateTimeOffset? QueuedAt, SecondWayAnswer? SecondWay);

    /// <param name="WitnessId">A colleague who is beside him.</param>
    public sealed record CodesRequest(ConsentKind Kind, Guid TaskId, Guid WitnessId);

    /// <param name="AskedAt">The phone's time if <paramref name="IsOffline"/>; <paramref name="ReceivedAt"/> is ours.</param>
    public sealed record Response(
        Guid Id, ConsentKind Kind, ConsentState State, DateTimeOffset AskedAt, DateTimeOffset ReceivedAt, bool IsOffline, double DistanceMetres,
        double? Score, double? Threshold, string? WitnessName);

    public static void Map(RouteGroupBuilder miniProgram)
    {
        miniProgram.MapPost("/consents", Handle).For(Role.Operator, Role.ProjectLead);
        miniProgram.MapPost("/consents/codes", SendCodes).For(Role.Operator, Role.ProjectLead);
        miniProgram.MapGet("/consents/witnesses", Witnesses).For(Role.Operator, Role.ProjectLead);
    }

    private static async Task<CodesSent> SendCodes(CodesRequest request, AppDb db, CurrentActor actor, ConsentDesk desk, CancellationToken ct) =>
        await desk.SendCodes(await db.Whole().Own(request.TaskId, actor.Required, ct), request.Kind, request.WitnessId, ct);

    private static Task<IReadOnlyList<Witness>> Witnesses(string? search, CurrentActor actor, ConsentDesk desk, CancellationToken ct) =>
        desk.Witnesses(actor.Required.PersonId!.Value, search, ct);

    private static async Task<Created<Response>> Handle(Request request, AppDb db, CurrentActor actor, ConsentDesk desk, CancellationToken ct)
    {
        var task = await db.Whole().Own(request.TaskId, actor.Required, ct);
        var consent = await desk.Ask(
            task, request.Kind, new PresenceShown(request.PhotoId, request.SecondWay, request.Position), request.QueuedAt, ct);
        return TypedResults.Created($"/api/agency/consents/{consent.Id}", new Response(
            consent.Id, consent.Kind, consent.State, consent.AskedAt, consent.ReceivedAt, consent.IsOffline, consent.Asked.DistanceMetres,
            consent.Asked.Score, consent.Asked.Threshold, consent.Asked.WitnessName));
    }
}
