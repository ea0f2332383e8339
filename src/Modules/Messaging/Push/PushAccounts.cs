using System.Collections.Concurrent;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.Push;

/// <summary>The accounts that can push, their names in Redis, and which of them rest at the moment.</summary>
internal sealed class PushAccounts
{
    /// <summary>Nobody follows a mini program, so it takes no template messages.</summary>
    public static readonly IReadOnlyList<ServiceAccountKind> All = [ServiceAccountKind.Agency, ServiceAccountKind.Owner];

    private readonly ConcurrentDictionary<ServiceAccountKind, long> restingUntil = [];

    public static string StreamOf(ServiceAccountKind account) => account.ToString().ToLowerInvariant();

    public static ServiceAccountKind OfStream(string stream) => Enum.Parse<ServiceAccountKind>(stream, ignoreCase: true);

    /// <summary>Nothing of this account is taken up for so long; the other accounts go on.</summary>
    public void Rest(ServiceAccountKind account, TimeSpan pause) => restingUntil[account] = Environment.TickCount64 + (long)pause.TotalMilliseconds;

    public bool IsResting(ServiceAccountKind account)
    {
        return restingUntil.TryGetValue(account, out var until) && Environment.TickCount64 < until;
    }
}
