using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Ports;

/// <summary>Asks WeChat about one openid.</summary>
public interface IFollowerLookup
{
    /// <exception cref="WeChatUnavailable">WeChat did not answer.</exception>
    Task<(bool Subscribed, string? UnionId)> Ask(ServiceAccountKind account, string openId, CancellationToken ct);
}
