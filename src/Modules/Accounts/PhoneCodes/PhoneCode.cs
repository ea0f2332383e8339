using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Accounts.PhoneCodes;

/// <summary>One code on one phone, for one purpose, in one visitor's hands.</summary>
[Shared("of people who are nobody yet; found by its id together with who asked for it, and no door lists codes")]
internal sealed class PhoneCode : OneTimeCode
{
    public Guid Id { get; private set; }
    public PhonePurpose Purpose { get; private set; }
    public byte[] PhoneSealed { get; private set; } = [];
    public string AskedBy { get; private set; } = "";

    public static PhoneCode Of(Guid id, string phone, string code, PhonePurpose purpose, CodeAsker by, FieldCipher cipher, DateTimeOffset now)
    {
        var sent = new PhoneCode { Id = id, Purpose = purpose, PhoneSealed = cipher.Seal(phone), AskedBy = by.Key };
        sent.Sent(code, cipher, now);
        return sent;
    }

    /// <returns>The phone.</returns>
    /// <exception cref="RuleBroken">Wrong (kept), expired, used, or void.</exception>
    public string Use(string? code, FieldCipher cipher, DateTimeOffset now) => Try(code?.Trim() ?? "", cipher, now) switch
    {
        CodeVerdict.Right => cipher.Open(PhoneSealed),
        CodeVerdict.Used => throw new RuleBroken(PhoneCodeProblems.Used),
        CodeVerdict.Over => throw new RuleBroken(PhoneCodeProblems.Expired),
        _ when WrongTries < TriesAllowed => throw RuleBroken.Keeping(
            PhoneCodeProblems.Wrong.Says($"验证码不对，请对照短信再填一次，还可以试 {TriesAllowed - WrongTries} 次。").With("triesLeft", TriesAllowed - WrongTries)),
        _ => throw RuleBroken.Keeping(PhoneCodeProblems.Wrong.Says("验证码错了 5 次，已经作废，请重新获取。").With("triesLeft", 0)),
    };
}
