using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Employment;
using WeChatService.Accounts.Founding;
using WeChatService.Accounts.PhoneCodes;
using WeChatService.Accounts.Privacy;
using WeChatService.Accounts.Sessions;
using WeChatService.Kernel;

namespace WeChatService.Accounts;

internal static class AccountsMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Account>(b =>
        {
            b.Property(a => a.UserName).HasMaxLength(30);
            b.Property(a => a.Roles).AsJson();
            b.HasIndex(a => a.UserName, Account.UserNameKey).IsUnique();
            b.HasIndex(a => a.PersonId).IsUnique();
            b.HasIndex(a => new { a.AgencyId, a.UserName });
            b.HasIndex(a => a.ContactId).IsUnique();
            b.HasIndex(a => a.BrigadeId);
            // PEO-28: a region's accounts by category.
            b.HasIndex(a => a.Roles).HasMethod("gin");
            b.HasIndex(a => new { a.Region, a.Name });
            b.HasVersion();
        });
        model.Entity<Session>(b =>
        {
            b.Property(s => s.TokenSha256).HasMaxLength(64);
            b.Property(s => s.OpenId).HasMaxLength(64);
            b.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Restrict);
            b.HasIndex(s => s.TokenSha256, "ux_session_token").IsUnique();
            b.HasIndex(s => s.OpenId);
            b.HasIndex(s => s.ExpiresAt);
        });
        model.Entity<PhoneCode>(b =>
        {
            b.Property(c => c.AskedBy).HasMaxLength(100);
            // Two guesses at the same instant are two tries.
            b.HasVersion();
        });
        model.Entity<Agreement>(b =>
        {
            b.Property(c => c.Version).HasMaxLength(20);
            b.Property(c => c.TextSha256).HasMaxLength(64);
            b.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Restrict);
            b.HasIndex(c => new { c.AccountId, c.Kind, c.GivenAt });
        });
        model.Entity<Registration>(b =>
        {
            b.Property(r => r.IdentityFingerprint).HasMaxLength(64);
            b.Property(r => r.Certificates).AsJson();
            b.HasOne<Account>().WithMany().HasForeignKey(r => r.AccountId).OnDelete(DeleteBehavior.Restrict);
            b.HasIndex(r => r.AccountId).IsUnique();
            b.HasIndex(r => r.IdentityFingerprint, Registration.OnceKey).IsUnique();
            b.HasVersion();
        });
        model.Entity<FoundingForm>(b =>
        {
            b.Property(r => r.Region).HasMaxLength(20);
            b.Property(r => r.Name).HasMaxLength(100);
            b.Property(r => r.CreditCode).HasMaxLength(18);
            b.Property(r => r.LegalPersonName).HasMaxLength(30);
            b.HasOne<Account>().WithMany().HasForeignKey(r => r.AccountId).OnDelete(DeleteBehavior.Restrict);
            // Not by credit code: whoever only begins keeps nobody from registering his own agency.
            b.HasIndex(r => r.AccountId).IsUnique();
            b.HasVersion();
        });
        model.Entity<EmploymentRequest>(b =>
        {
            b.Property(r => r.Reason).HasMaxLength(200);
            b.HasOne<Account>().WithMany().HasForeignKey(r => r.AccountId).OnDelete(DeleteBehavior.Restrict);
            // One open request, whatever two taps race for.
            b.HasIndex(r => r.AccountId, EmploymentRequest.OneOpenKey).IsUnique().HasFilter("state = 'Pending'");
            b.HasIndex(r => new { r.AgencyId, r.State, r.AskedAt });
            b.HasVersion();
        });
        model.Entity<SmsMeter>(b =>
        {
            b.HasKey(m => m.Key);
            b.Property(m => m.Key).HasMaxLength(100);
        });
    }
}
