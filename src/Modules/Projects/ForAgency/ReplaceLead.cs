using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects.ForAgency;

/// <summary>更新: a lead who drops out is replaced (PEO-29), by who manages the agency or by the lead himself.</summary>
internal static class ReplaceLead
{
    public sealed record Request(Guid? PersonId);

    public sealed record Response(Guid Id, Guid LeadId, string LeadName);

    public sealed record Candidate(Guid Id, string Name, string? Certificate);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/projects/{id:guid}/leads", Choose).For(Role.AgencyAdmin, Role.AgencyManager, Role.ProjectLead);
        door.MapPut("/projects/{id:guid}/lead", Replace).For(Role.AgencyAdmin, Role.AgencyManager, Role.ProjectLead).RepeatsWithoutHarm("who leads it already goes on");
    }

    /// <summary>PEO-12: who can never lead is not in the picker.</summary>
    private static async Task<IReadOnlyList<Candidate>> Choose(Guid id, AppDb db, CurrentActor actor, IPeople people, CancellationToken ct)
    {
        var project = await Own(id, db, actor, ct);
        return [.. (await people.OfAgency(project.AgencyId, PeopleFilter.MayLead, ct)).Where(p => p.Id != project.LeadId).Select(p => new Candidate(p.Id, p.Name, p.Certificates.Count > 0 ? p.Certificates[0].Says : null))];
    }

    private static async Task<Response> Replace(
        Guid id, Request asked, AppDb db, CurrentActor actor, IPeople people, IRegionPolicies policies, CancellationToken ct)
    {
        var project = await Own(id, db, actor, ct);
        var to = await people.Find(asked.PersonId ?? Guid.Empty, ct) ?? throw new RuleBroken(ProjectProblems.LeadUnknown);
        var before = project.LeadId;
        if (before != to.Id)
        {
            project.GiveLead(to, policies.For(project.Region).Tech);
            db.Audit("project.lead_replaced", nameof(Project), project.Id, $"项目负责人换成{to.Name}", before: new { LeadId = before }, after: new { project.LeadId });
        }

        return new Response(project.Id, to.Id, to.Name);
    }

    private static async Task<Project> Own(Guid id, AppDb db, CurrentActor actor, CancellationToken ct) =>
        await db.Set<Project>().FirstOrDefaultAsync(p => p.Id == id, ct) is { } project && project.IsRunBy(actor.Required) ? project : throw new RuleBroken(ProjectProblems.NotYours);
}
