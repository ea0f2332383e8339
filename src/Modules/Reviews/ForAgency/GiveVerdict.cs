using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WeChatService.Faces.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews.ForAgency;

/// <summary>审核通过, 审核不通过, 退回待审核 (REV-01…06, 09, 11).</summary>
internal sealed class GiveVerdict(
    AppDb db, CurrentActor actor, IFieldTasks tasks, IProjects projects, IFaults faults, IFaces faces, IRegionPolicies policies,
    Ids ids, TimeProvider time)
{
    public sealed record PassRequest(string? Opinion, Guid? PhotoId);
    public sealed record ReturnRequest(string? Reason, IReadOnlyList<ItemRemark>? Items, Guid? PhotoId);
    public sealed record ReopenRequest(string? Reason);
    public sealed record Response(Guid TaskId, FieldTaskState State);

    public static void Map(RouteGroupBuilder agency)
    {
        agency.MapPost("/reviews/{taskId:guid}/pass", (Guid taskId, PassRequest request, GiveVerdict verdict, CancellationToken ct) => verdict.Pass(taskId, request, ct))
            .For(Role.ProjectLead, Role.TechnicalLead);
        agency.MapPost("/reviews/{taskId:guid}/return", (Guid taskId, ReturnRequest request, GiveVerdict verdict, CancellationToken ct) => verdict.Return(taskId, request, ct))
            .For(Role.ProjectLead, Role.TechnicalLead);
        agency.MapPost("/reviews/{taskId:guid}/reopen", (Guid taskId, ReopenRequest request, GiveVerdict verdict, CancellationToken ct) => verdict.Reopen(taskId, request, ct))
            .For(Role.ProjectLead, Role.TechnicalLead);
    }

    private async Task<Response> Pass(Guid taskId, PassRequest request, CancellationToken ct)
    {
        var (task, project, policy) = await Load(taskId, ct);
        ReviewRules.MustBeWaiting(task);
        if (ReviewRules.WhyNotPass(project, await faults.OfTask(taskId, ct), policy.Review) is { } why)
        {
            throw new RuleBroken(why);
        }

        var face = await Face(request.PhotoId, policy, ct);
        await tasks.Approve(taskId, ct);
        Record(task, ReviewVerdict.Passed, request.Opinion?.Trim() is { Length: > 0 } opinion ? opinion : "审核通过", [], face);
        db.Announce(new TaskApproved(task.Id, task.Name, task.PlanId, task.ProjectId, task.AgencyId, task.OperatorId));
        return new Response(taskId, FieldTaskState.Approved);
    }

    private async Task<Response> Return(Guid taskId, ReturnRequest request, CancellationToken ct)
    {
        var (task, _, policy) = await Load(taskId, ct);
        ReviewRules.MustBeWaiting(task);
        var reason = ReviewRules.ReasonOf(request.Reason);
        var face = await Face(request.PhotoId, policy, ct);
        await tasks.Return(taskId, reason, ct);
        Record(task, ReviewVerdict.Returned, reason, request.Items ?? [], face);
        db.Announce(new TaskReturned(task.Id, task.Name, task.ProjectId, task.AgencyId, task.OperatorId, reason));
        return new Response(taskId, FieldTaskState.Returned);
    }

    private async Task<Response> Reopen(Guid taskId, ReopenRequest request, CancellationToken ct)
    {
        var (task, _, _) = await Load(taskId, ct);
        var reason = ReviewRules.ReasonOf(request.Reason);
        await tasks.Reopen(taskId, ct);
        Record(task, ReviewVerdict.Reopened, reason, [], null);
        return new Response(taskId, FieldTaskState.Submitted);
    }

    private async Task<(TaskSheet Task, ProjectCard Project, RegionPolicy Policy)> Load(Guid taskId, CancellationToken ct)
    {
        var task = await tasks.Sheet(taskId, ct) ?? throw new RuleBroken(ReviewProblems.NotYours);
        var project = await projects.Find(task.ProjectId, ct) ?? throw new RuleBroken(ReviewProblems.NotYours);
        var policy = policies.For(project.Region);
        ReviewRules.MustBeReviewer(project, actor.Required, policy.Review);
        return (task, project, policy);
    }

    /// <summary>REV-02: the reviewer's own face, where the profile asks for it.</summary>
    private async Task<Guid?> Face(Guid? photoId, RegionPolicy policy, CancellationToken ct)
    {
        if (!policy.Review.Face)
        {
            return null;
        }

        var photo = photoId ?? throw new RuleBroken(ReviewProblems.FaceMissing);
        return (await faces.Compare(actor.Required.PersonId!.Value, photo, FacePurpose.Review, policy.Code, ct)).ComparisonId;
    }

    private void Record(TaskSheet task, ReviewVerdict verdict, string opinion, IReadOnlyList<ItemRemark> remarks, Guid? face)
    {
        var by = actor.Required;
        var review = Review.Of(
            ids.Next(), task.Id, task.Version, task.ProjectId, task.AgencyId, verdict, opinion, remarks, by.PersonId!.Value, by.Name,
            time.GetUtcNow(), face);
        db.Add(review);
        db.Audit($"review.{verdict.ToString().ToLowerInvariant()}", "FieldTask", task.Id, $"{task.Name}：{opinion}", evidence: face?.ToString());
    }
}
