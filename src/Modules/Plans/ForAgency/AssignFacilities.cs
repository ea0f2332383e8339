using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans.ForAgency;

/// <summary>下发 and 移除: who does which facilities (PLN-11, 13, 14, 16).</summary>
internal static class AssignFacilities
{
    public sealed record Assignment(IReadOnlyList<string> ClassCodes, Guid PersonId);
    public sealed record Withdrawal(IReadOnlyList<string> ClassCodes);
    public sealed record Assignee(Guid Id, string Name, string? Certificate, bool CanBeAssigned, string? Why, int AssignedHere);
    public sealed record Response(Guid PlanId, PlanState State, int Assigned, int Open);

    public static void Map(RouteGroupBuilder agency)
    {
        agency.MapGet("/plans/{id:guid}/assignees", Assignees);
        agency.MapPost("/plans/{id:guid}/assignments", Assign).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);
        agency.MapPost("/plans/{id:guid}/withdrawals", Withdraw).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);
        agency.MapDelete("/plans/{id:guid}", Delete).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);
    }

    private static async Task<IReadOnlyList<Assignee>> Assignees(
        Guid id, AppDb db, CurrentActor actor, IProjects projects, IPeople people, IRegionPolicies policies, CancellationToken ct)
    {
        var plan = await Find(db, id, ct);
        var project = await projects.OfPlanner(plan.ProjectId, actor.Required, ct);
        var policy = policies.For(project.Region).Plan;
        var members = await people.Of([project.LeadId, .. project.MemberIds], ct);
        return [.. members.Select(person => Row(person, project, policy, plan)).OrderByDescending(r => r.CanBeAssigned)];
    }

    private static Assignee Row(PersonCard person, ProjectCard project, PlanPolicy policy, Plan plan)
    {
        string? why = null;
        try
        {
            PlanRules.MustBeAssignable(person, project, policy);
        }
        catch (RuleBroken broken)
        {
            // The picker shows the person with the reason instead of hiding him.
            why = broken.Problem.Title;
        }

        return new Assignee(
            person.Id, person.Name, person.Certificates.Count > 0 ? person.Certificates[0].Says : null, why is null, why,
            plan.Items.Count(i => i.AssigneeId == person.Id));
    }

    private static async Task<Response> Assign(
        Guid id, Assignment request, AppDb db, CurrentActor actor, IProjects projects, IPeople people, IRegionPolicies policies, CancellationToken ct)
    {
        var plan = await Find(db, id, ct);
        var project = await projects.OfPlanner(plan.ProjectId, actor.Required, ct);
        var person = await people.Find(request.PersonId, ct) ?? throw new RuleBroken(PlanProblems.AssigneeUnknown);
        PlanRules.MustBeAssignable(person, project, policies.For(project.Region).Plan);
        plan.Assign(request.ClassCodes, person.Id);
        db.Announce(new PlanAssigned(
            plan.Id, project.Id, plan.AgencyId, person.Id, plan.Name, project.Name, request.ClassCodes.Count, actor.Required.Name));
        db.Audit("plan.assigned", "Plan", plan.Id, $"下发 {request.ClassCodes.Count} 项给{person.Name}", after: request);
        return Answer(plan);
    }

    private static async Task<Response> Withdraw(
        Guid id, Withdrawal request, AppDb db, CurrentActor actor, IProjects projects, CancellationToken ct)
    {
        var plan = await Find(db, id, ct);
        await projects.OfPlanner(plan.ProjectId, actor.Required, ct);
        plan.Withdraw(request.ClassCodes);
        db.Audit("plan.withdrawn", "Plan", plan.Id, $"移除 {request.ClassCodes.Count} 项已下发设施", after: request);
        return Answer(plan);
    }

    private static async Task<Response> Delete(Guid id, AppDb db, CurrentActor actor, IProjects projects, CancellationToken ct)
    {
        var plan = await Find(db, id, ct);
        await projects.OfPlanner(plan.ProjectId, actor.Required, ct);
        plan.MustBeDeletable();
        db.Remove(plan);
        db.Audit("plan.deleted", "Plan", plan.Id, $"删除{plan.Name}");
        return Answer(plan);
    }

    private static async Task<Plan> Find(AppDb db, Guid id, CancellationToken ct) =>
        await db.Set<Plan>().FirstOrDefaultAsync(p => p.Id == id, ct) ?? throw new RuleBroken(PlanProblems.NotYours);

    private static Response Answer(Plan plan) => new(
        plan.Id, plan.State, plan.Items.Count(i => i.State == PlanItemState.Assigned), plan.Items.Count(i => i.State == PlanItemState.Open));
}
