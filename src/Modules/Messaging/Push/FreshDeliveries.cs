using WeChatService.Kernel;
using WeChatService.Messaging.Ports;

namespace WeChatService.Messaging.Push;

/// <summary>The deliveries written in one unit of work, whole, so that whoever commits it can pass them on without asking the database.</summary>
internal sealed class FreshDeliveries
{
    private readonly List<(PushLane Lane, NoticeToSend Notice)> written = [];

    public void Add(Delivery delivery, Notice notice)
    {
        if (delivery is { State: DeliveryState.Pending, OpenId: { } openId })
        {
            Add(new PushLane(delivery.Account, delivery.Lane), new NoticeToSend(delivery.Id, delivery.Account, openId, notice.Template, notice.Fields, notice.Url));
        }
    }

    public void Add(PushLane lane, NoticeToSend notice) => written.Add((lane, notice));

    public List<(PushLane Lane, NoticeToSend Notice)> Take()
    {
        var taken = written.ToList();
        written.Clear();
        return taken;
    }
}
