using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;

namespace WeChatService.Projects.ForAgency;

/// <summary>
/// The agency enters a contact where the region issues accounts (OWN-03, ACC-21), and takes one off who left the unit (OWN-14): the project's own
/// lead, or the agency's administrator.
/// </summary>
internal static class ProjectContacts
{
    public sealed record Removed(Guid ContactId, int Bindings);

    public sealed record Entry(string? Name, string? Phone);

    public static void Map(RouteGroupBuilder agency)
    {
        // No key: the answer holds the initial password, which is kept nowhere.
        agency.MapPost("/projects/{id:guid}/contacts", Save).For(Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager)
            .RepeatsWithoutHarm("the same phone is the same contact; a password that nobody used yet is made anew");
        agency.MapPost("/projects/{id:guid}/contacts/{contactId:guid}/removal", Remove).For(Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager);
    }

    private static async Task<SavedContact> Save(
        Guid id, Entry request, AppDb db, CurrentActor actor, IOwners owners, IAgencies agencies, IContactEntry contacts, CancellationToken ct) =>
        await contacts.Save(await InviteContact.About(id, db, actor, owners, agencies, ct), request.Name, request.Phone, ct);

    private static async Task<Removed> Remove(Guid id, Guid contactId, AppDb db, CurrentActor actor, IContactLeaving leaving, CancellationToken ct)
    {
        var project = await db.Set<Project>().AsNoTracking().OfActor(actor.Required).FirstOrDefaultAsync(p => p.Id == id, ct)
            ?? throw new RuleBroken(ProjectProblems.NotYours);
        if (!project.IsRunBy(actor.Required))
        {
            throw new RuleBroken(ProjectProblems.OnlyLeadRemovesContacts);
        }

        var ended = await leaving.Leave(contactId, project.OwnerId, projectId: null, LeaveReason.Agency, ct);
        return ended > 0 ? new Removed(contactId, ended) : throw new RuleBroken(ProjectProblems.NoSuchContact);
    }
}
