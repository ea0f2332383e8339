using System.Net;
using System.Text.RegularExpressions;
using WeChatService.Kernel;

namespace WeChatService.Accounts.Contracts;

/// <summary>What somebody proves his phone for.</summary>
public enum PhonePurpose { ContactBinding, PublicReport }

/// <summary>Who asks for a code: the openid of a session, or the public label that was scanned. Only he can use it.</summary>
public sealed record CodeAsker(string Key, SmsLimit Limit)
{
    public static CodeAsker OpenId(string openId) => new($"openid:{openId}", SmsLimit.OfOne);

    public static CodeAsker Label(string code) => new($"label:{code}", SmsLimit.OfMany);
}

public sealed record PhoneCodeSent(Guid CodeId, string MaskedPhone, DateTimeOffset ExpiresAt, int AgainAfterSeconds);

/// <summary>
/// Proves by one SMS that somebody holds a phone. Whoever asks is told the same of every number: whether we know it does not show.
/// </summary>
public interface IPhoneCodes
{
    /// <summary>Counted by phone, asker and address; sends before the caller's commit.</summary>
    /// <exception cref="RuleBroken">No mobile number; too many; the SMS service is silent.</exception>
    Task<PhoneCodeSent> Send(string? phone, PhonePurpose purpose, CodeAsker by, IPAddress? address, CancellationToken ct);

    /// <summary>Uses the code up.</summary>
    /// <returns>The phone that it was sent to, eleven digits.</returns>
    /// <exception cref="RuleBroken">Wrong (the try is counted), expired, used, for something else, or somebody else's.</exception>
    Task<string> Prove(Guid codeId, string? code, PhonePurpose purpose, CodeAsker by, CancellationToken ct);
}

/// <summary>Mobile numbers of the mainland.</summary>
public static partial class MobileNumber
{
    /// <summary>As people type them, with spaces; null when it is none.</summary>
    public static string? Read(string? typed) => typed?.Replace(" ", "", StringComparison.Ordinal) is { } phone && IsOne(phone) ? phone : null;

    public static bool IsOne(string phone) => Eleven().IsMatch(phone);

    /// <summary>Finds the same phone again without opening it.</summary>
    public static string HashOf(string phone, FieldCipher cipher) => cipher.Fingerprint("phone:" + phone);

    [GeneratedRegex(@"^1[3-9][0-9]{9}\z")]
    private static partial Regex Eleven();
}
