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
        if (policies.For(project.Region).Owner.AccountMode != OwnerAccountMode.IssuedAccount)
        {
            throw new RuleBroken(OwnerProblems.BindsHimself);
        }

        OwnerContact.Checked(name);
        var number = MobileNumber.Read(phone) ?? throw new RuleBroken(OwnerProblems.PhoneInvalid);
        var now = time.GetUtcNow();
        var contact = await Known(number, project.OwnerId, ct);
        if (contact is null)
        {
            contact = OwnerContact.Register(ids.Next(), project.Region, name!, number, cipher, now);
            db.Add(contact);
        }

        if (!await db.Set<ContactBinding>().AnyAsync(b => b.ContactId == contact.Id && b.ProjectId == project.ProjectId && b.EndedAt == null, ct))
        {
            // OWN-07: the agency answers for it here; the contact himself says so when he signs in.
            var binding = ContactBinding.Declare(
                ids.Next(), contact.Id, project.ProjectId, project.OwnerId, project.AgencyId, isEmployee: true, now, project.ProjectName);
            db.Add(binding);
            db.Announce(new ContactBound(contact.Id, project.ProjectId, project.OwnerId, project.AgencyId, Entered: true));
            db.Audit("contact.entered", nameof(ContactBinding), binding.Id, $"机构添加{contact.Name}为「{project.ProjectName}」的联系人");
        }

        return new SavedContact(contact.Id, contact.Name, contact.PhoneMasked, await Handed(contact, project, ct));
    }

    /// <summary>Who signs in already keeps what he has: saving him for another project must not lock him out.</summary>
    private async Task<IssuedAccount?> Handed(OwnerContact contact, InvitationRequest project, CancellationToken ct) =>
        (await followers.Of(contact.Id, ServiceAccountKind.Owner, ct)).Count > 0
            ? null
            : await accounts.Issue(contact.Id, contact.Name, project.Region, project.AgencyId, ct);

    /// <summary>Only among this agency's contacts of this unit: a phone must not open another agency's.</summary>
    private Task<OwnerContact?> Known(string number, Guid ownerId, CancellationToken ct)
    {
        var hash = MobileNumber.HashOf(number, cipher);
        return db.Set<OwnerContact>().FirstOrDefaultAsync(
            c => c.PhoneHash == hash && db.Set<ContactBinding>().Any(b => b.ContactId == c.Id && b.OwnerId == ownerId && b.EndedAt == null), ct);
    }
}
