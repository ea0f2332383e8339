using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Accounts.Sessions;

/// <summary>Opens and ends sessions; the caller's commit makes it so.</summary>
internal sealed class SessionDesk(AppDb db, Ids ids, TimeProvider time, IRegionPolicies policies)
{
    /// <summary>Long enough to type a password or to fill the binding form.</summary>
    private static readonly TimeSpan Unlinked = TimeSpan.FromHours(24);

    /// <summary>A contact has no region before he is bound.</summary>
    private static readonly TimeSpan OfContact = TimeSpan.FromDays(30);

    public sealed record Opened(Session Session, string Token);

    public Opened Open(Door door, Account? account, string? openId)
    {
        var lifetime = account is { MustChangePassword: true } ? Unlinked
            : account is not null ? TimeSpan.FromHours(policies.For(account.Region).Auth.SessionHours)
            : door == Door.Owner ? OfContact
            : Unlinked;
        var token = ids.Token(32);
        var session = Session.Begin(ids.Next(), token, door, account?.Id, openId, lifetime, time.GetUtcNow());
        db.Add(session);
        return new(session, token);
    }

    /// <summary>
    /// ACC-10: one account on one phone at a time. A phone is known by its openid, so that opening the mini program again is no second
    /// phone.
    /// </summary>
    /// <exception cref="RuleBroken">Another phone is signed in, and the region lets the second one wait.</exception>
    public async Task TakePhone(Account account, string openId, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var elsewhere = await db.Set<Session>().Where(s => s.AccountId == account.Id && s.Door == Door.MiniProgram
            && s.OpenId != openId && s.EndedAt == null && s.ExpiresAt > now).ToListAsync(ct);
        if (elsewhere.Count > 0 && policies.For(account.Region).Auth.DeviceMode == DeviceMode.BlockSecond)
        {
            throw new RuleBroken(AccountProblems.OtherDevice);
        }

        elsewhere.ForEach(s => s.End("replaced", now));
    }

    /// <summary>Ends what is alive of an account: it was disabled (ACC-25), or its phone released (ACC-11).</summary>
    public async Task EndAll(Guid accountId, string because, CancellationToken ct, Door? door = null)
    {
        var now = time.GetUtcNow();
        var alive = await db.Set<Session>().Where(s => s.AccountId == accountId && s.EndedAt == null && (door == null || s.Door == door)).ToListAsync(ct);
        alive.ForEach(s => s.End(because, now));
    }

    /// <summary>The phone changes hands: what another account (or nobody yet) had open on this openid ends.</summary>
    public async Task HandOver(Door door, string openId, Account to, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var others = await db.Set<Session>()
            .Where(s => s.OpenId == openId && s.Door == door && s.EndedAt == null && s.AccountId != to.Id).ToListAsync(ct);
        others.ForEach(s => s.End("linked", now));
    }

    /// <summary>The phone is somebody else's from now on: what was open on it ends, whoever had it.</summary>
    public async Task EndOn(Door door, string openId, string because, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var open = await db.Set<Session>().Where(s => s.OpenId == openId && s.Door == door && s.EndedAt == null).ToListAsync(ct);
        open.ForEach(s => s.End(because, now));
    }

    public Task<Session> Find(Guid sessionId, CancellationToken ct) => db.Set<Session>().FirstAsync(s => s.Id == sessionId, ct);

    public async Task End(Guid sessionId, string because, CancellationToken ct) =>
        (await db.Set<Session>().FirstOrDefaultAsync(s => s.Id == sessionId, ct))?.End(because, time.GetUtcNow());

    public static void SetCookie(HttpContext http, Door door, string token, TimeSpan lifetime) =>
        http.Response.Cookies.Append(SessionCookies.Of(door), token, new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = IsPublicByTls(http), MaxAge = lifetime, Path = "/",
        });

    /// <summary>By the address that phones reach: behind a proxy that ends TLS the request itself is plain.</summary>
    private static bool IsPublicByTls(HttpContext http) =>
        http.Request.IsHttps
        || http.RequestServices.GetRequiredService<IConfiguration>()["Public:Base"]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
}
