using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.Push;

/// <summary>
/// What the publisher remembers of the windows, so that it neither rings everything again at every look nor needs a
/// write per ringing. Being wrong costs a second ringing, never a message.
/// </summary>
internal sealed class RungWindow(TimeProvider time)
{
    /// <summary>An id that hung in the window so long is rung again.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromMinutes(1);

    /// <summary>Ids carry their time of making; a transaction may commit this much later and still be seen at once.</summary>
    private static readonly TimeSpan LateCommit = TimeSpan.FromSeconds(2);

    private readonly Dictionary<ServiceAccountKind, Dictionary<DueDelivery, long>> rung = [];
    private readonly Dictionary<ServiceAccountKind, Guid> furthest = [];
    private readonly HashSet<ServiceAccountKind> full = [];

    public bool AnyFull => full.Count > 0;

    public bool Contains(ServiceAccountKind account, DueDelivery delivery) => Of(account).ContainsKey(delivery);

    public void Add(ServiceAccountKind account, IEnumerable<DueDelivery> deliveries)
    {
        var now = Environment.TickCount64;
        foreach (var delivery in deliveries)
        {
            Of(account)[delivery] = now;
            if (delivery.Id.CompareTo(furthest.GetValueOrDefault(account)) > 0)
            {
                furthest[account] = delivery.Id;
            }
        }
    }

    /// <summary>Where to look on between sweeps: at the last id rung, or a little before, for late commits.</summary>
    public Guid ResumeAfter(ServiceAccountKind account)
    {
        var last = furthest.GetValueOrDefault(account);
        var earlier = Floor(time.GetUtcNow() - LateCommit);
        return last.CompareTo(earlier) < 0 ? last : earlier;
    }

    public void Full(ServiceAccountKind account, bool isFull) => _ = isFull ? full.Add(account) : full.Remove(account);

    public void Forget()
    {
        rung.Clear();
        furthest.Clear();
        full.Clear();
    }

    public void Forget(ServiceAccountKind account) => Of(account).Clear();

    public void ForgetOld()
    {
        var oldest = Environment.TickCount64 - (long)Old.TotalMilliseconds;
        foreach (var ofAccount in rung.Values)
        {
            foreach (var (delivery, rungAt) in ofAccount)
            {
                if (rungAt < oldest)
                {
                    ofAccount.Remove(delivery);
                }
            }
        }
    }

    private Dictionary<DueDelivery, long> Of(ServiceAccountKind account)
    {
        if (!rung.TryGetValue(account, out var ofAccount))
        {
            rung[account] = ofAccount = [];
        }

        return ofAccount;
    }

    /// <summary>The smallest UUIDv7 of that millisecond.</summary>
    private static Guid Floor(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        var milliseconds = at.ToUnixTimeMilliseconds();
        for (var i = 5; i >= 0; i--)
        {
            bytes[i] = (byte)milliseconds;
            milliseconds >>= 8;
        }

        return new Guid(bytes, bigEndian: true);
    }
}
