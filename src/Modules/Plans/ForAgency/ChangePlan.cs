using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans.ForAgency;

/// <summary>修改、删除、复检: what happens to a plan as a whole after it is made (PLN-10, 15…18, 28).</summary>
internal static class ChangePlan
{
    public sealed record Ticks(IReadOnlyList<string> ClassCodes);

    /// <param name="PlannedOn">Null takes the day back.</param>
    public sealed record Day(DateOnly? PlannedOn);
    public sealed record Response(Guid Id, PlanState State, int Facilities, DateOnly? PlannedOn);
    public sealed record Retested(Guid Id, string Name, int Facilities);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapPut("/plans/{id:guid}/facilities", Tick).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);
        door.MapPut("/plans/{id:guid}/day", PlanFor).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);
        door.MapPost("/plans/{id:guid}/retest", Retest).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);
        door.MapDelete("/plans/{id:guid}", Delete).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);
    }

    private static async Task<Response> Tick(
        Guid id, Ticks request, AppDb db, CurrentActor actor, IProjects projects, IRegionPolicies policies, PlanContents contents, CancellationToken ct)
    {
        var (plan, project) = await db.OfPlanner(id, projects, actor.Required, ct);
        PlanRules.ContentMustBeTickable(plan.ServiceType, policies.For(project.Region).Plan);
        plan.Tick(contents.Ticked(project, plan.Kind, plan.Month, request.ClassCodes ?? []).Facilities);
        db.Audit("plan.ticked", "Plan", plan.Id, $"重新勾选{plan.Name}，{plan.Items.Count} 项设施", after: request);
        return Answer(plan);
    }

    private static async Task<Response> PlanFor(
        Guid id, Day request, AppDb db, CurrentActor actor, IProjects projects, TimeProvider time, CancellationToken ct)
    {
        var (plan, _) = await db.OfPlanner(id, projects, actor.Required, ct);
        plan.PlanFor(request.PlannedOn, time.GetUtcNow());
        db.Audit("plan.day_chosen", "Plan", plan.Id, $"{plan.Name}{(plan.PlannedOn is { } day ? $"计划在 {ChinaTime.Says(day)} 做" : "不再定日子")}", after: request);
        return Answer(plan);
    }

    private static async Task<Created<Retested>> Retest(
        Guid id, AppDb db, CurrentActor actor, IProjects projects, IRegionPolicies policies, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var (failed, project) = await db.OfPlanner(id, projects, actor.Required, ct);
        var retests = await db.Set<Plan>().CountAsync(p => p.ProjectId == project.Id && p.RetestNumber > 0, ct);
        var plan = failed.Retest(ids.Next(), project, retests, actor.Required.AccountId, policies.For(project.Region), time.GetUtcNow());
        db.Add(plan);
        db.Audit("plan.retest_made", "Plan", plan.Id, $"新建「{project.Name}」{plan.Name}", after: new { plan.RetestOf, plan.RetestNumber });
        return TypedResults.Created($"/api/agency/plans/{plan.Id}", new Retested(plan.Id, plan.Name, plan.Items.Count));
    }

    private static async Task<Response> Delete(Guid id, AppDb db, CurrentActor actor, IProjects projects, IPeople people, CancellationToken ct)
    {
        var (plan, _) = await db.OfPlanner(id, projects, actor.Required, ct);
        var deletion = PlanDeletion.Of(plan);
        var names = (await people.Of(deletion.Holders.Keys, ct)).ToDictionary(p => p.Id, p => p.Name);
        deletion.MustBePossible(person => names.GetValueOrDefault(person, "作业人员"));
        db.Remove(plan);
        db.Audit("plan.deleted", "Plan", plan.Id, $"删除{plan.Name}");
        return Answer(plan);
    }

    private static Response Answer(Plan plan) => new(plan.Id, plan.State, plan.Items.Count, plan.PlannedOn);
}
