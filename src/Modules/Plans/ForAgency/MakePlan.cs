using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans.ForAgency;

/// <summary>新建计划 (PLN-01, 02, 05, 09, 10, 22, 23, 29; PRJ-22).</summary>
internal static class MakePlan
{
    /// <param name="Kind">Month, Quarter or Year.</param>
    /// <param name="ClassCodes">What the planner ticks, where the profile lets him; null takes all of the project's facilities.</param>
    /// <param name="PlannedOn">The day on which it is to be done; may be said later.</param>
    public sealed record Request(Guid? ProjectId, string? Kind, ChinaMonth? Month, IReadOnlyList<string>? ClassCodes, DateOnly? PlannedOn);
    public sealed record Response(Guid Id, string Name, int Facilities);

    public static void Map(RouteGroupBuilder door) => door.MapPost("/plans", Handle).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);

    private static async Task<Created<Response>> Handle(
        Request request, AppDb db, CurrentActor actor, IProjects projects, IRegionPolicies policies, PlanContents contents, Ids ids, TimeProvider time,
        CancellationToken ct)
    {
        var (projectId, kind, month) = PlanRules.MustBeSaid(request.ProjectId, request.Kind, request.Month);
        var project = await projects.OfPlanner(projectId, actor.Required, ct);
        var policy = policies.For(project.Region);
        var made = await db.Set<Plan>().Where(p => p.ProjectId == project.Id && p.RetestNumber == 0).Select(p => new { p.Month, p.Kind }).ToListAsync(ct);
        PlanRules.CountMustAllow(project, made.Count, policy);
        var content = await contents.For(project, kind, month, request.ClassCodes, policy.Plan, ct);
        var order = new PlanOrder(
            project, kind, month, content, actor.Required.AccountId, await projects.IsSuspended(project.Id, month, ct), request.PlannedOn);
        var plan = Plan.Make(ids.Next(), order, policy, time.GetUtcNow());
        if (made.Any(m => m.Month == plan.Month && m.Kind == plan.Kind))
        {
            throw new RuleBroken(PlanProblems.Exists);
        }

        db.Add(plan);
        db.Audit("plan.made", "Plan", plan.Id, $"新建「{project.Name}」{plan.Name}");
        return TypedResults.Created($"/api/agency/plans/{plan.Id}", new Response(plan.Id, plan.Name, plan.Items.Count));
    }
}

internal static class Planners
{
    /// <summary>The project, if the actor may plan it: its lead, or a manager of the agency (ACC-15).</summary>
    public static async Task<ProjectCard> OfPlanner(this IProjects projects, Guid projectId, Actor actor, CancellationToken ct)
    {
        var project = await projects.Find(projectId, ct) ?? throw new RuleBroken(PlanProblems.NotYours);
        var manages = actor.Has(Role.AgencyAdmin) || actor.Has(Role.AgencyManager);
        return manages || project.LeadId == actor.PersonId ? project : throw new RuleBroken(PlanProblems.OnlyLead);
    }

    /// <summary>The plan with its project, if the actor may plan it.</summary>
    public static async Task<(Plan Plan, ProjectCard Project)> OfPlanner(this AppDb db, Guid planId, IProjects projects, Actor actor, CancellationToken ct)
    {
        var plan = await db.Set<Plan>().FirstOrDefaultAsync(p => p.Id == planId, ct) ?? throw new RuleBroken(PlanProblems.NotYours);
        return (plan, await projects.OfPlanner(plan.ProjectId, actor, ct));
    }
}
