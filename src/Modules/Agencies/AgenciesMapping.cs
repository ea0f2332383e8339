using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Agencies;

internal static class AgenciesMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Agency>(b =>
        {
            b.Property(a => a.CreditCode).HasMaxLength(18);
            b.Property(a => a.ServiceTypes).AsJson();
            b.HasMany(a => a.Offices).WithOne().HasForeignKey(o => o.AgencyId).OnDelete(DeleteBehavior.Restrict);
            b.HasIndex(a => a.CreditCode, Agency.OnceKey).IsUnique();
            b.HasIndex(a => new { a.Region, a.Name });
            b.HasVersion();
        });
        model.Entity<Office>(b => b.HasIndex(o => o.BrigadeId));
        model.Entity<Brigade>(b => b.HasIndex(x => new { x.Region, x.District }).IsUnique());
        model.Entity<Person>(b =>
        {
            b.HasOne<Agency>().WithMany().HasForeignKey(p => p.AgencyId).OnDelete(DeleteBehavior.Restrict);
            b.HasMany(p => p.Certificates).WithOne().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Restrict);
            b.HasMany(p => p.Appointments).WithOne().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Restrict);
            b.Ignore(p => p.IsTechnicalLead);
            b.HasIndex(p => new { p.AgencyId, p.Name });
            b.HasIndex(p => new { p.Region, p.Name });
            b.HasIndex(p => p.Phone);
            b.Property(p => p.IdentityFingerprint).HasMaxLength(64);
            b.HasIndex(p => p.IdentityFingerprint, Person.OneEmploymentKey).IsUnique().HasFilter("left_at is null");
            b.HasVersion();
        });
        model.Entity<StaffChange>(b =>
        {
            b.Property(c => c.Certificates).AsJson();
            b.Property(c => c.Reason).HasMaxLength(200);
            b.HasOne<Agency>().WithMany().HasForeignKey(c => c.AgencyId).OnDelete(DeleteBehavior.Restrict);
            b.HasIndex(c => new { c.Region, c.State, c.AskedAt });
            b.HasIndex(c => new { c.AgencyId, c.AskedAt });
            // One open change of a person, whatever two requests race for; of newcomers by their number.
            b.Property(c => c.IdentityFingerprint).HasMaxLength(64);
            b.HasIndex(c => new { c.AgencyId, c.IdentityFingerprint }, StaffChange.OneOpenKey).IsUnique().HasFilter("state = 'Pending'");
            b.HasVersion();
        });
        model.Entity<NationalPerson>(b =>
        {
            b.Property(p => p.IdentityFingerprint).HasMaxLength(64);
            b.HasIndex(p => p.IdentityFingerprint).IsUnique();
        });
        model.Entity<NationalAgency>(b =>
        {
            b.Property(a => a.CreditCode).HasMaxLength(18);
            b.Property(a => a.LegalPersonFingerprint).HasMaxLength(64);
            b.HasIndex(a => a.CreditCode).IsUnique();
        });
        model.Entity<Certificate>(b => b.HasIndex(c => new { c.AgencyId, c.ValidUntil }));
        model.Entity<TechnicalLeadAppointment>(b => b.HasIndex(a => new { a.AgencyId, a.PersonId }));
    }
}
