using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.MiniProgram;

/// <summary>Keeps the session keys: what leaves this class is the identity.</summary>
internal sealed class MiniProgramDesk(AppDb db, IWeChatLogin login, IMiniProgramWire wire, IFollowers followers, FieldCipher cipher, TimeProvider clock) : IMiniProgram
{
    public async Task<WeChatIdentity> SignIn(string code, CancellationToken ct)
    {
        var named = await login.ByMiniProgramCode(code, ct);
        await Keep(named, ct);
        var identity = new WeChatIdentity(named.OpenId, named.UnionId);
        await followers.Saw(ServiceAccountKind.MiniProgram, identity, ct);
        return identity;
    }

    public async Task<bool> SessionHolds(string openId, CancellationToken ct)
    {
        var kept = await db.Set<MiniProgramSession>().AsNoTracking().FirstOrDefaultAsync(s => s.OpenId == openId, ct);
        return kept is not null && Open(kept.SessionKey) is { } key && await wire.SessionHolds(openId, key, ct);
    }

    public Task<string> PhoneNumber(string code, CancellationToken ct) => wire.PhoneNumber(code, ct);

    /// <summary>A statement at once, not part of the unit of work: two sign-ins of one phone at the same time must not refuse each other.</summary>
    private Task Keep(MiniProgramIdentity named, CancellationToken ct)
    {
        var (openId, key, now) = (named.OpenId, cipher.Seal(named.SessionKey), clock.GetUtcNow().ToUniversalTime());
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into mini_program_session (open_id, session_key, began_at) values ({openId}, {key}, {now})
            on conflict (open_id) do update set session_key = excluded.session_key, began_at = excluded.began_at
            """, ct);
    }

    /// <summary>A key sealed with a secret that has since been changed is as good as none.</summary>
    private string? Open(byte[] kept)
    {
        try { return cipher.Open(kept); }
        catch (CryptographicException) { return null; }
    }
}
