using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.Faults.ForOwner;

/// <summary>What 一键报修 offers to choose from: the facilities and floors of one project of the contact's (FLT-17, SCR-11).</summary>
internal static class RepairForm
{
    public sealed record Facility(string ClassCode, string Name, string SystemName);
    public sealed record Building(string Name, int FloorsAbove, int FloorsBelow);
    public sealed record Choice(Guid Id, string Name);

    /// <param name="Projects">All that the contact may ask for; the form is of <paramref name="ProjectId"/>.</param>
    /// <param name="MaskedPhone">The contact's own, by which he is called back.</param>
    public sealed record Response(
        Guid ProjectId, string ProjectName, IReadOnlyList<Choice> Projects, IReadOnlyList<Facility> Facilities, IReadOnlyList<Building> Buildings,
        string AgencyName, string LeadName, string LeadMaskedPhone, string MaskedPhone);

    public static void Map(RouteGroupBuilder owner) => owner.MapGet("/repair-form", Handle);

    private static async Task<Response> Handle(
        Guid? projectId, CurrentActor actor, IProjects projects, IOwnerContacts contacts, IAgencies agencies, IPeople people, ICatalogue catalogue,
        CancellationToken ct)
    {
        var contact = actor.Required.ContactId ?? throw new RuleBroken(FaultProblems.NotBound);
        var bound = await projects.Find(await contacts.ProjectsOf(contact, ct), ct);
        var open = bound.Where(p => p.State is ProjectState.Active or ProjectState.Practised or ProjectState.Retest or ProjectState.Done)
            .OrderBy(p => p.ServiceType != ServiceType.Maintenance).ThenBy(p => p.Name, StringComparer.Ordinal).ToList();
        var project = (projectId is { } wanted ? open.Find(p => p.Id == wanted) : open.FirstOrDefault()) ?? throw new RuleBroken(FaultProblems.NotBound);
        var edition = catalogue.For(project.Region);
        var sheet = await projects.Sheet(project.Id, ct);
        var lead = await people.Find(project.LeadId, ct);
        return new Response(
            project.Id, project.Name, [.. open.Select(p => new Choice(p.Id, p.Name))],
            [.. project.FacilityClassCodes.Select(edition.FindClass).OfType<FacilityClass>().Select(c => new Facility(c.Code, c.Name, c.SystemName))],
            [.. (sheet?.Buildings ?? []).Select(b => new Building(b.Name, b.FloorsAbove, b.FloorsBelow))],
            (await agencies.Find(project.AgencyId, ct))?.Name ?? "", lead?.Name ?? "", lead?.MaskedPhone ?? "",
            (await contacts.OfProject(project.Id, ct)).FirstOrDefault(c => c.Id == contact)?.MaskedPhone ?? "");
    }
}
