using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Ports;

/// <param name="Content">What the code's picture encodes; render it locally.</param>
/// <param name="ImageUrl">WeChat's own picture of the code.</param>
public sealed record IssuedQrCode(string Ticket, Uri Content, Uri ImageUrl, DateTimeOffset ExpiresAt);

/// <summary>Makes temporary codes that lead into a service account's chat.</summary>
public interface IQrCodeIssuer
{
    /// <param name="scene">1–64 characters; no secret: the person scanning can read it.</param>
    /// <param name="lifetime">At most 30 days; longer is cut to 30 days.</param>
    Task<IssuedQrCode> Issue(ServiceAccountKind account, string scene, TimeSpan lifetime, CancellationToken ct);
}
