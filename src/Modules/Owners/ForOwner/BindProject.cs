using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Owners.ForOwner;

/// <summary>The contact opens the invitation's page, sees who asks for what, and binds himself (OWN-06, 07, 18).</summary>
internal static class BindProject
{
    /// <param name="State">Open, Expired, or Bound when this visitor is bound already.</param>
    public sealed record Invitation(string ProjectName, string OwnerName, string AgencyName, string State, DateTimeOffset ExpiresAt);

    public sealed record Request(string Scene, string Name, string Phone, bool IsEmployee);

    public sealed record Response(Guid ContactId, Guid ProjectId, string ProjectName, string OwnerName, bool AlreadyBound);

    public static void Map(RouteGroupBuilder owner)
    {
        owner.MapGet("/invitations/{scene}", Read);
        owner.MapPost("/bindings", Bind);
    }

    private static async Task<Invitation> Read(
        string scene, AppDb db, CurrentActor actor, TimeProvider time, CancellationToken ct)
    {
        var invitation = await Find(db, scene, ct);
        var bound = actor.Required.ContactId is { } contact
            && await db.Set<ContactBinding>().AnyAsync(b => b.ContactId == contact && b.ProjectId == invitation.ProjectId, ct);
        var state = bound ? "Bound" : invitation.IsValid(time.GetUtcNow()) ? "Open" : "Expired";
        return new Invitation(invitation.ProjectName, invitation.OwnerName, invitation.AgencyName, state, invitation.ExpiresAt);
    }

    private static async Task<Response> Bind(
        Request request, AppDb db, CurrentActor actor, IFollowers followers, FieldCipher cipher, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var openId = actor.Required.OpenId ?? throw new RuleBroken(OwnerProblems.OpenInWeChat);
        var now = time.GetUtcNow();
        var invitation = await Find(db, request.Scene, ct);
        invitation.MustBeValid(now);

        var contact = await ContactOf(db, followers, openId, ct);
        if (contact is null)
        {
            contact = OwnerContact.Register(ids.Next(), invitation.Region, request.Name, request.Phone, cipher, now);
            db.Add(contact);
            await followers.Link(ServiceAccountKind.Owner, openId, contact.Id, ct);
        }
        else
        {
            contact.Correct(request.Name, request.Phone, cipher);
        }

        // OWN-18: a second scan finds the same contact and the same binding.
        var already = await db.Set<ContactBinding>().IgnoreQueryFilters()
            .AnyAsync(b => b.ContactId == contact.Id && b.ProjectId == invitation.ProjectId, ct);
        if (!already)
        {
            var binding = ContactBinding.Declare(
                ids.Next(), contact.Id, invitation.ProjectId, invitation.OwnerId, invitation.AgencyId, request.IsEmployee, now);
            db.Add(binding);
            db.Announce(new ContactBound(contact.Id, invitation.ProjectId, invitation.OwnerId, invitation.AgencyId));
            db.Audit("contact.bound", "ContactBinding", binding.Id, $"{contact.Name} 绑定「{invitation.ProjectName}」");
        }

        return new Response(contact.Id, invitation.ProjectId, invitation.ProjectName, invitation.OwnerName, already);
    }

    /// <summary>The invitation stands outside the visitor's walls: knowing its scene is the right to read it.</summary>
    private static async Task<ContactInvitation> Find(AppDb db, string scene, CancellationToken ct) =>
        await db.Set<ContactInvitation>().IgnoreQueryFilters().AsNoTracking().FirstOrDefaultAsync(i => i.Scene == scene, ct)
        ?? throw new RuleBroken(OwnerProblems.InvitationUnknown);

    private static async Task<OwnerContact?> ContactOf(AppDb db, IFollowers followers, string openId, CancellationToken ct) =>
        await followers.Find(ServiceAccountKind.Owner, openId, ct) is { SubjectId: { } id }
            ? await db.Set<OwnerContact>().FirstOrDefaultAsync(c => c.Id == id, ct)
            : null;
}
