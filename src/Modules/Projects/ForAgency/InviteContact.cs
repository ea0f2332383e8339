using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;

namespace WeChatService.Projects.ForAgency;

/// <summary>The lead shows the client the QR code of the project (OWN-06).</summary>
internal static class InviteContact
{
    public static void Map(RouteGroupBuilder agency) =>
        agency.MapPost("/projects/{id:guid}/contact-invitation", Handle).For(Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager);

    private static async Task<InvitationCard> Handle(
        Guid id, AppDb db, CurrentActor actor, IOwners owners, IAgencies agencies, IContactInvitations invitations, CancellationToken ct)
    {
        var project = await db.Set<Project>().AsNoTracking().OfActor(actor.Required).FirstOrDefaultAsync(p => p.Id == id, ct)
            ?? throw new RuleBroken(ProjectProblems.NotYours);
        if (actor.Required.Has(Role.ProjectLead) && project.LeadId != actor.Required.PersonId)
        {
            throw new RuleBroken(ProjectProblems.OnlyLeadInvites);
        }

        var owner = await owners.Find(project.OwnerId, ct) ?? throw new RuleBroken(ProjectProblems.NotYours);
        var agency = await agencies.Find(project.AgencyId, ct) ?? throw new RuleBroken(ProjectProblems.NotYours);
        return await invitations.Issue(
            new InvitationRequest(project.Id, project.Name, owner.Id, owner.Name, agency.Id, agency.Name, project.Region), ct);
    }
}
