using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Owners.Privacy;

namespace WeChatService.Owners;

internal static class OwnerMapping
{
    public const string OneAttachedEach = "ux_unit_contact_owner_contact";
    public const string OneBindingEach = "ux_contact_binding_contact_project";

    public static void Map(ModelBuilder model)
    {
        model.Entity<Owner>(b =>
        {
            b.Property(o => o.Name).HasMaxLength(200);
            b.Property(o => o.CreditCode).HasMaxLength(18);
            b.Property(o => o.CreatedByName).HasMaxLength(50);
            b.Property(o => o.CreatedByUserName).HasMaxLength(30);
            b.Property(o => o.ChangedByName).HasMaxLength(50);
            b.Ignore(o => o.AddressLacks);
            b.HasVersion();
            b.HasIndex(o => new { o.AgencyId, o.Name });
            // OWN-05: an agency's list, newest first, whole or of one district.
            b.HasIndex(o => new { o.AgencyId, o.CreatedAt, o.Id }).IsDescending(false, true, true);
            b.HasIndex(o => new { o.AgencyId, o.Province, o.City, o.District });
        });
        model.Entity<OwnerContact>(b =>
        {
            b.Property(c => c.Name).HasMaxLength(20);
            b.HasIndex(c => c.PhoneHash);
        });
        model.Entity<PrivacyConsent>(b =>
        {
            b.Property(c => c.Version).HasMaxLength(20);
            b.Property(c => c.TextSha256).HasMaxLength(64);
            b.HasOne<OwnerContact>().WithMany().HasForeignKey(c => c.ContactId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<ContactBinding>(b =>
        {
            // OWN-18: the same scan twice binds once, whatever two requests race for.
            b.HasIndex(x => new { x.ContactId, x.ProjectId }, OneBindingEach).IsUnique().HasFilter("ended_at is null");
            b.Property(x => x.EndedByName).HasMaxLength(50);
            b.HasVersion();
            b.HasIndex(x => x.ProjectId);
            b.HasOne<OwnerContact>().WithMany().HasForeignKey(x => x.ContactId).OnDelete(DeleteBehavior.Restrict);
            b.HasOne<Owner>().WithMany().HasForeignKey(x => x.OwnerId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<UnitContact>(b =>
        {
            // The same person entered twice, whatever two requests race for, is attached once.
            b.HasIndex(x => new { x.OwnerId, x.ContactId }, OneAttachedEach).IsUnique().HasFilter("ended_at is null");
            b.Property(x => x.AttachedByName).HasMaxLength(50);
            b.HasVersion();
            b.HasIndex(x => x.AgencyId);
            b.HasOne<OwnerContact>().WithMany().HasForeignKey(x => x.ContactId).OnDelete(DeleteBehavior.Restrict);
            b.HasOne<Owner>().WithMany().HasForeignKey(x => x.OwnerId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<ContactInvitation>(b =>
        {
            b.Property(i => i.Scene).HasMaxLength(64);
            b.HasIndex(i => i.Scene).IsUnique();
            b.HasIndex(i => i.ProjectId, ContactInvitation.OneEach).IsUnique().HasFilter("revoked_at is null");
            b.HasVersion();
        });
    }
}
