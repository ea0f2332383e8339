using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews.ForAuthority;

/// <summary>现场核查: submitted records against the real site (REV-21). The result stays with the project and the agency hears of it.</summary>
internal static class SpotChecks
{
    /// <param name="TaskId">The records that were held against the site; null for the project as a whole.</param>
    public sealed record Request(Guid? TaskId, bool? Matches, string? Finding);
    public sealed record Row(Guid Id, Guid? TaskId, bool Matches, string Finding, string ByName, DateTimeOffset At);

    public static void Map(RouteGroupBuilder authority)
    {
        authority.MapPost("/projects/{projectId:guid}/spot-checks", Keep).For(Role.Brigade, Role.Corps);
        authority.MapGet("/projects/{projectId:guid}/spot-checks", List).For(Role.Brigade, Role.Corps);
    }

    private static async Task<Created<Row>> Keep(
        Guid projectId, Request request, AppDb db, CurrentActor actor, IProjects projects, IFieldTasks tasks, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var project = await projects.Find(projectId, ct) ?? throw new RuleBroken(ReviewProblems.ProjectNotYours);
        if (request.TaskId is { } taskId && (await tasks.Sheet(taskId, ct))?.ProjectId != projectId)
        {
            throw new RuleBroken(ReviewProblems.CheckedTaskUnknown);
        }

        var check = SpotCheck.Of(
            ids.Next(), project, request.TaskId, request.Matches ?? throw new RuleBroken(ReviewProblems.FindingMissing), request.Finding,
            actor.Required.Name, time.GetUtcNow());
        db.Add(check);
        db.Announce(new SpotChecked(check.Id, project.Id, project.AgencyId, check.Matches, check.Finding, check.ByName));
        db.Audit(
            "project.spot_checked", "Project", project.Id, $"现场核查「{project.Name}」：{(check.Matches ? "与现场一致" : "与现场不一致")}，{check.Finding}",
            after: new { check.TaskId, check.Matches, check.Finding });
        return TypedResults.Created($"/api/authority/projects/{projectId}/spot-checks", Of(check));
    }

    private static async Task<Page<Row>> List(
        Guid projectId, [AsParameters] PageRequest page, AppDb db, IProjects projects, CancellationToken ct)
    {
        var project = await projects.Find(projectId, ct) ?? throw new RuleBroken(ReviewProblems.ProjectNotYours);
        var checks = db.Set<SpotCheck>().AsNoTracking().Where(c => c.ProjectId == project.Id);
        var total = await checks.CountAsync(ct);
        return page.Of<Row>([.. (await checks.OrderByDescending(c => c.At).Skip(page.Skip).Take(page.Take).ToListAsync(ct)).Select(Of)], total);
    }

    public static Row Of(SpotCheck c) => new(c.Id, c.TaskId, c.Matches, c.Finding, c.ByName, c.At);
}
