using System.Security.Cryptography;
using System.Text;
using WeChatService.Kernel;

namespace WeChatService.Accounts.Sessions;

/// <summary>
/// One sign-in of one client at one door: alive → ended (signed out, replaced, revoked) or expired. The token is random and stored hashed,
/// so that the table alone opens no door. Without an account it knows only the openid that WeChat named.
/// </summary>
[Shared("found by its secret token before anybody is known; no door lists sessions")]
internal sealed class Session
{
    public Guid Id { get; private set; }
    public string TokenSha256 { get; private set; } = "";
    public Door Door { get; private set; }
    public Guid? AccountId { get; private set; }
    public string? OpenId { get; private set; }

    /// <summary>The phone that WeChat named for somebody who has no account yet, sealed: he registers with it (ACC-20, PEO-15).</summary>
    public byte[]? ProvenPhone { get; private set; }

    /// <summary>How long it lives after the last use, seconds.</summary>
    public int LifetimeSeconds { get; private set; }

    public DateTimeOffset BeganAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public string? EndedBecause { get; private set; }

    public TimeSpan Lifetime => TimeSpan.FromSeconds(LifetimeSeconds);

    public static Session Begin(Guid id, string token, Door door, Guid? accountId, string? openId, TimeSpan lifetime, DateTimeOffset now) => new()
    {
        Id = id, TokenSha256 = HashOf(token), Door = door, AccountId = accountId, OpenId = openId,
        LifetimeSeconds = (int)lifetime.TotalSeconds, BeganAt = now, ExpiresAt = now + lifetime,
    };

    public void Prove(byte[] sealedPhone) => ProvenPhone = sealedPhone;

    public bool IsAlive(DateTimeOffset now) => EndedAt is null && now < ExpiresAt;

    /// <summary>Expiry slides, but is written only when a tenth of the life is used up: reading pages costs no writes.</summary>
    public bool IsDueToSlide(DateTimeOffset now) => ExpiresAt - now < Lifetime * 0.9;

    public void End(string because, DateTimeOffset now)
    {
        if (EndedAt is null)
        {
            (EndedAt, EndedBecause) = (now, because);
        }
    }

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
