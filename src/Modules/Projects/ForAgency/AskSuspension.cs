using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects.ForAgency;

/// <summary>暂停 and 撤销 (PRJ-35, 38): the administrator asks, the jurisdiction decides, the lead reads it at the foot of the project (§18.5, PRJ-37).</summary>
internal static class AskSuspension
{
    /// <param name="MaterialPhotoId">The uploaded picture of the material.</param>
    public sealed record Request(ChinaMonth? Month, string? Reason, Guid? MaterialPhotoId);

    public sealed record Response(Guid Id, ChinaMonth Month, SuspensionState State);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapPost("/projects/{id:guid}/suspensions", Ask).For(Role.AgencyAdmin);
        door.MapPost("/suspensions/{id:guid}/withdrawal", Withdraw).For(Role.AgencyAdmin);
    }

    private static async Task<Created<Response>> Ask(
        Guid id, Request request, AppDb db, CurrentActor actor, IRegionPolicies policies, Photos photos, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var project = await db.Set<Project>().AsNoTracking().OfActor(actor.Required).FirstOrDefaultAsync(p => p.Id == id, ct)
            ?? throw new RuleBroken(ProjectProblems.NotYours);
        var asked = SuspensionRules.MustBeSaid(project, policies.For(project.Region), request.Month, request.Reason, request.MaterialPhotoId, time.Today());
        await photos.Find(asked.MaterialId, ct);
        var suspension = ProjectSuspension.Ask(ids.Next(), project, asked, actor.Required, time.GetUtcNow());
        db.Add(suspension);
        db.Announce(new MonthToRest(project.Id, suspension.Month));
        db.Audit(
            "project.suspension_asked", "Project", project.Id, $"申请暂停「{project.Name}」{suspension.Month.Says()}：{suspension.Reason}",
            after: new { suspension.Id, suspension.Month }, evidence: asked.MaterialId.ToString());
        return TypedResults.Created($"/api/agency/projects/{project.Id}", new Response(suspension.Id, suspension.Month, suspension.State));
    }

    private static async Task<Response> Withdraw(Guid id, AppDb db, TimeProvider time, CancellationToken ct)
    {
        var suspension = await db.Set<ProjectSuspension>().FirstOrDefaultAsync(s => s.Id == id, ct) ?? throw new RuleBroken(SuspensionProblems.NotYours);
        suspension.Withdraw(time.GetUtcNow());
        db.Audit("project.suspension_withdrawn", "Project", suspension.ProjectId, $"撤销 {suspension.Month.Says()} 的暂停申请", after: new { suspension.Id });
        return new Response(suspension.Id, suspension.Month, suspension.State);
    }
}
