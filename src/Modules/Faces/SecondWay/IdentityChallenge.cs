using WeChatService.Accounts.Contracts;
using WeChatService.Faces.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Faces.SecondWay;

/// <summary>
/// Two one-time codes for one person, one witness and one act.
/// </summary>
internal sealed class IdentityChallenge : OneTimeCode, IAgencyOwned, IRegionOwned
{
    public Guid Id { get; private set; }
    public Guid AgencyId { get; private set; }
    public string Region { get; private set; } = "";
    public Guid PersonId { get; private set; }
    public Guid WitnessId { get; private set; }
    public FacePurpose Purpose { get; private set; }
    public Guid SubjectId { get; private set; }

    public static IdentityChallenge Of(
        Guid id, Guid agencyId, string region, Guid personId, Guid witnessId, FacePurpose purpose, Guid subjectId, (string Own, string Witness) codes,
        FieldCipher cipher, DateTimeOffset now)
    {
        var challenge = new IdentityChallenge
        {
            Id = id, AgencyId = agencyId, Region = region, PersonId = personId, WitnessId = witnessId, Purpose = purpose, SubjectId = subjectId,
        };
        challenge.Sent(codes.Own + codes.Witness, cipher, now);
        return challenge;
    }

    /// <summary>Six digits each, from the system's source of chance.</summary>
    public static (string Own, string Witness) NewCodes() => (Six(), Six());

    /// <summary>Both right: used up. One wrong: the try is counted, and nobody is told which of the two it was.</summary>
    /// <exception cref="RuleBroken">Wrong (kept), expired, used, or void.</exception>
    public void Use(string? own, string? witness, FieldCipher cipher, DateTimeOffset now)
    {
        switch (Try((own?.Trim() ?? "") + (witness?.Trim() ?? ""), cipher, now))
        {
            case CodeVerdict.Used: throw new RuleBroken(SecondWayProblems.CodeUsed);
            case CodeVerdict.Over: throw new RuleBroken(SecondWayProblems.CodeExpired);
            case CodeVerdict.Wrong:
                throw RuleBroken.Keeping(WrongTries < TriesAllowed
                    ? SecondWayProblems.CodeWrong.Says($"验证码不对，请对照两条短信再填一次，还可以试 {TriesAllowed - WrongTries} 次。").With("triesLeft", TriesAllowed - WrongTries)
                    : SecondWayProblems.CodeWrong.Says("验证码错了 5 次，已经作废，请重新发送。").With("triesLeft", 0));
        }
    }
}
