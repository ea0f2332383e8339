using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging;

/// <summary>
/// One notice on its way to one follower (NTF-18: channel and state). While it is <see cref="DeliveryState.Pending"/>
/// the workers write it with statements of their own (<see cref="Push.DeliveryTable"/>): one insert, one claim and
/// one finish per delivery, in batches. "Sending" is a pending row under a live lease, "to be retried" one with a
/// <see cref="NotBefore"/> ahead.
/// </summary>
[Shared("moved by the workers only; doors see its state through the notice")]
internal sealed class Delivery
{
    private Delivery()
    {
    }

    public Guid Id { get; private init; }

    public Guid NoticeId { get; private init; }

    public ServiceAccountKind Account { get; private init; }

    /// <summary>Null when the receiver has no follower record at all.</summary>
    public string? OpenId { get; private init; }

    public DeliveryState State { get; private set; }

    /// <summary>How often a worker took it up; never goes back, so that every taking-up is told from the one before.</summary>
    public int Claims { get; private set; }

    /// <summary>Attempts that WeChat or the wire failed; the plan counts these.</summary>
    public int Failures { get; private set; }

    /// <summary>The next attempt, on the database's clock.</summary>
    public DateTimeOffset? NotBefore { get; private set; }

    public DateTimeOffset? LeaseUntil { get; private set; }

    public string? LeasedBy { get; private set; }

    /// <summary>Since when it may have been sent without our knowing; the start of WeChat's ten minutes.</summary>
    public DateTimeOffset? UncertainSince { get; private set; }

    /// <summary>WeChat's number of the message, by which its last word finds us.</summary>
    public long? MsgId { get; private set; }

    /// <summary>For people: why it was refused, blocked or given up.</summary>
    public string? Reason { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public static Delivery To(Guid id, Notice notice, FollowerRecord follower) => new()
    {
        Id = id,
        NoticeId = notice.Id,
        Account = follower.Account,
        OpenId = follower.OpenId,
        State = DeliveryState.Pending,
        CreatedAt = notice.CreatedAt,
    };

    /// <summary>NTF-15, OWN-08, OWN-09: whoever does not follow gets nothing, now or later; the row says so (未送达).</summary>
    public static Delivery ToNobody(Guid id, Notice notice, ServiceAccountKind account) => new()
    {
        Id = id,
        NoticeId = notice.Id,
        Account = account,
        State = DeliveryState.NotFollowing,
        CreatedAt = notice.CreatedAt,
        FinishedAt = notice.CreatedAt,
    };
}

/// <summary>The states of a delivery. Only Pending is ever sent.</summary>
internal enum DeliveryState
{
    Pending,

    /// <summary>WeChat took it.</summary>
    Sent,

    /// <summary>TEMPLATESENDJOBFINISH said success.</summary>
    Delivered,

    /// <summary>TEMPLATESENDJOBFINISH said failed: the person blocks the account, or WeChat gave up.</summary>
    Blocked,

    /// <summary>WeChat refused it for good.</summary>
    Refused,

    /// <summary>未送达: the receiver does not follow the account (NTF-15).</summary>
    NotFollowing,

    /// <summary>Its answer never came and WeChat's window is over: shown, never sent again by itself.</summary>
    Unknown,

    /// <summary>The plan of attempts is used up.</summary>
    Dead,
}
