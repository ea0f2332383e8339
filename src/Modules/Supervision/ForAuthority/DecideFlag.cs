using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Supervision.ForAuthority;

/// <summary>SUP-13, SUP-16: the brigade closes a flag and opens it again, each time with its reason; nothing of the agency's data changes.</summary>
internal static class DecideFlag
{
    /// <param name="Reason">2 to 500 characters.</param>
    public sealed record Request(string? Reason);

    public sealed record Response(Guid Id, FlagState State);

    public static void Map(RouteGroupBuilder authority)
    {
        authority.MapPost("/flags/{id:guid}/closing", Close).For(Role.Brigade);
        authority.MapPost("/flags/{id:guid}/reopening", Reopen).For(Role.Brigade);
    }

    private static async Task<Response> Close(Guid id, Request request, AppDb db, CurrentActor actor, TimeProvider time, CancellationToken ct)
    {
        var flag = await Mine(db, id, ct);
        flag.Close(request.Reason, actor.Required.Name, time.GetUtcNow());
        db.Audit("flag.closed", nameof(SupervisionFlag), flag.Id, $"{actor.Required.Name} 关闭标记：{flag.Steps[^1].Says}");
        return new Response(flag.Id, flag.State);
    }

    private static async Task<Response> Reopen(Guid id, Request request, AppDb db, CurrentActor actor, TimeProvider time, CancellationToken ct)
    {
        var flag = await Mine(db, id, ct);
        flag.Reopen(request.Reason, actor.Required.Name, time.GetUtcNow());
        db.Audit("flag.reopened", nameof(SupervisionFlag), flag.Id, $"{actor.Required.Name} 重新打开标记：{flag.Steps[^1].Says}");
        return new Response(flag.Id, flag.State);
    }

    private static async Task<SupervisionFlag> Mine(AppDb db, Guid id, CancellationToken ct) =>
        await db.Set<SupervisionFlag>().FirstOrDefaultAsync(f => f.Id == id, ct) ?? throw new RuleBroken(FlagProblems.NotYours);
}
