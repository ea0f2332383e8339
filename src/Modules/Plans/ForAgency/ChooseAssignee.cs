using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans.ForAgency;

/// <summary>The people of the project with what speaks for and against each: certificate, load, other places on the same day (PLN-11, 13).</summary>
internal static class ChooseAssignee
{
    /// <param name="Why">Why he cannot receive anything; null: he can.</param>
    /// <param name="AssignedHere">Facilities of this plan that he has.</param>
    /// <param name="FacilitiesThisMonth">Facilities that he has in this plan's month and has not finished, this plan's included.</param>
    /// <param name="PlacesThatDay">Other projects where he is planned on this plan's day; 0 without a day.</param>
    /// <param name="Warnings">What does not forbid it but should be seen first, in Chinese.</param>
    public sealed record Assignee(
        Guid Id, string Name, string? Certificate, bool CanBeAssigned, string? Why, int AssignedHere, int FacilitiesThisMonth, int PlacesThatDay,
        IReadOnlyList<string> Warnings);

    /// <summary>Who has what in the plan's month.</summary>
    private sealed record Load(Guid PlanId, Guid ProjectId, DateOnly? Day, List<Guid> AssigneeIds, Guid? TakenBy)
    {
        public bool IsOf(Guid person) => TakenBy is { } taker ? taker == person : AssigneeIds.Contains(person);
    }

    public static void Map(RouteGroupBuilder door) => door.MapGet("/plans/{id:guid}/assignees", Handle);

    /// <param name="day">The day for which people are looked at; the plan's own when left out.</param>
    private static async Task<IReadOnlyList<Assignee>> Handle(
        Guid id, DateOnly? day, AppDb db, CurrentActor actor, IProjects projects, IPeople people, IRegionPolicies policies, CancellationToken ct)
    {
        var (plan, project) = await db.OfPlanner(id, projects, actor.Required, ct);
        var policy = policies.For(project.Region).Plan;
        List<Guid> memberIds = [.. new[] { project.LeadId }.Concat(project.MemberIds).Distinct()];
        var members = await people.Of(memberIds, ct);
        var loads = await db.Set<Plan>().AsNoTracking().Where(p => p.Month == plan.Month)
            .SelectMany(p => p.Items.Where(i => (i.State == PlanItemState.Assigned || i.State == PlanItemState.Taken) && i.AssigneeIds.Any(a => memberIds.Contains(a)))
                .Select(i => new Load(p.Id, p.ProjectId, p.PlannedOn, i.AssigneeIds, i.TakenBy)))
            .ToListAsync(ct);
        var rows = members.Select(person => Row(person, project, policy, plan, day ?? plan.PlannedOn, [.. loads.Where(l => l.IsOf(person.Id))]));
        return [.. rows.OrderByDescending(r => r.CanBeAssigned).ThenBy(r => r.PlacesThatDay).ThenBy(r => r.FacilitiesThisMonth).ThenBy(r => r.Name, StringComparer.Ordinal)];
    }

    private static Assignee Row(PersonCard person, ProjectCard project, PlanPolicy policy, Plan plan, DateOnly? day, IReadOnlyList<Load> loads)
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

        var places = day is { } on ? loads.Where(l => l.Day == on && l.ProjectId != plan.ProjectId).Select(l => l.ProjectId).Distinct().Count() : 0;
        return new Assignee(
            person.Id, person.Name, person.Certificates.Count > 0 ? person.Certificates[0].Says : null, why is null, why,
            plan.Items.Count(i => i.IsOf(person.Id)), loads.Count, places, [.. Warnings(person, day ?? plan.DueBy, day, places)]);
    }

    private static IEnumerable<string> Warnings(PersonCard person, DateOnly until, DateOnly? day, int places)
    {
        if (person.Certificates.Count > 0 && person.Certificates.Max(c => c.ValidUntil) is var valid && valid < until)
        {
            yield return $"证书 {valid.Month}月{valid.Day}日到期";
        }

        if (places > 0 && day is { } on)
        {
            yield return $"{on.Month}月{on.Day}日已排了 {places} 处";
        }
    }
}
