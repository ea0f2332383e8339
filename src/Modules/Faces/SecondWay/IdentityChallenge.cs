using System.Security.Cryptography;
using System.Text;
using WeChatService.Faces.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Faces.SecondWay;

/// <summary>
/// Two one-time codes for one person, one witness and one act: sent → used, or expired, or void after five wrong tries. The codes
/// stand in the database sealed, never in the clear.
/// </summary>
internal sealed class IdentityChallenge : IAgencyOwned, IRegionOwned
{
    public const int TriesAllowed = 5;
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public Guid Id { get; private set; }
    public Guid AgencyId { get; private set; }
    public string Region { get; private set; } = "";
    public Guid PersonId { get; private set; }
    public Guid WitnessId { get; private set; }
    public FacePurpose Purpose { get; private set; }
    public Guid SubjectId { get; private set; }

    /// <summary>Both codes, sealed by <see cref="FieldCipher"/>.</summary>
    public byte[] SealedCodes { get; private set; } = [];

    public DateTimeOffset SentAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public int WrongTries { get; private set; }
    public DateTimeOffset? UsedAt { get; private set; }

    public static IdentityChallenge Of(
        Guid id, Guid agencyId, string region, Guid personId, Guid witnessId, FacePurpose purpose, Guid subjectId, (string Own, string Witness) codes,
        FieldCipher cipher, DateTimeOffset now) => new()
        {
            Id = id, AgencyId = agencyId, Region = region, PersonId = personId, WitnessId = witnessId, Purpose = purpose, SubjectId = subjectId,
            SealedCodes = cipher.Seal(codes.Own + codes.Witness), SentAt = now, ExpiresAt = now + Lifetime,
        };

    /// <summary>Six digits each, from the system's source of chance.</summary>
    public static (string Own, string Witness) NewCodes() => (Six(), Six());

    /// <summary>Both right: used up. One wrong: the try is counted, and nobody is told which of the two it was.</summary>
    /// <exception cref="RuleBroken">Wrong (kept), expired, used, or void.</exception>
    public void Use(string? own, string? witness, FieldCipher cipher, DateTimeOffset now)
    {
        if (UsedAt is not null)
        {
            throw new RuleBroken(SecondWayProblems.CodeUsed);
        }

        if (now >= ExpiresAt || WrongTries >= TriesAllowed)
        {
            throw new RuleBroken(SecondWayProblems.CodeExpired);
        }

        var given = Encoding.UTF8.GetBytes((own?.Trim() ?? "") + (witness?.Trim() ?? ""));
        if (!CryptographicOperations.FixedTimeEquals(given, cipher.OpenBytes(SealedCodes)))
        {
            WrongTries++;
            throw RuleBroken.Keeping(WrongTries < TriesAllowed
                ? SecondWayProblems.CodeWrong.Says($"验证码不对，请对照两条短信再填一次，还可以试 {TriesAllowed - WrongTries} 次。").With("triesLeft", TriesAllowed - WrongTries)
                : SecondWayProblems.CodeWrong.Says("验证码错了 5 次，已经作废，请重新发送。").With("triesLeft", 0));
        }

        UsedAt = now;
    }

    private static string Six() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
}
