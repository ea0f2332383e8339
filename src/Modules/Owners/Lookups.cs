using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Owners;

/// <summary>Owner units and their contacts for the modules below.</summary>
internal sealed class Lookups(AppDb db) : IOwners, IOwnerContacts
{
    // A lookup answers for ids that the caller already holds by right; what it may list is decided where the ids come from.
    private IQueryable<Owner> Owners => db.Set<Owner>().IgnoreQueryFilters().AsNoTracking();

    public async Task<OwnerCard?> Find(Guid ownerId, CancellationToken ct) =>
        (await Find([ownerId], ct)).FirstOrDefault();

    public async Task<IReadOnlyList<OwnerCard>> Find(IReadOnlyCollection<Guid> ownerIds, CancellationToken ct) =>
        await Owners.Where(o => ownerIds.Contains(o.Id))
            .Select(o => new OwnerCard(o.Id, o.Name, o.Region, o.Province + o.City + o.District + o.Address, o.CreditCode))
            .ToListAsync(ct);

    public async Task<OwnerCard?> Mine(Guid ownerId, CancellationToken ct) =>
        await db.Set<Owner>().AnyAsync(o => o.Id == ownerId, ct) ? await Find(ownerId, ct) : null;

    public async Task<bool> HasContact(Guid ownerId, CancellationToken ct) =>
        await db.Set<UnitContact>().AnyAsync(u => u.OwnerId == ownerId && u.EndedAt == null, ct)
        || await db.Set<ContactBinding>().AnyAsync(b => b.OwnerId == ownerId && b.EndedAt == null, ct);

    public async Task<IReadOnlyList<ContactCard>> OfProject(Guid projectId, CancellationToken ct) =>
        await (from binding in db.Set<ContactBinding>()
               join contact in db.Set<OwnerContact>() on binding.ContactId equals contact.Id
               where binding.ProjectId == projectId && binding.EndedAt == null
               orderby binding.BoundAt
               select new ContactCard(contact.Id, binding.OwnerId, contact.Name, contact.PhoneMasked)).ToListAsync(ct);

    public async Task<IReadOnlyList<Guid>> ProjectsOf(Guid contactId, CancellationToken ct) =>
        await db.Set<ContactBinding>().Where(b => b.ContactId == contactId && b.EndedAt == null).Select(b => b.ProjectId).ToListAsync(ct);

    public Task<bool> IsBound(Guid contactId, Guid projectId, CancellationToken ct) =>
        db.Set<ContactBinding>().AnyAsync(b => b.ContactId == contactId && b.ProjectId == projectId && b.EndedAt == null, ct);

    public async Task<IReadOnlyDictionary<Guid, string>> Names(IReadOnlyCollection<Guid> contactIds, CancellationToken ct) =>
        await db.Set<OwnerContact>().AsNoTracking().Where(c => contactIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, ct);

    public async Task<IReadOnlyList<Guid>> Named(string part, int max, CancellationToken ct) =>
        await (from binding in db.Set<ContactBinding>()
               join contact in db.Set<OwnerContact>() on binding.ContactId equals contact.Id
               where contact.Name.Contains(part)
               select contact.Id).Distinct().OrderBy(id => id).Take(max).ToListAsync(ct);
}

/// <summary>Tells the sign-in who an openid of the owner account is, and whose data he may see (OWN-14).</summary>
internal sealed class ContactIdentities(AppDb db, IFollowers followers) : IContactIdentity
{
    public async Task<ContactIdentity?> ByOpenId(string openId, CancellationToken ct) =>
        await followers.Find(ServiceAccountKind.Owner, openId, ct) is { SubjectId: { } contactId } ? await Find(contactId, ct) : null;

    public async Task<ContactIdentity?> Find(Guid contactId, CancellationToken ct)
    {
        var contact = await db.Set<OwnerContact>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == contactId, ct);
        if (contact is null)
        {
            return null;
        }

        var owners = await db.Set<ContactBinding>().IgnoreQueryFilters().Where(b => b.ContactId == contactId && b.EndedAt == null)
            .Select(b => b.OwnerId).Distinct().ToListAsync(ct);
        return new ContactIdentity(contact.Id, contact.Name, contact.Region, owners);
    }
}
