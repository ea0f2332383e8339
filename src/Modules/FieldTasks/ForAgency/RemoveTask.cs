using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;

namespace WeChatService.FieldTasks.ForAgency;

/// <summary>监控现场提交任务: the administrator deletes an unsubmitted task that its operator cannot find; the plan is free again (PLN-18).</summary>
internal static class RemoveTask
{
    public sealed record Response(Guid Id, int FacilitiesFreed);

    public static void Map(RouteGroupBuilder door) => door.MapDelete("/tasks/{id:guid}", Handle).For(Role.AgencyAdmin);

    private static async Task<Response> Handle(Guid id, AppDb db, IPlans plans, CancellationToken ct)
    {
        var task = await db.Whole().FirstOrDefaultAsync(t => t.Id == id, ct) ?? throw new RuleBroken(FieldTaskProblems.NotYours);
        task.MustBeDeletable();
        await plans.GiveBack(task.PlanId, task.Id, ct);
        db.Remove(task);
        db.Audit(
            "task.removed", nameof(FieldTask), task.Id, $"管理员删除未提交的任务 {task.Name}，{task.Records.Count} 条记录",
            before: new { task.Name, task.PlanId, task.OperatorId, task.ClassCodes, task.State });
        return new Response(task.Id, task.ClassCodes.Count);
    }
}
