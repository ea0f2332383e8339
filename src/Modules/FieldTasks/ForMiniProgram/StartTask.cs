using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks.ForMiniProgram;

/// <summary>
/// 执行 (FLD-04, 05, 06; APR-05). The place is measured and kept; it does not stop the start: where no check-in exists it is the
/// evidence that a reviewer looks at.
/// </summary>
internal static class StartTask
{
    /// <param name="At">The phone's clock when it had no network (FLD-23); the evidence is of that time, the start is ours.</param>
    public sealed record Request(
        Guid? SelfiePhotoId, Guid? SignInPhotoId, Guid? ControllerPhotoId, string? ControllerBrand, ReportedPosition? Position, DateTimeOffset? At);

    public sealed record Response(Guid Id, FieldTaskState State, DateTimeOffset StartedAt, bool InsideFence, double DistanceMetres);

    public static void Map(RouteGroupBuilder miniProgram) => miniProgram.MapPost("/tasks/{id:guid}/start", Handle).For(Role.Operator, Role.ProjectLead);

    private static async Task<Response> Handle(
        Guid id, Request request, AppDb db, CurrentActor actor, IProjects projects, IRegionPolicies policies, Photos photos, TimeProvider time,
        CancellationToken ct)
    {
        var task = await db.Whole().Own(id, actor.Required, ct);
        var policy = policies.For(task.Region);
        task.StartMustBeConsented(policy.Approval);
        var shown = new StartPhotos(request.SelfiePhotoId, request.SignInPhotoId, request.ControllerPhotoId);
        await photos.Find(shown.All, ct);
        var place = (request.Position ?? throw new RuleBroken(FieldTaskProblems.PositionMissing)).ToWgs84();
        var reading = await projects.Measure(task.ProjectId, place, ct);
        var now = time.GetUtcNow();
        var inside = reading.CountsAsInside(policy.Fence);
        task.Begin(
            shown, request.ControllerBrand, new SiteEvidence(FieldTaskRules.PhoneTime(request.At, task.CreatedAt, now), place, inside, reading.DistanceMetres, null, null, shown.All)
            {
                IsMock = request.Position.IsMock == true,
            }, policy, now);
        await projects.MarkFirstWork(task.ProjectId, ct);
        db.Audit(
            "task.started", nameof(FieldTask), task.Id, $"开始任务 {task.Name}，{(inside ? "在围栏内" : $"离围栏 {reading.Says()}")}",
            after: new { inside, reading.DistanceMetres, place.AccuracyMetres });
        return new Response(task.Id, task.State, now, inside, reading.DistanceMetres);
    }
}
