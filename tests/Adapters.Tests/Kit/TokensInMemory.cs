using System.Collections.Concurrent;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.Adapters.Tests.Kit;

/// <summary>A token store that several adapters of one test share, as several processes share the real one.</summary>
internal sealed class TokensInMemory : ITokenStore
{
    private readonly Lock guard = new();
    private readonly Dictionary<string, (Guid Holder, DateTimeOffset Until)> leases = [];
    public ConcurrentDictionary<string, HeldToken> Held { get; } = new();

    public Task<HeldToken?> Read(string name, CancellationToken ct) => Task.FromResult(Held.GetValueOrDefault(name));

    public Task<bool> TryLease(string name, Guid holder, TimeSpan lease, CancellationToken ct)
    {
        lock (guard)
        {
            if (leases.TryGetValue(name, out var held) && held.Until > TimeProvider.System.GetUtcNow() && held.Holder != holder) return Task.FromResult(false);
            leases[name] = (holder, TimeProvider.System.GetUtcNow() + lease);
            return Task.FromResult(true);
        }
    }

    public Task<bool> Keep(string name, Guid holder, HeldToken token, CancellationToken ct)
    {
        lock (guard)
        {
            if (!leases.TryGetValue(name, out var held) || held.Holder != holder) return Task.FromResult(false);
            leases.Remove(name);
            Held[name] = token;
            return Task.FromResult(true);
        }
    }
}
