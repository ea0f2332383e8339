using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.Push;

/// <summary>One lane of one account, with a stream of its own.</summary>
internal sealed record PushLane(ServiceAccountKind Account, DeliveryLane Lane)
{
    /// <summary>Urgent ones first: whoever goes through them in order serves them first.</summary>
    public static readonly IReadOnlyList<PushLane> All =
    [
        .. Enum.GetValues<ServiceAccountKind>().Select(account => new PushLane(account, DeliveryLane.Urgent)),
        .. Enum.GetValues<ServiceAccountKind>().Select(account => new PushLane(account, DeliveryLane.Ordinary)),
    ];

    public bool IsUrgent => Lane == DeliveryLane.Urgent;

    /// <summary>The account's name in Redis; its rate is counted under it for both lanes.</summary>
    public string Budget { get; } = Account.ToString().ToLowerInvariant();

    public string Stream { get; } = Account.ToString().ToLowerInvariant() + (Lane == DeliveryLane.Urgent ? ":urgent" : "");

    public static PushLane OfStream(string stream) => All.First(lane => lane.Stream == stream);
}
