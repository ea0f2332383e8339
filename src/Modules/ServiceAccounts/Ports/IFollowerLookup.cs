using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Ports;

/// <param name="Subscribed">False: WeChat knows the openid, the person does not follow.</param>
/// <param name="UnionId">Null when the account is bound to no open platform.</param>
public sealed record FollowerState(string OpenId, bool Subscribed, string? UnionId);

/// <param name="Next">Where the next page begins; null after the last.</param>
public sealed record FollowerPage(int Total, IReadOnlyList<string> OpenIds, string? Next);

/// <summary>Asks WeChat who follows.</summary>
/// <remarks>Every method throws <see cref="WeChatUnavailable"/> when WeChat does not answer and <see cref="WeChatMisconfigured"/> when it refuses.</remarks>
public interface IFollowerLookup
{
    /// <summary>The most openids that <see cref="AskMany"/> takes.</summary>
    const int Most = 100;

    /// <returns>Null when WeChat knows no such openid on this account (40003).</returns>
    Task<FollowerState?> Ask(ServiceAccountKind account, string openId, CancellationToken ct);

    /// <summary>The same of up to <see cref="Most"/> at once, in no particular order.</summary>
    Task<IReadOnlyList<FollowerState>> AskMany(ServiceAccountKind account, IReadOnlyCollection<string> openIds, CancellationToken ct);

    /// <summary>One page of all followers, 10,000 at most, oldest first.</summary>
    /// <param name="from">The <see cref="FollowerPage.Next"/> of the page before; null begins.</param>
    Task<FollowerPage> Page(ServiceAccountKind account, string? from, CancellationToken ct);
}
