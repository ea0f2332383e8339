using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Ports;

/// <summary>What wx.config wants. <paramref name="Timestamp"/> in Unix seconds.</summary>
public sealed record JsSdkSignature(string AppId, long Timestamp, string NonceStr, string Signature);

/// <summary>Signs a page so that WeChat's browser lets it scan, take pictures and read the position.</summary>
public interface IJsSdk
{
    /// <param name="page">The page exactly as the browser shows it; the part after # is left out.</param>
    Task<JsSdkSignature> Sign(ServiceAccountKind account, string page, CancellationToken ct);
}
