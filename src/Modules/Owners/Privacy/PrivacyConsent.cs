using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Owners.Privacy;

/// <summary>That a contact agreed to what is done with his data, to which text, and until when: given → withdrawn.</summary>
[Shared("the person's own; no door lists consents")]
internal sealed class PrivacyConsent
{
    public Guid Id { get; private set; }
    public Guid ContactId { get; private set; }
    public string Version { get; private set; } = "";
    public string TextSha256 { get; private set; } = "";
    public DateTimeOffset GivenAt { get; private set; }
    public DateTimeOffset? WithdrawnAt { get; private set; }

    public static PrivacyConsent To(Guid id, Guid contactId, PrivacyText text, DateTimeOffset now) =>
        new() { Id = id, ContactId = contactId, Version = text.Version, TextSha256 = text.Sha256, GivenAt = now };

    public void Withdraw(DateTimeOffset now) => WithdrawnAt ??= now;
}
