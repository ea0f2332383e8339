using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.OAuth;

/// <summary>A sign-in code that somebody exchanges or has exchanged: leased → answered → gone after ten minutes.</summary>
[Shared("read by the WeChat adapter only; no door reads it")]
internal sealed class LoginCode
{
    public string CodeHash { get; private set; } = "";

    /// <summary>WeChat's answer, sealed: it may hold a session key.</summary>
    public byte[]? Answer { get; private set; }

    public Guid Holder { get; private set; }
    public DateTimeOffset LeaseUntil { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
}

internal sealed class LoginCodeMapping : IEntityTypeConfiguration<LoginCode>
{
    public void Configure(EntityTypeBuilder<LoginCode> b)
    {
        b.HasKey(c => c.CodeHash);
        b.Property(c => c.CodeHash).HasMaxLength(64);
        b.HasIndex(c => c.ExpiresAt);
    }
}

/// <summary>Single statements on connections of their own, timed by the database's clock, as the tokens' store does.</summary>
internal sealed class LoginCodes(IServiceScopeFactory scopes, FieldCipher cipher) : ILoginCodes
{
    public Task<LoginCodeTurn> Take(string codeHash, Guid holder, TimeSpan lease, CancellationToken ct) => InOwnScope(async db =>
    {
        var mine = await db.Database.ExecuteSqlAsync(
            $"""
            insert into login_code as known (code_hash, holder, lease_until, expires_at)
            values ({codeHash}, {holder}, clock_timestamp() + {lease}, clock_timestamp() + {lease})
            on conflict (code_hash) do update set holder = excluded.holder, lease_until = excluded.lease_until, expires_at = excluded.expires_at, answer = null
            where (known.answer is null and known.lease_until < clock_timestamp()) or known.expires_at < clock_timestamp()
            """, ct) == 1;
        if (mine) return new LoginCodeTurn(true, null);
        var kept = await db.Set<LoginCode>().AsNoTracking().Where(c => c.CodeHash == codeHash).Select(c => c.Answer).FirstOrDefaultAsync(ct);
        return new LoginCodeTurn(false, kept is null ? null : Open(kept));
    });

    public Task Keep(string codeHash, Guid holder, string answer, TimeSpan life, CancellationToken ct)
    {
        var sealedAnswer = cipher.Seal(answer);
        return InOwnScope(async db =>
        {
            await db.Database.ExecuteSqlAsync(
                $"update login_code set answer = {sealedAnswer}, expires_at = clock_timestamp() + {life} where code_hash = {codeHash} and holder = {holder}", ct);
            // Each code that comes in takes a few old ones out: the table stays as small as ten minutes of sign-ins.
            return await db.Database.ExecuteSqlAsync(
                $"""
                delete from login_code where code_hash in
                    (select code_hash from login_code where expires_at < clock_timestamp() order by expires_at limit 20 for update skip locked)
                """, ct);
        });
    }

    public Task Release(string codeHash, Guid holder, CancellationToken ct) => InOwnScope(db => db.Database.ExecuteSqlAsync(
        $"delete from login_code where code_hash = {codeHash} and holder = {holder} and answer is null", ct));

    private string? Open(byte[] kept)
    {
        try { return cipher.Open(kept); }
        catch (CryptographicException) { return null; }
    }

    private async Task<T> InOwnScope<T>(Func<AppDb, Task<T>> ask)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<AppDb>());
    }
}
