using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects.ForAgency;

/// <summary>删除 of a draft, 终止 or 注销 of what was handed in (PRJ-31 to 34, SCR-05, SCR-09).</summary>
internal static class EndProject
{
    /// <param name="IsSure">The person was told what follows, and confirmed it.</param>
    public sealed record Deletion(bool? IsSure);

    /// <param name="Reason">2 to 500 characters; stands for good.</param>
    public sealed record Request(string? Reason, bool? IsSure);

    public sealed record Gone(Guid Id, string Name);

    public sealed record Ended(Guid Id, ProjectState State, string Reason, string ByName, DateTimeOffset At);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapPost("/projects/{id:guid}/deletion", Delete).For(Role.ProjectLead, Role.AgencyAdmin);
        door.MapPost("/projects/{id:guid}/termination", End).For(Role.ProjectLead, Role.AgencyAdmin);
    }

    private static async Task<Gone> Delete(
        Guid id, Deletion said, AppDb db, CurrentActor actor, IRegionPolicies policies, TimeProvider time, CancellationToken ct)
    {
        var project = await Mine(id, db, actor, ct);
        project.Delete(actor.Required, policies.For(project.Region), time.GetUtcNow());
        MustBeSure(said.IsSure);
        db.Audit("project.deleted", nameof(Project), project.Id, $"{actor.Required.Name}删除草稿项目「{project.Name}」");
        return new Gone(project.Id, project.Name);
    }

    private static async Task<Ended> End(
        Guid id, Request said, AppDb db, CurrentActor actor, IRegionPolicies policies, TimeProvider time, CancellationToken ct)
    {
        var project = await Mine(id, db, actor, ct);
        var before = project.State;
        project.End(said.Reason, actor.Required, policies.For(project.Region), time.GetUtcNow());
        MustBeSure(said.IsSure);
        db.Audit(
            "project.ended", nameof(Project), project.Id, $"{actor.Required.Name}{(project.State == ProjectState.Cancelled ? "注销" : "终止")}项目「{project.Name}」：{project.EndReason}",
            new { State = before }, new { project.State, project.EndReason });
        return new Ended(project.Id, project.State, project.EndReason!, project.EndedBy!, project.EndedAt!.Value);
    }

    private static void MustBeSure(bool? said) => _ = said == true ? true : throw new RuleBroken(ProjectEndingProblems.NotSure);

    private static async Task<Project> Mine(Guid id, AppDb db, CurrentActor actor, CancellationToken ct) =>
        await db.Set<Project>().OfActor(actor.Required).FirstOrDefaultAsync(p => p.Id == id, ct) ?? throw new RuleBroken(ProjectProblems.NotYours);
}
