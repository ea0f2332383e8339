using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Owners.ForOwner;

/// <summary>单位联系人: who of the unit is bound (OWN-19), taking oneself off a project, and removing a colleague who left.</summary>
internal static class UnitContacts
{
    public sealed record Project(Guid Id, string Name);

    /// <param name="MaskedPhone">138 **** 2046, for everybody.</param>
    /// <param name="Follows">False: no message reaches him (OWN-08).</param>
    public sealed record Contact(Guid Id, string Name, string MaskedPhone, bool IsMe, bool Follows, DateTimeOffset Since, IReadOnlyList<Project> Projects);

    public sealed record Unit(Guid Id, string Name, IReadOnlyList<Contact> Contacts);

    public static void Map(RouteGroupBuilder owner)
    {
        owner.MapGet("/units", List);
        owner.MapPost("/units/{unitId:guid}/contacts/{contactId:guid}/removal", Remove).For(Role.OwnerContact);
        owner.MapPost("/bindings/{projectId:guid}/ending", EndOwn).For(Role.OwnerContact);
    }

    private static async Task<IReadOnlyList<Unit>> List(AppDb db, CurrentActor actor, IFollowers followers, CancellationToken ct)
    {
        var rows = await (from binding in db.Set<ContactBinding>().AsNoTracking()
                          join contact in db.Set<OwnerContact>() on binding.ContactId equals contact.Id
                          join unit in db.Set<Owner>() on binding.OwnerId equals unit.Id
                          where binding.EndedAt == null
                          orderby unit.Id, binding.BoundAt
                          select new { Binding = binding, Contact = contact, Unit = unit.Name }).ToListAsync(ct);
        var phones = await followers.Of([.. rows.Select(r => r.Contact.Id).Distinct()], ServiceAccountKind.Owner, ct);
        var following = phones.Where(f => f.Subscribed).Select(f => f.SubjectId).ToHashSet();
        return
        [
            .. rows.GroupBy(r => (r.Binding.OwnerId, r.Unit)).Select(unit => new Unit(unit.Key.OwnerId, unit.Key.Unit,
            [
                .. unit.GroupBy(r => r.Contact.Id).Select(of => new Contact(
                    of.Key, of.First().Contact.Name, of.First().Contact.PhoneMasked, of.Key == actor.Required.ContactId, following.Contains(of.Key),
                    of.Min(r => r.Binding.BoundAt), [.. of.Select(r => new Project(r.Binding.ProjectId, r.Binding.ProjectName))])),
            ])),
        ];
    }

    /// <summary>A unit that is not the actor's, or a contact of another one, is not found.</summary>
    private static async Task<IReadOnlyList<Unit>> Remove(
        Guid unitId, Guid contactId, CurrentActor actor, IContactLeaving leaving, AppDb db, IFollowers followers, CancellationToken ct)
    {
        var because = contactId == actor.Required.ContactId ? LeaveReason.Himself : LeaveReason.Colleague;
        if (await leaving.Leave(contactId, unitId, projectId: null, because, ct) == 0)
        {
            throw new RuleBroken(OwnerProblems.ContactUnknown);
        }

        return [.. (await List(db, actor, followers, ct)).Select(u => u with { Contacts = [.. u.Contacts.Where(c => u.Id != unitId || c.Id != contactId)] })];
    }

    private static async Task<Project> EndOwn(Guid projectId, AppDb db, CurrentActor actor, IContactLeaving leaving, CancellationToken ct)
    {
        var me = actor.Required.ContactId;
        var binding = await db.Set<ContactBinding>().FirstOrDefaultAsync(b => b.ContactId == me && b.ProjectId == projectId && b.EndedAt == null, ct)
            ?? throw new RuleBroken(OwnerProblems.NotBound);
        await leaving.Leave(binding.ContactId, binding.OwnerId, projectId, LeaveReason.Himself, ct);
        return new Project(projectId, binding.ProjectName);
    }
}
