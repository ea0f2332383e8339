using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks.ForMiniProgram;

/// <summary>接收, 执行, 提交 of a troubleshooting or repair task (FLD-29, 30).</summary>
internal static class DoFaultTask
{
    public sealed record StartRequest(ReportedPosition? Position);
    public sealed record SubmitRequest(FaultTaskResult? Result, string? Text, IReadOnlyList<Guid>? PhotoIds);
    public sealed record Response(Guid Id, FaultTaskState State, FaultTaskResult? Result, bool? InsideFence, double? DistanceMetres);

    public static void Map(RouteGroupBuilder miniProgram)
    {
        miniProgram.MapPost("/fault-tasks/{id:guid}/accept", Accept).For(Role.Operator, Role.ProjectLead);
        miniProgram.MapPost("/fault-tasks/{id:guid}/start", Start).For(Role.Operator, Role.ProjectLead);
        miniProgram.MapPost("/fault-tasks/{id:guid}/submit", Submit).For(Role.Operator, Role.ProjectLead);
    }

    private static async Task<Response> Accept(Guid id, AppDb db, CurrentActor actor, TimeProvider time, CancellationToken ct)
    {
        var task = await db.Set<FaultTask>().Own(id, actor.Required, ct);
        task.Accept(time.GetUtcNow());
        db.Audit("fault_task.accepted", nameof(FaultTask), task.Id, $"接收{Says(task)}：{task.ItemName}");
        return Answer(task);
    }

    /// <summary>As with planned tasks the place is measured and kept as evidence; it stops nobody.</summary>
    private static async Task<Response> Start(
        Guid id, StartRequest request, AppDb db, CurrentActor actor, IProjects projects, IRegionPolicies policies, TimeProvider time, CancellationToken ct)
    {
        var task = await db.Set<FaultTask>().Own(id, actor.Required, ct);
        var place = (request.Position ?? throw new RuleBroken(FieldTaskProblems.PositionMissing)).ToWgs84();
        var reading = await projects.Measure(task.ProjectId, place, ct);
        var now = time.GetUtcNow();
        var inside = reading.CountsAsInside(policies.For(task.Region).Fence);
        task.Begin(new SiteEvidence(now, place, inside, reading.DistanceMetres, null, null, []), now);
        db.Audit(
            "fault_task.started", nameof(FaultTask), task.Id, $"执行{Says(task)}：{task.ItemName}，{(inside ? "在围栏内" : $"离围栏 {reading.Says()}")}",
            after: new { inside, reading.DistanceMetres, place.AccuracyMetres });
        return Answer(task);
    }

    private static async Task<Response> Submit(
        Guid id, SubmitRequest request, AppDb db, CurrentActor actor, IRegionPolicies policies, Photos photos, TimeProvider time, CancellationToken ct)
    {
        var task = await db.Set<FaultTask>().Own(id, actor.Required, ct);
        var policy = policies.For(task.Region);
        IReadOnlyList<Guid> shown = [.. (request.PhotoIds ?? []).Distinct()];
        await photos.Find(shown, ct);
        task.Submit(request.Result, request.Text, shown, policy.Fault, policy.Limits.PhotosPerItem, time.GetUtcNow());
        db.Announce(task.Announcement(actor.Required.Name));
        db.Audit(
            "fault_task.submitted", nameof(FaultTask), task.Id,
            $"{Says(task)}结果{(task.Result == FaultTaskResult.Solved ? "解决" : "没解决")}：{task.ItemName}", after: new { task.Result, task.ResultText, task.PhotoIds });
        return Answer(task);
    }

    private static string Says(FaultTask task) => task.Kind == FaultTaskKind.Troubleshoot ? "排查任务" : "维修任务";

    private static Response Answer(FaultTask task) => new(task.Id, task.State, task.Result, task.Start?.Inside, task.Start?.DistanceMetres);
}
