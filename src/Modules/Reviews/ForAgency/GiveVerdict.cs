using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WeChatService.Catalogue.Contracts;
using WeChatService.Faces.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Reviews.Contracts;
using WeChatService.Reviews.Judging;

namespace WeChatService.Reviews.ForAgency;

/// <summary>审核通过, 审核不通过, 退回待审核 (REV-01…07, 09, 11, 20).</summary>
internal sealed class GiveVerdict(
    AppDb db, ReviewDesk desk, JudgementDesk judgements, IFieldTasks tasks, IProjects projects, IFaults faults, ICatalogue catalogue)
{
    /// <param name="SecondWay">Instead of the face, after it was not recognised (PEO-31).</param>
    public sealed record PassRequest(string? Opinion, Guid? PhotoId, SecondWayAnswer? SecondWay);

    /// <param name="SecondWay">As when it passes.</param>
    public sealed record ReturnRequest(string? Reason, IReadOnlyList<ItemRemark?>? Items, Guid? PhotoId, SecondWayAnswer? SecondWay);

    /// <param name="WitnessId">A colleague who is beside him.</param>
    public sealed record CodesRequest(Guid WitnessId);

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
        agency.MapPost("/reviews/{taskId:guid}/codes", (Guid taskId, CodesRequest request, GiveVerdict verdict, CancellationToken ct) => verdict.SendCodes(taskId, request, ct))
            .For(Role.ProjectLead, Role.TechnicalLead);
        agency.MapGet("/reviews/{taskId:guid}/witnesses", (Guid taskId, string? search, GiveVerdict verdict, CancellationToken ct) => verdict.Witnesses(taskId, search, ct))
            .For(Role.ProjectLead, Role.TechnicalLead);
    }

    private async Task<CodesSent> SendCodes(Guid taskId, CodesRequest request, CancellationToken ct)
    {
        var (task, project) = await Load(taskId, ct);
        ReviewRules.MustBeWaiting(task);
        return await desk.SendCodes(project, taskId, request.WitnessId, ct);
    }

    private async Task<IReadOnlyList<Witness>> Witnesses(Guid taskId, string? search, CancellationToken ct)
    {
        await Load(taskId, ct);
        return await desk.Witnesses(search, ct);
    }

    private async Task<Response> Pass(Guid taskId, PassRequest request, CancellationToken ct)
    {
        var (task, project) = await Load(taskId, ct);
        ReviewRules.MustBeWaiting(task);
        MustNotBeJudged(task);
        if (ReviewRules.WhyNotPass(project, await faults.OfTask(taskId, ct), desk.PolicyOf(project)) is { } why)
        {
            throw new RuleBroken(why);
        }

        var opinion = ReviewRules.OpinionOf(request.Opinion);
        var who = await desk.Prove(project, taskId, request.PhotoId, request.SecondWay, ct);
        await tasks.Approve(taskId, ct);
        desk.Record(task, ReviewVerdict.Passed, opinion, [], who);
        db.Announce(new TaskApproved(task.Id, task.Name, task.PlanId, task.ProjectId, task.AgencyId, task.OperatorId));
        return new Response(taskId, FieldTaskState.Approved);
    }

    private async Task<Response> Return(Guid taskId, ReturnRequest request, CancellationToken ct)
    {
        var (task, project) = await Load(taskId, ct);
        ReviewRules.MustBeWaiting(task);
        var reason = ReviewRules.ReasonOf(request.Reason);
        var remarks = ReviewRules.RemarksOf(request.Items, task);
        if (IsJudged(task))
        {
            // The operator could send nothing while the review is open (REV-13), so that a return closes it.
            await judgements.CloseForReturn(task, ct);
        }

        var who = await desk.Prove(project, taskId, request.PhotoId, request.SecondWay, ct);
        await tasks.Return(taskId, reason, [.. remarks.Select(r => new ReturnRemark(r.ItemCode, r.Remark))], ct);
        desk.Record(task, ReviewVerdict.Returned, reason, remarks, who);
        var edition = catalogue.Find(task.EditionCode, task.EditionVersion);
        db.Announce(new TaskReturned(
            task.Id, task.Name, task.ProjectId, task.AgencyId, task.OperatorId,
            ReviewRules.Says(reason, remarks, code => edition?.FindItem(code)?.Name ?? code)));
        return new Response(taskId, FieldTaskState.Returned);
    }

    private async Task<Response> Reopen(Guid taskId, ReopenRequest request, CancellationToken ct)
    {
        var (task, _) = await Load(taskId, ct);
        MustNotBeJudged(task);
        var reason = ReviewRules.ReasonOf(request.Reason);
        await tasks.Reopen(taskId, ct);
        desk.Record(task, ReviewVerdict.Reopened, reason, [], null);
        return new Response(taskId, FieldTaskState.Submitted);
    }

    private async Task<(TaskSheet Task, ProjectCard Project)> Load(Guid taskId, CancellationToken ct)
    {
        var task = await tasks.Sheet(taskId, ct) ?? throw new RuleBroken(ReviewProblems.NotYours);
        var project = await projects.Find(task.ProjectId, ct) ?? throw new RuleBroken(ReviewProblems.NotYours);
        await desk.MustBeReviewer(project, [task.OperatorId], ct);
        return (task, project);
    }

    private bool IsJudged(TaskSheet task) => catalogue.Find(task.EditionCode, task.EditionVersion)?.Detection is not null;

    /// <summary>REV-14: what is judged by the plan passes with the plan.</summary>
    private void MustNotBeJudged(TaskSheet task)
    {
        if (IsJudged(task))
        {
            throw new RuleBroken(JudgementProblems.ByPlan.With("planId", task.PlanId));
        }
    }
}
