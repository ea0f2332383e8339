using WeChatService.Kernel;

namespace WeChatService.Messaging.Push;

/// <summary>The deliveries written in one unit of work, so that whoever commits it can pass them on without asking the database.</summary>
internal sealed class FreshDeliveries
{
    private readonly List<(PushLane Lane, Guid Id)> written = [];

    public void Add(Delivery delivery)
    {
        if (delivery.State == DeliveryState.Pending)
        {
            Add(new PushLane(delivery.Account, delivery.Lane), delivery.Id);
        }
    }

    public void Add(PushLane lane, Guid id) => written.Add((lane, id));

    public List<(PushLane Lane, Guid Id)> Take()
    {
        var taken = written.ToList();
        written.Clear();
        return taken;
    }
}

/// <summary>
/// After the relay's commit: few fresh deliveries go straight to this process' own idle senders, which claim them like any
/// others. Whatever is more than that, or finds them busy, is the leader's to share out; so it is when the process dies here.
/// </summary>
internal sealed class FreshRing(FreshDeliveries fresh, Inboxes inboxes, PushOptions options, RelayBell bell) : IAfterRelay
{
    public void Committed()
    {
        var written = fresh.Take();
        var handedOver = written.Count > 0;
        foreach (var ofLane in written.GroupBy(of => of.Lane, of => of.Id))
        {
            var ids = ofLane.ToArray();
            handedOver &= ids.Length <= options.Parcel && inboxes[ofLane.Key].TryHandOver(ids);
        }

        if (!handedOver)
        {
            bell.Ring();
        }
    }
}
