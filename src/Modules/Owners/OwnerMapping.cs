using Microsoft.EntityFrameworkCore;

namespace WeChatService.Owners;

internal static class OwnerMapping
{
    public const string OneBindingEach = "ux_contact_binding_contact_project";

    public static void Map(ModelBuilder model)
    {
        model.Entity<Owner>(b =>
        {
            b.Property(o => o.Name).HasMaxLength(200);
            b.Property(o => o.CreditCode).HasMaxLength(18);
            b.HasIndex(o => new { o.AgencyId, o.Name });
        });
        model.Entity<OwnerContact>(b =>
        {
            b.Property(c => c.Name).HasMaxLength(20);
            b.HasIndex(c => c.PhoneHash);
        });
        model.Entity<ContactBinding>(b =>
        {
            // OWN-18: the same scan twice binds once, whatever two requests race for.
            b.HasIndex(x => new { x.ContactId, x.ProjectId }, OneBindingEach).IsUnique();
            b.HasIndex(x => x.ProjectId);
            b.HasOne<OwnerContact>().WithMany().HasForeignKey(x => x.ContactId).OnDelete(DeleteBehavior.Restrict);
            b.HasOne<Owner>().WithMany().HasForeignKey(x => x.OwnerId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<ContactInvitation>(b =>
        {
            b.Property(i => i.Scene).HasMaxLength(64);
            b.HasIndex(i => i.Scene).IsUnique();
            b.HasIndex(i => new { i.ProjectId, i.ExpiresAt });
        });
    }
}
