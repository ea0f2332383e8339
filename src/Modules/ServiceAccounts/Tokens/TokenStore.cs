using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Tokens;

/// <summary>
/// Every call is one statement on a connection of its own: a token outlives whatever request needed it. Leases run by the database's
/// clock, the only one that all processes share.
/// </summary>
internal sealed class TokenStore(IServiceScopeFactory scopes, FieldCipher cipher) : ITokenStore
{
    public Task<HeldToken?> Read(string name, CancellationToken ct) => InOwnScope(async db =>
        await db.Set<WeChatToken>().AsNoTracking().FirstOrDefaultAsync(t => t.Name == name, ct) is { Value: { } value, RenewFrom: { } renew, ExpiresAt: { } expires }
        && Open(value) is { } text
            ? new HeldToken(text, renew, expires)
            : null);

    public Task<bool> TryLease(string name, Guid holder, TimeSpan lease, CancellationToken ct) => InOwnScope(async db =>
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into wechat_token as held (name, lease_holder, lease_until) values ({name}, {holder}, clock_timestamp() + {lease})
            on conflict (name) do update set lease_holder = excluded.lease_holder, lease_until = excluded.lease_until
            where held.lease_until < clock_timestamp() or held.lease_holder = excluded.lease_holder
            """, ct) == 1);

    public Task<bool> Keep(string name, Guid holder, HeldToken token, CancellationToken ct)
    {
        var (value, renew, expires) = (cipher.Seal(token.Value), token.RenewFrom.ToUniversalTime(), token.ExpiresAt.ToUniversalTime());
        return InOwnScope(async db => await db.Database.ExecuteSqlAsync(
            $"""
            update wechat_token set value = {value}, renew_from = {renew}, expires_at = {expires}, lease_until = clock_timestamp()
            where name = {name} and lease_holder = {holder}
            """, ct) == 1);
    }

    /// <summary>A value sealed with a key that has since been changed is as good as none.</summary>
    private string? Open(byte[] sealedValue)
    {
        try { return cipher.Open(sealedValue); }
        catch (CryptographicException) { return null; }
    }

    private async Task<T> InOwnScope<T>(Func<AppDb, Task<T>> ask)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<AppDb>());
    }
}
