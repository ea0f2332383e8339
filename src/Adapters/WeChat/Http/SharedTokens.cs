using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.WeChat.Http;

/// <summary>
/// Access tokens and JS-SDK tickets, one of each per account for all processes. Whoever holds the lease renews; all others go on with
/// the old value, which WeChat honours for five minutes more. A value is only ever replaced, never blanked, so that nobody stands
/// without one in between, and nobody waits for a renewal while the old one still works.
/// </summary>
internal sealed class SharedTokens(ITokenStore store, Ids ids, TimeProvider clock, ILogger<SharedTokens> log)
{
    // Longer than three attempts at WeChat's deadline: a slow renewal must not be joined by a second one.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>Below this rest of life a value is not handed out any more: the call would outlive it.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromSeconds(5);

    /// <summary>How long a value that WeChat both hands out and refuses is believed to be hopeless.</summary>
    private static readonly TimeSpan Hopeless = TimeSpan.FromSeconds(30);

    private readonly Guid holder = ids.Next();
    private readonly ConcurrentDictionary<string, HeldToken> cached = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> gates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> renewing = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string Value, DateTimeOffset Until)> refusedForNow = new(StringComparer.Ordinal);

    /// <summary>A value that works now. In its last minutes it is renewed behind the caller's back.</summary>
    /// <param name="fetch">Asks WeChat; its argument is the value that WeChat refused, or null.</param>
    public async Task<string> Get(string name, Func<string?, CancellationToken, Task<HeldToken>> fetch, CancellationToken ct)
    {
        var known = cached.GetValueOrDefault(name);
        if (Fresh(known)) return known!.Value;
        if (!Usable(known)) return await Renew(name, refused: null, fetch, ct);
        RenewBehind(name, fetch);
        return known!.Value;
    }

    /// <summary>Another value than <paramref name="refused"/>, which WeChat just turned down: somebody else's newer one, or a new one.</summary>
    /// <exception cref="WeChatUnavailable">WeChat hands out no other; asking again at once would only burn the quota of asking.</exception>
    public Task<string> InsteadOf(string name, string refused, Func<string?, CancellationToken, Task<HeldToken>> fetch, CancellationToken ct)
    {
        if (cached.TryGetValue(name, out var held) && held.Value == refused) cached.TryRemove(new(name, held));
        return Renew(name, refused, fetch, ct);
    }

    /// <summary>Somebody else's newer value, if there is one already; asks nobody for one.</summary>
    public async Task<string?> NewerThan(string name, string refused, CancellationToken ct)
    {
        if (cached.TryGetValue(name, out var held) && held.Value != refused && Fresh(held)) return held.Value;
        var stored = await store.Read(name, ct);
        return stored is not null && stored.Value != refused && Fresh(stored) ? (cached[name] = stored).Value : null;
    }

    private async Task<string> Renew(string name, string? refused, Func<string?, CancellationToken, Task<HeldToken>> fetch, CancellationToken ct)
    {
        var gate = gates.GetOrAdd(name, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(ct);
        try
        {
            // A parcel's many calls wait here together: what the first has brought serves the others, without a look at the store by each in turn.
            if (cached.TryGetValue(name, out var brought) && brought.Value != refused && Fresh(brought)) return brought.Value;
            for (var start = clock.GetTimestamp(); ;)
            {
                var stored = await store.Read(name, ct);
                if (stored is not null && stored.Value == refused) stored = null;
                if (Fresh(stored)) return (cached[name] = stored!).Value;
                if (IsHopeless(name, refused)) throw new WeChatUnavailable($"WeChat refuses the {name} that it hands out");

                if (await store.TryLease(name, holder, Lease, ct))
                {
                    // Between reading and leasing another process may have renewed it and let go.
                    var again = await store.Read(name, ct);
                    if (Fresh(again) && again!.Value != refused)
                    {
                        await store.TryLease(name, holder, TimeSpan.Zero, CancellationToken.None);
                        return (cached[name] = again).Value;
                    }
                    return (await Fetch(name, refused, stored, fetch, ct)).Value;
                }
                if (Usable(stored)) return (cached[name] = stored!).Value;
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
            if (fetched.Value == refused) refusedForNow[name] = (refused, clock.GetUtcNow() + Hopeless);
            done = await store.Keep(name, holder, fetched, ct);
            log.LogInformation("Renewed {Name}, good until {ExpiresAt:O}", name, fetched.ExpiresAt);
            return cached[name] = fetched;
        }
        catch (WeChatUnavailable e) when (Usable(old))
        {
            log.LogWarning("Could not renew {Name} ({What}); going on with the old one until {ExpiresAt:O}", name, e.Message, old!.ExpiresAt);
            return old;
        }
        finally
        {
            // A lease of no length is one that is over: others need not wait for what did not work here.
            if (!done) await store.TryLease(name, holder, TimeSpan.Zero, CancellationToken.None);
        }
    }

    /// <summary>One renewal at a time for a name, and no more often than every five seconds while it does not succeed.</summary>
    private void RenewBehind(string name, Func<string?, CancellationToken, Task<HeldToken>> fetch)
    {
        var now = clock.GetTimestamp();
        var last = renewing.GetOrAdd(name, long.MinValue);
        if (last != long.MinValue && clock.GetElapsedTime(last, now) < BetweenRenewals || !renewing.TryUpdate(name, now, last)) return;
        _ = Task.Run(async () =>
        {
            try { await Renew(name, refused: null, fetch, CancellationToken.None); }
            catch (Exception e) { log.LogWarning("Could not renew {Name} ahead of time: {What}", name, e.Message); }
        });
    }

    private bool IsHopeless(string name, string? refused) =>
        refused is not null && refusedForNow.TryGetValue(name, out var known) && known.Value == refused && clock.GetUtcNow() < known.Until;

    private bool Fresh(HeldToken? token) => token is not null && clock.GetUtcNow() < token.RenewFrom;

    private bool Usable(HeldToken? token) => token is not null && clock.GetUtcNow() < token.ExpiresAt - Rest;
}
