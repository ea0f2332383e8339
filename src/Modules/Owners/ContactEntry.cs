using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Owners;

internal sealed class ContactEntry(
    AppDb db, IContactAccounts accounts, IFollowers followers, IRegionPolicies policies, FieldCipher cipher, Ids ids, TimeProvider time) : IContactEntry
{
    public async Task<SavedContact> Save(InvitationRequest project, string? name, string? phone, CancellationToken ct)
    {
        if (!GetsAccount(project.Region))
        {
            throw new RuleBroken(OwnerProblems.BindsHimself);
        }

        var contact = await Enter(name, phone, project.OwnerId, project.Region, ct);
        await Bind(contact, project, ct);
        return new SavedContact(contact.Id, contact.Name, contact.PhoneMasked, await Handed(contact, project.Region, project.AgencyId, ct));
    }

    public async Task BindAttached(InvitationRequest project, CancellationToken ct)
    {
        if (GetsAccount(project.Region))
        {
            var attached = await db.Set<UnitContact>().Where(u => u.OwnerId == project.OwnerId && u.EndedAt == null).Select(u => u.ContactId).ToListAsync(ct);
            foreach (var contact in await db.Set<OwnerContact>().Where(c => attached.Contains(c.Id)).OrderBy(c => c.Id).ToListAsync(ct))
            {
                await Bind(contact, project, ct);
            }
        }
    }

    /// <summary>OWN-03: at the unit, before there is a project. Where contacts bind themselves it only says whom to show the code to.</summary>
    public async Task<SavedContact> Attach(Owner unit, string? name, string? phone, string byName, CancellationToken ct)
    {
        var contact = await Enter(name, phone, unit.Id, unit.Region, ct);
        if (!await db.Set<UnitContact>().AnyAsync(u => u.OwnerId == unit.Id && u.ContactId == contact.Id && u.EndedAt == null, ct))
        {
            var attached = UnitContact.Attach(ids.Next(), unit, contact.Id, byName, time.GetUtcNow());
            db.Add(attached);
            db.Audit("contact.attached", nameof(UnitContact), attached.Id, $"机构添加{contact.Name}为「{unit.Name}」的联系人");
        }

        return new SavedContact(
            contact.Id, contact.Name, contact.PhoneMasked, GetsAccount(unit.Region) ? await Handed(contact, unit.Region, unit.AgencyId, ct) : null);
    }

    private bool GetsAccount(string region) => policies.For(region).Owner.AccountMode == OwnerAccountMode.IssuedAccount;

    private async Task<OwnerContact> Enter(string? name, string? phone, Guid ownerId, string region, CancellationToken ct)
    {
        OwnerContact.Checked(name);
        var number = MobileNumber.Read(phone) ?? throw new RuleBroken(OwnerProblems.PhoneInvalid);
        var contact = await Known(number, ownerId, ct);
        if (contact is null)
        {
            contact = OwnerContact.Register(ids.Next(), region, name!, number, cipher, time.GetUtcNow());
            db.Add(contact);
        }

        return contact;
    }

    private async Task Bind(OwnerContact contact, InvitationRequest project, CancellationToken ct)
    {
        if (!await db.Set<ContactBinding>().AnyAsync(b => b.ContactId == contact.Id && b.ProjectId == project.ProjectId && b.EndedAt == null, ct))
        {
            // OWN-07: the agency answers for it here; the contact himself says so when he signs in.
            var binding = ContactBinding.Declare(
                ids.Next(), contact.Id, project.ProjectId, project.OwnerId, project.AgencyId, isEmployee: true, time.GetUtcNow(), project.ProjectName);
            db.Add(binding);
            db.Announce(new ContactBound(contact.Id, project.ProjectId, project.OwnerId, project.AgencyId, Entered: true));
            db.Audit("contact.entered", nameof(ContactBinding), binding.Id, $"机构添加{contact.Name}为「{project.ProjectName}」的联系人");
        }
    }

    /// <summary>Who signs in already keeps what he has: saving him for another project must not lock him out.</summary>
    private async Task<IssuedAccount?> Handed(OwnerContact contact, string region, Guid agencyId, CancellationToken ct) =>
        (await followers.Of(contact.Id, ServiceAccountKind.Owner, ct)).Count > 0
            ? null
            : await accounts.Issue(contact.Id, contact.Name, region, agencyId, ct);

    /// <summary>Only among this agency's contacts of this unit: a phone must not open another agency's.</summary>
    private Task<OwnerContact?> Known(string number, Guid ownerId, CancellationToken ct)
    {
        var hash = MobileNumber.HashOf(number, cipher);
        return db.Set<OwnerContact>().FirstOrDefaultAsync(
            c => c.PhoneHash == hash
                && (db.Set<ContactBinding>().Any(b => b.ContactId == c.Id && b.OwnerId == ownerId && b.EndedAt == null)
                    || db.Set<UnitContact>().Any(u => u.ContactId == c.Id && u.OwnerId == ownerId && u.EndedAt == null)), ct);
    }
}
