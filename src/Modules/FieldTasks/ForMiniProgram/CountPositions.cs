using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks.ForMiniProgram;

/// <summary>位置数量 of a sub-item, which its items can take over while they are recorded (FLD-18).</summary>
internal static class CountPositions
{
    public sealed record Request(string? SubItemCode, int? Count);
    public sealed record Response(IReadOnlyList<SubItemPositions> Positions);

    public static void Map(RouteGroupBuilder miniProgram) => miniProgram.MapPost("/tasks/{id:guid}/positions", Handle).For(Role.Operator, Role.ProjectLead);

    private static async Task<Response> Handle(
        Guid id, Request request, AppDb db, CurrentActor actor, ICatalogue catalogue, IRegionPolicies policies, TimeProvider time, CancellationToken ct)
    {
        var task = await db.Whole().Own(id, actor.Required, ct);
        task.MustBeOpen(policies.For(task.Region).Approval);
        var subItem = DetectionRules.SubItemsOf(catalogue.EditionOf(task), task).FirstOrDefault(s => s.Code == request.SubItemCode)
            ?? throw new RuleBroken(RecordProblems.SubItemUnknown);
        task.CountPositions(subItem.Code, DetectionRules.PositionsOf(request.Count), time.GetUtcNow());
        return new Response(task.Positions);
    }
}
