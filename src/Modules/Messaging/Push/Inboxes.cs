using System.Threading.Channels;

namespace WeChatService.Messaging.Push;

/// <summary>What this process has taken out of the windows and not sent yet, lane by lane. Bounded by <see cref="PushOptions.Inbox"/>.</summary>
internal sealed class Inboxes
{
    private readonly Dictionary<PushLane, LaneInbox> all;

    public Inboxes(PushOptions options, PushAccounts accounts)
    {
        all = PushLane.All.ToDictionary(lane => lane, lane => new LaneInbox(lane, options, accounts));
    }

    public LaneInbox this[PushLane lane] => all[lane];

    public IEnumerable<LaneInbox> All => all.Values;
}

/// <summary>The parcels that wait for one lane's senders in this process.</summary>
internal sealed class LaneInbox(PushLane lane, PushOptions options, PushAccounts accounts)
{
    private readonly Channel<Ports.RungParcel> parcels = Channel.CreateUnbounded<Ports.RungParcel>();
    private int waiting;
    private int queued;
    private int idle;
    private volatile bool closed;

    public PushLane Lane => lane;

    /// <summary>Whether the reader should fetch more; it may overshoot by what one read brings.</summary>
    public bool HasRoom => accounts.IsOpen(lane) && Volatile.Read(ref waiting) < options.Inbox;

    public bool IsOpen => accounts.IsOpen(lane);

    /// <summary>Open, and the process does not stop.</summary>
    public bool IsServed => !closed && IsOpen;

    public void Put(Ports.RungParcel parcel)
    {
        Interlocked.Add(ref waiting, parcel.Deliveries.Length);
        Interlocked.Increment(ref queued);
        if (!parcels.Writer.TryWrite(parcel))
        {
            Interlocked.Add(ref waiting, -parcel.Deliveries.Length);
            Interlocked.Decrement(ref queued);
        }
    }

    /// <summary>Whether a sender has nothing to do; one that is just waking up counts as idle still. Without one there is a backlog, or the process stops.</summary>
    public bool IsIdle => Volatile.Read(ref queued) < Volatile.Read(ref idle) && accounts.IsOpen(lane);

    /// <summary>Parcels for one batch: the first, and what waits behind it up to <paramref name="max"/> deliveries.</summary>
    /// <exception cref="ChannelClosedException">The process stops.</exception>
    public async ValueTask<List<Ports.RungParcel>> Take(int max, CancellationToken ct)
    {
        Interlocked.Increment(ref idle);
        Ports.RungParcel first;
        try
        {
            first = await parcels.Reader.ReadAsync(ct);
            Interlocked.Decrement(ref queued);
        }
        finally
        {
            Interlocked.Decrement(ref idle);
        }

        var batch = new List<Ports.RungParcel> { first };
        var count = first.Deliveries.Length;
        while (count < max && parcels.Reader.TryPeek(out var next) && count + next.Deliveries.Length <= max && parcels.Reader.TryRead(out next))
        {
            batch.Add(next);
            count += next.Deliveries.Length;
        }

        Interlocked.Add(ref waiting, -count);
        Interlocked.Add(ref queued, 1 - batch.Count);
        return batch;
    }

    public void Close()
    {
        closed = true;
        parcels.Writer.TryComplete();
    }

    /// <summary>What nobody took before the process stopped.</summary>
    public List<Ports.RungParcel> Rest()
    {
        var rest = new List<Ports.RungParcel>();
        while (parcels.Reader.TryRead(out var parcel))
        {
            rest.Add(parcel);
        }

        return rest;
    }
}
