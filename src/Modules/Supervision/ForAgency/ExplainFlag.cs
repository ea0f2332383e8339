using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Supervision.ForAgency;

/// <summary>SUP-13: the agency says how it came about.</summary>
internal static class ExplainFlag
{
    /// <param name="Text">2 to 500 characters.</param>
    public sealed record Request(string? Text);

    public sealed record Response(Guid Id, FlagState State);

    public static void Map(RouteGroupBuilder door) => door.MapPost("/flags/{id:guid}/explanations", Handle).For(Role.ProjectLead, Role.AgencyAdmin);

    private static async Task<Response> Handle(
        Guid id, Request request, AppDb db, CurrentActor actor, IProjects projects, TimeProvider time, CancellationToken ct)
    {
        var flag = await db.Set<SupervisionFlag>().FirstOrDefaultAsync(f => f.Id == id, ct);
        if (flag is null || !(await projects.Led(ct)).Holds(flag.ProjectId))
        {
            throw new RuleBroken(FlagProblems.NotYours);
        }

        flag.Explain(request.Text, actor.Required.Name, time.GetUtcNow());
        db.Audit("flag.explained", nameof(SupervisionFlag), flag.Id, $"{actor.Required.Name} 说明：{flag.Steps[^1].Says}");
        return new Response(flag.Id, flag.State);
    }
}
