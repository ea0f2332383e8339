using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans.ForAgency;

/// <summary>下发, 修改计划 and 移除: who does which facilities (PLN-11…14, 16).</summary>
internal static class AssignFacilities
{
    /// <param name="PersonId">One person; or several in <paramref name="PersonIds"/>, where the profile lets them share (PLN-12).</param>
    public sealed record Assignment(IReadOnlyList<string> ClassCodes, Guid? PersonId, IReadOnlyList<Guid>? PersonIds);
    public sealed record Withdrawal(IReadOnlyList<string> ClassCodes);
    public sealed record Response(Guid PlanId, PlanState State, int Assigned, int Open);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapPost("/plans/{id:guid}/assignments", Assign).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);
        door.MapPost("/plans/{id:guid}/withdrawals", Withdraw).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);
    }

    private static async Task<Response> Assign(
        Guid id, Assignment request, AppDb db, CurrentActor actor, IProjects projects, IPeople people, IRegionPolicies policies, CancellationToken ct)
    {
        var (plan, project) = await db.OfPlanner(id, projects, actor.Required, ct);
        var policy = policies.For(project.Region).Plan;
        List<Guid> chosen = [.. (request.PersonIds ?? [.. new[] { request.PersonId }.OfType<Guid>()]).Distinct()];
        PlanRules.PeopleMustFit(chosen, policy);
        var persons = await people.Of(chosen, ct);
        if (persons.Count < chosen.Count)
        {
            throw new RuleBroken(PlanProblems.AssigneeUnknown);
        }

        foreach (var person in persons)
        {
            PlanRules.MustBeAssignable(person, project, policy);
        }

        var lost = plan.Assign(request.ClassCodes, chosen);
        foreach (var person in persons)
        {
            db.Announce(new PlanAssigned(
                plan.Id, project.Id, plan.AgencyId, person.Id, plan.Name, project.Name, request.ClassCodes.Count, actor.Required.Name));
        }

        Tell(db, plan, lost, actor.Required);
        db.Audit("plan.assigned", "Plan", plan.Id, $"下发 {request.ClassCodes.Count} 项给{string.Join('、', persons.Select(p => p.Name))}", after: request);
        return Answer(plan);
    }

    private static async Task<Response> Withdraw(
        Guid id, Withdrawal request, AppDb db, CurrentActor actor, IProjects projects, CancellationToken ct)
    {
        var (plan, _) = await db.OfPlanner(id, projects, actor.Required, ct);
        Tell(db, plan, plan.Withdraw(request.ClassCodes), actor.Required);
        db.Audit("plan.withdrawn", "Plan", plan.Id, $"移除 {request.ClassCodes.Count} 项已下发设施", after: request);
        return Answer(plan);
    }

    /// <summary>Who was told to come is told that he need not (PLN-14).</summary>
    private static void Tell(AppDb db, Plan plan, IEnumerable<Loss> lost, Actor by)
    {
        foreach (var loss in lost)
        {
            db.Announce(new PlanWithdrawn(plan.Id, plan.ProjectId, plan.AgencyId, loss.PersonId, plan.Name, loss.Facilities, by.Name));
        }
    }

    private static Response Answer(Plan plan) => new(
        plan.Id, plan.State, plan.Items.Count(i => i.State == PlanItemState.Assigned), plan.Items.Count(i => i.State == PlanItemState.Open));
}
