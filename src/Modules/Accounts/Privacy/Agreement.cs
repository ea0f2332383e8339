using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Accounts.Privacy;

/// <summary>That the holder of an account agreed to one version of one text, and until when: given → withdrawn. Kept as evidence.</summary>
[Shared("the person's own; found by his account, and no door lists consents")]
internal sealed class Agreement
{
    public Guid Id { get; private set; }
    public Guid AccountId { get; private set; }
    public AgreementKind Kind { get; private set; }
    public string Version { get; private set; } = "";
    public string TextSha256 { get; private set; } = "";
    public DateTimeOffset GivenAt { get; private set; }
    public DateTimeOffset? WithdrawnAt { get; private set; }

    public static Agreement To(Guid id, Guid accountId, AgreementKind kind, PrivacyText text, DateTimeOffset now) =>
        new() { Id = id, AccountId = accountId, Kind = kind, Version = text.Version, TextSha256 = text.Sha256, GivenAt = now };

    /// <summary>At once: whoever asks from now on is told that nothing is agreed.</summary>
    public void Withdraw(DateTimeOffset now) => WithdrawnAt ??= now;
}
