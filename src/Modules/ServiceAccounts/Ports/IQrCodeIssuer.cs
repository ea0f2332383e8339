using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Ports;

/// <param name="Content">What the code's picture encodes; render it locally.</param>
/// <param name="ImageUrl">WeChat's own picture of the code.</param>
/// <param name="ExpiresAt">Null: never.</param>
public sealed record IssuedQrCode(string Ticket, Uri Content, Uri ImageUrl, DateTimeOffset? ExpiresAt);

/// <summary>The account has used up its permanent codes (45029): a hundred thousand, and none can be taken back.</summary>
public sealed class NoPermanentCodeLeft(string message) : Exception(message);

/// <summary>Makes codes that lead into a service account's chat.</summary>
public interface IQrCodeIssuer
{
    /// <param name="scene">1–64 characters; no secret: the person scanning can read it.</param>
    /// <param name="lifetime">Null: for ever. Else at most 30 days; longer is cut to 30 days.</param>
    /// <exception cref="NoPermanentCodeLeft">A permanent one was asked for, and there is none left.</exception>
    Task<IssuedQrCode> Issue(ServiceAccountKind account, string scene, TimeSpan? lifetime, CancellationToken ct);
}
