using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.WeChat.Http;

/// <summary>
/// Access tokens and JS-SDK tickets, one of each per account for all processes. Whoever holds the lease renews; all others go on with
/// the old value, which WeChat honours for five minutes more. A value is only ever replaced, never blanked, so that nobody stands
/// without one in between.
/// </summary>
internal sealed class SharedTokens(ITokenStore store, Ids ids, TimeProvider clock, ILogger<SharedTokens> log)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly Guid holder = ids.Next();
    private readonly ConcurrentDictionary<string, HeldToken> cached = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> gates = new(StringComparer.Ordinal);

    /// <summary>A value that works now. Renews it when it is in its last minutes.</summary>
    /// <param name="fetch">Asks WeChat; its argument is the value that WeChat refused, or null.</param>
    public async Task<string> Get(string name, Func<string?, CancellationToken, Task<HeldToken>> fetch, CancellationToken ct)
    {
        if (Fresh(cached.GetValueOrDefault(name)) is { } known) return known.Value;
        return await Renew(name, refused: null, fetch, ct);
    }

    /// <summary>Another value than <paramref name="refused"/>, which WeChat just turned down: somebody else's newer one, or a new one.</summary>
    public Task<string> InsteadOf(string name, string refused, Func<string?, CancellationToken, Task<HeldToken>> fetch, CancellationToken ct)
    {
        if (cached.TryGetValue(name, out var held) && held.Value == refused) cached.TryRemove(new(name, held));
        return Renew(name, refused, fetch, ct);
    }

    private async Task<string> Renew(string name, string? refused, Func<string?, CancellationToken, Task<HeldToken>> fetch, CancellationToken ct)
    {
        var gate = gates.GetOrAdd(name, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(ct);
        try
        {
            for (var start = clock.GetTimestamp(); ;)
            {
                var stored = await store.Read(name, ct);
                if (stored is not null && stored.Value == refused) stored = null;
                if (Fresh(stored) is { } fresh) return (cached[name] = fresh).Value;

                if (await store.TryLease(name, holder, Lease, ct))
                {
                    // Between reading and leasing another process may have renewed it and let go.
                    var again = await store.Read(name, ct);
                    if (Fresh(again) is { } newer && newer.Value != refused) return (cached[name] = newer).Value;
                    return (await Fetch(name, refused, stored, fetch, ct)).Value;
                }
                if (stored is not null && stored.ExpiresAt > clock.GetUtcNow()) return stored.Value;
                if (clock.GetElapsedTime(start) > Patience) throw new WeChatUnavailable($"nobody renewed {name} in time");
                await Task.Delay(Pause, clock, ct);
            }
        }
        finally { gate.Release(); }
    }

    private async Task<HeldToken> Fetch(
        string name, string? refused, HeldToken? old, Func<string?, CancellationToken, Task<HeldToken>> fetch, CancellationToken ct)
    {
        var done = false;
        try
        {
            var fetched = await fetch(refused, ct);
            done = await store.Keep(name, holder, fetched, ct);
            log.LogInformation("Renewed {Name}, good until {ExpiresAt:O}", name, fetched.ExpiresAt);
            return cached[name] = fetched;
        }
        catch (WeChatUnavailable e) when (old is not null && old.ExpiresAt > clock.GetUtcNow())
        {
            log.LogWarning("Could not renew {Name} ({What}); going on with the old one until {ExpiresAt:O}", name, e.Message, old.ExpiresAt);
            return old;
        }
        finally
        {
            // A lease of no length is one that is over: others need not wait for what did not work here.
            if (!done) await store.TryLease(name, holder, TimeSpan.Zero, CancellationToken.None);
        }
    }

    private HeldToken? Fresh(HeldToken? token) => token is not null && clock.GetUtcNow() < token.RenewFrom ? token : null;
}
