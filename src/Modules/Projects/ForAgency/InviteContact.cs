using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.Projects.ForAgency;

/// <summary>The lead shows the client the QR code of the project, or has it made anew when the old one got into wrong hands (OWN-06).</summary>
internal static class InviteContact
{
    public static void Map(RouteGroupBuilder agency)
    {
        agency.MapPost("/projects/{id:guid}/contact-invitation", Show).For(Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager);
        agency.MapPost("/projects/{id:guid}/contact-invitation/replacement", Replace).For(Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager);
    }

    private static Task<InvitationCard> Show(
        Guid id, AppDb db, CurrentActor actor, IOwners owners, IAgencies agencies, IContactInvitations invitations, CancellationToken ct) =>
        Issue(id, anew: false, db, actor, owners, agencies, invitations, ct);

    private static Task<InvitationCard> Replace(
        Guid id, AppDb db, CurrentActor actor, IOwners owners, IAgencies agencies, IContactInvitations invitations, CancellationToken ct) =>
        Issue(id, anew: true, db, actor, owners, agencies, invitations, ct);

    private static async Task<InvitationCard> Issue(
        Guid id, bool anew, AppDb db, CurrentActor actor, IOwners owners, IAgencies agencies, IContactInvitations invitations, CancellationToken ct) =>
        await invitations.Issue(await About(id, db, actor, owners, agencies, ct), anew, ct);

    /// <summary>What a contact is told of the project that he is asked for; only its own lead and the agency's managers ask.</summary>
    internal static async Task<InvitationRequest> About(Guid id, AppDb db, CurrentActor actor, IOwners owners, IAgencies agencies, CancellationToken ct)
    {
        var project = await db.Set<Project>().AsNoTracking().OfActor(actor.Required).FirstOrDefaultAsync(p => p.Id == id, ct)
            ?? throw new RuleBroken(ProjectProblems.NotYours);
        if (!project.IsRunBy(actor.Required))
        {
            throw new RuleBroken(ProjectProblems.OnlyLeadInvites);
        }

        var owner = await owners.Find(project.OwnerId, ct) ?? throw new RuleBroken(ProjectProblems.NotYours);
        var agency = await agencies.Find(project.AgencyId, ct) ?? throw new RuleBroken(ProjectProblems.NotYours);
        return Request(project, owner, agency, actor.Required.Name);
    }

    internal static InvitationRequest Request(Project project, OwnerCard owner, AgencyCard agency, string askedBy) => new(
        project.Id, project.Name, owner.Id, owner.Name, agency.Id, agency.Name, project.Region, askedBy, project.Address, Says(project.ServiceType),
        project.TermStarts, project.TermEnds);

    internal static string Says(ServiceType type) => type switch
    {
        ServiceType.Maintenance => "消防设施维护保养",
        ServiceType.AnnualDetection => "消防设施年度检测",
        ServiceType.CompletionDetection => "消防设施竣工检测",
        ServiceType.SpecialDetection => "消防设施专项检测",
        _ => "消防安全评估",
    };
}
