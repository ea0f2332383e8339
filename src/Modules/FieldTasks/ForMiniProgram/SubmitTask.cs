using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WeChatService.Catalogue.Contracts;
using WeChatService.Faces.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks.ForMiniProgram;

/// <summary>
/// 提交 (FLD-07, 25, 26). Where the lead must consent, photo and position sent along ask him in the same step; without them the task waits
/// until the operator asks (APR-02, 06).
/// </summary>
internal static class SubmitTask
{
    /// <param name="QueuedAt">As in a request for consent (APR-13).</param>
    /// <param name="SecondWay">Instead of the face, after it was not recognised (PEO-31).</param>
    public sealed record Request(Guid? PhotoId, ReportedPosition? Position, DateTimeOffset? QueuedAt, SecondWayAnswer? SecondWay);

    public sealed record Response(Guid Id, FieldTaskState State, int Version, int Failures, Guid? ConsentId);

    public static void Map(RouteGroupBuilder miniProgram) => miniProgram.MapPost("/tasks/{id:guid}/submit", Handle).For(Role.Operator, Role.ProjectLead);

    private static async Task<Response> Handle(
        Guid id, Request request, AppDb db, CurrentActor actor, ConsentDesk desk, ReviewGate gate, IProjects projects, ICatalogue catalogue, IRegionPolicies policies, TimeProvider time,
        CancellationToken ct)
    {
        var task = await db.Whole().Own(id, actor.Required, ct);
        await gate.Pass(task, ct);
        var region = policies.For(task.Region);
        var policy = region.Approval;
        var project = await projects.Find(task.ProjectId, ct) ?? throw new RuleBroken(FieldTaskProblems.NotYours);
        Guid? consentId = null;
        if (policy.Submit && (request.PhotoId is not null || request.SecondWay is not null))
        {
            consentId = (await desk.Ask(
                task, ConsentKind.Submit, new PresenceShown(request.PhotoId, request.SecondWay, request.Position), request.QueuedAt, ct)).Id;
        }
        else if (task.Submit(policy, catalogue.NamesOf(task), time.GetUtcNow(), FieldTaskRules.PhotosSuffice(project, region)))
        {
            db.Announce(task.Announcement());
            db.Audit("task.submitted", nameof(FieldTask), task.Id, $"提交任务 {task.Name}，{task.Records.Count} 条记录");
        }

        return new Response(task.Id, task.State, task.Version, task.Records.Count(r => r.Verdict == ItemVerdict.Fails), consentId);
    }
}
