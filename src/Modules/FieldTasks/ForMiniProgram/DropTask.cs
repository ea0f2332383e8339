using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;

namespace WeChatService.FieldTasks.ForMiniProgram;

/// <summary>Deletes an unsubmitted task, or a wrong detection record while the review is closed; its facilities can be taken again (FLD-24, 27, 28; PLN-17).</summary>
internal static class DropTask
{
    public sealed record Response(Guid Id, int FacilitiesFreed);

    public static void Map(RouteGroupBuilder miniProgram) => miniProgram.MapDelete("/tasks/{id:guid}", Handle).For(Role.Operator, Role.ProjectLead);

    private static async Task<Response> Handle(Guid id, AppDb db, CurrentActor actor, IPlans plans, ReviewGate gate, CancellationToken ct)
    {
        var task = await db.Whole().Own(id, actor.Required, ct);
        task.MustBeDeletable(gate.Guards(task));
        await gate.Pass(task, ct);
        await plans.GiveBack(task.PlanId, task.Id, ct);
        db.Remove(task);
        // The face comparisons of its consents stay as evidence; their ids stand in this entry.
        db.Audit(
            "task.dropped", nameof(FieldTask), task.Id, $"删除{(task.SubmittedAt is null ? "未提交的" : "已提交的")}任务 {task.Name}，{task.Records.Count} 条记录",
            before: new { task.Name, task.PlanId, task.ClassCodes, task.State, task.Version, Consents = task.Consents.Select(c => new { c.Id, c.Kind, c.State, c.AskedComparisonId, c.AskedProofId, c.DecidedComparisonId, c.DecidedProofId }) });
        return new Response(task.Id, task.ClassCodes.Count);
    }
}
