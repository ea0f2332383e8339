using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans.ForAgency;

/// <summary>新建计划 (PLN-01, 02, 05, 09, 22; PRJ-22).</summary>
internal static class MakePlan
{
    public sealed record Request(Guid ProjectId, PlanKind Kind, ChinaMonth Month);
    public sealed record Response(Guid Id, string Name, int Facilities);

    public static void Map(RouteGroupBuilder agency) => agency.MapPost("/plans", Handle).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);

    private static async Task<Created<Response>> Handle(
        Request request, AppDb db, CurrentActor actor, IProjects projects, IRegionPolicies policies, ICatalogue catalogue, Ids ids, TimeProvider time,
        CancellationToken ct)
    {
        var project = await projects.OfPlanner(request.ProjectId, actor.Required, ct);
        // PLN-10: a detection contains the single items that its systems bring, or the site record.
        project = project with { FacilityClassCodes = catalogue.ScopeOf(project) };
        var made = await db.Set<Plan>().Where(p => p.ProjectId == project.Id).Select(p => new { p.Month, p.Kind }).ToListAsync(ct);
        if (project.ServiceType != ServiceType.Maintenance && made.Count > 0)
        {
            throw new RuleBroken(PlanProblems.OnlyOne);
        }

        var plan = Plan.Make(
            ids.Next(), project, request.Kind, request.Month, actor.Required.AccountId, policies.For(project.Region), time.GetUtcNow());
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
}
