using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects.ForConsole;

/// <summary>更新项目人员: the technical lead and who works on site, by who manages the agency; before and after stand in the audit trail (PRJ-26).</summary>
internal static class StaffProject
{
    public sealed record Request(Guid? TechnicalLeadId, IReadOnlyList<Guid>? MemberIds);

    public sealed record Choice(Guid Id, string Name, string? Certificate);

    /// <param name="TechnicalLeads">Who may be it today, and who is it (PEO-10, 14).</param>
    /// <param name="Members">Who may work on site today, and who does (PEO-09).</param>
    public sealed record Choices(IReadOnlyList<Choice> TechnicalLeads, IReadOnlyList<Choice> Members);

    public sealed record Response(Guid Id, Guid? TechnicalLeadId, IReadOnlyList<Guid> MemberIds);

    public static void Map(RouteGroupBuilder console)
    {
        console.MapGet("/projects/{id:guid}/team", Choose).For(Role.AgencyAdmin, Role.AgencyManager);
        console.MapPut("/projects/{id:guid}/team", Staff).For(Role.AgencyAdmin, Role.AgencyManager);
    }

    private static async Task<Choices> Choose(Guid id, AppDb db, CurrentActor actor, IPeople people, CancellationToken ct)
    {
        var project = await Mine(id, db, actor, ct);
        var staff = (await people.OfAgency(project.AgencyId, PeopleFilter.All, ct)).Where(p => p.Id != project.LeadId).ToList();
        return new Choices(
            [.. staff.Where(p => p.MayBeTechnicalLead || p.Id == project.TechnicalLeadId).Select(Row)],
            [.. staff.Where(p => p.MayWorkOnSite || project.MemberIds.Contains(p.Id)).Select(Row)]);
    }

    private static async Task<Response> Staff(
        Guid id, Request said, AppDb db, CurrentActor actor, IPeople people, IRegionPolicies policies, CancellationToken ct)
    {
        var project = await Mine(id, db, actor, ct);
        var staff = (await people.OfAgency(project.AgencyId, PeopleFilter.All, ct)).ToDictionary(p => p.Id);
        var (technical, members) = (said.TechnicalLeadId, (said.MemberIds ?? []).Distinct().ToList());

        // Each in his post from today (PEO-09, 10, 14, 27); who was chosen before stays, whatever has become of his certificate: starting work asks again.
        var refusals = members.Except(project.MemberIds).Select(m => Of(m).WhyNotOnSite).ToList();
        if (technical is { } person && person != project.TechnicalLeadId)
        {
            refusals.Add(Of(person).WhyNotTechnicalLead);
        }

        if (refusals.OfType<Problem>().FirstOrDefault() is { } refusal)
        {
            throw new RuleBroken(refusal);
        }

        var before = new { project.TechnicalLeadId, project.MemberIds };
        if (project.Staff(technical, members, policies.For(project.Region).Tech) is { Count: > 0 } leaving)
        {
            db.Announce(new TeamToLeave(project.Id, leaving));
        }

        var chosen = string.Join('、', project.MemberIds.Select(m => staff.GetValueOrDefault(m)?.Name).OfType<string>());
        db.Audit(
            "project.team", nameof(Project), project.Id,
            $"「{project.Name}」技术负责人{(technical is { } who ? staff.GetValueOrDefault(who)?.Name : "没有选")}，现场人员{(chosen.Length > 0 ? chosen : "没有选")}",
            before, new { project.TechnicalLeadId, project.MemberIds });
        return new Response(project.Id, project.TechnicalLeadId, project.MemberIds);

        PersonCard Of(Guid of) => staff.GetValueOrDefault(of) ?? throw new RuleBroken(ProjectProblems.PersonUnknown);
    }

    private static Choice Row(PersonCard person) => new(person.Id, person.Name, person.Certificates.Count > 0 ? person.Certificates[0].Says : null);

    private static async Task<Project> Mine(Guid id, AppDb db, CurrentActor actor, CancellationToken ct) =>
        await db.Set<Project>().OfActor(actor.Required).FirstOrDefaultAsync(p => p.Id == id, ct) ?? throw new RuleBroken(ProjectProblems.NotYours);
}
