using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WeChatService.Kernel;

namespace WeChatService.Accounts.Contracts;

public enum CodeVerdict
{
    Right,
    Wrong,

    /// <summary>Too old, or void after too many wrong tries.</summary>
    Over,
    Used,
}

/// <summary>
/// What every code sent by SMS has in common: sent → used, or expired, or void after five wrong tries. It stands in the database
/// sealed, never in the clear.
/// </summary>
public abstract class OneTimeCode
{
    public const int TriesAllowed = 5;
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>One code, or several behind each other, sealed by <see cref="FieldCipher"/>.</summary>
    public byte[] SealedCodes { get; private set; } = [];

    public DateTimeOffset SentAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public int WrongTries { get; private set; }
    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>Six digits from the system's source of chance.</summary>
    public static string Six() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    protected void Sent(string codes, FieldCipher cipher, DateTimeOffset now) =>
        (SealedCodes, SentAt, ExpiresAt) = (cipher.Seal(codes), now, now + Lifetime);

    /// <summary>Right: used up. Wrong: the try is counted, as long as the caller's refusal keeps its evidence.</summary>
    protected CodeVerdict Try(string given, FieldCipher cipher, DateTimeOffset now)
    {
        if (UsedAt is not null)
        {
            return CodeVerdict.Used;
        }

        if (now >= ExpiresAt || WrongTries >= TriesAllowed)
        {
            return CodeVerdict.Over;
        }

        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), cipher.OpenBytes(SealedCodes)))
        {
            WrongTries++;
            return CodeVerdict.Wrong;
        }

        UsedAt = now;
        return CodeVerdict.Right;
    }
}
