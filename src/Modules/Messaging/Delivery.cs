using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging;

/// <summary>
/// One notice on its way to one follower (NTF-18: channel and state). While it is <see cref="DeliveryState.Pending"/>
/// the workers write it with statements of their own (<see cref="Push.DeliveryTable"/>): one insert and one finish per
/// delivery, in batches. "Sending" is a pending row that stands in a <see cref="Push.PushAttempt"/>; "to be retried"
/// one with a <see cref="NotBefore"/> ahead. Ids are UUIDv7: the table is cut by their month.
/// </summary>
internal sealed class Delivery : IAgencyOwned
{
    private Delivery()
    {
    }

    public Guid Id { get; private init; }

    public Guid NoticeId { get; private init; }

    /// <summary>Whose notices these are: lanes are shared fairly between agencies.</summary>
    public Guid AgencyId { get; private init; }

    public ServiceAccountKind Account { get; private init; }

    public DeliveryLane Lane { get; private init; }

    /// <summary>Null when the receiver has no follower record at all.</summary>
    public string? OpenId { get; private init; }

    public DeliveryState State { get; private set; }

    /// <summary>How often a process died with it in hand. From the first on it travels alone; at the third it is dead.</summary>
    public int Crashes { get; private set; }

    /// <summary>Attempts that WeChat or the wire failed; the plan counts these.</summary>
    public int Failures { get; private set; }

    /// <summary>The next attempt, on the database's clock.</summary>
    public DateTimeOffset? NotBefore { get; private set; }

    /// <summary>Since when it may have been sent without our knowing; the start of WeChat's ten minutes.</summary>
    public DateTimeOffset? UncertainSince { get; private set; }

    /// <summary>WeChat's number of the message, by which its last word finds us.</summary>
    public long? MsgId { get; private set; }

    /// <summary>Why it was refused, blocked or given up, beginning with WeChat's errcode if it said one; <see cref="DeliveryReasons"/> says it to people.</summary>
    public string? Reason { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When WeChat took it.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>When its last word came.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The delivery that a person had sent again, if this is such a repeat.</summary>
    public Guid? ResendOf { get; private init; }

    public static Delivery To(Guid id, Notice notice, NoticeTemplate template, FollowerRecord follower) =>
        Of(id, notice, template, follower.Account, DeliveryState.Pending, follower.OpenId);

    /// <summary>NTF-15, OWN-08, OWN-09: whoever does not follow gets nothing, now or later; the row says so (未送达).</summary>
    public static Delivery ToNobody(Guid id, Notice notice, NoticeTemplate template, ServiceAccountKind account) =>
        Of(id, notice, template, account, DeliveryState.NotFollowing, openId: null);

    /// <summary>The person had enough messages today: it stands in the inbox and is never pushed.</summary>
    public static Delivery OverDailyLimit(Guid id, Notice notice, NoticeTemplate template, FollowerRecord follower) =>
        Of(id, notice, template, follower.Account, DeliveryState.OverDailyLimit, follower.OpenId);

    /// <summary>The person does not want this kind pushed: it stands in the inbox.</summary>
    public static Delivery TurnedOff(Guid id, Notice notice, NoticeTemplate template, FollowerRecord follower) =>
        Of(id, notice, template, follower.Account, DeliveryState.RefusedByUser, follower.OpenId, DeliveryReasons.TurnedOff);

    /// <summary>
    /// The same notice once more, under a number of its own: WeChat must not take it for a repeat. Whether it may be, the caller asks (NTF-15).
    /// </summary>
    /// <param name="id">Of the new delivery.</param>
    /// <param name="of">What did not arrive.</param>
    /// <param name="openId">A phone that follows now; it may be another one than then.</param>
    /// <param name="now">Now.</param>
    public static Delivery Again(Guid id, Delivery of, string openId, DateTimeOffset now) => new()
    {
        Id = id,
        NoticeId = of.NoticeId,
        AgencyId = of.AgencyId,
        Account = of.Account,
        Lane = of.Lane,
        OpenId = openId,
        State = DeliveryState.Pending,
        CreatedAt = now,
        ResendOf = of.Id,
    };

    /// <summary>Whatever is not pending has had its last word from the beginning.</summary>
    private static Delivery Of(
        Guid id, Notice notice, NoticeTemplate template, ServiceAccountKind account, DeliveryState state, string? openId, string? reason = null) => new()
        {
            Id = id,
            NoticeId = notice.Id,
            AgencyId = notice.AgencyId,
            Account = account,
            Lane = template.Urgent ? DeliveryLane.Urgent : DeliveryLane.Ordinary,
            OpenId = openId,
            State = state,
            Reason = reason,
            CreatedAt = notice.CreatedAt,
            FinishedAt = state == DeliveryState.Pending ? null : notice.CreatedAt,
        };
}

/// <summary>Two roads through one account: urgent ones overtake and have a reserve of rate and quota.</summary>
internal enum DeliveryLane
{
    Ordinary,

    /// <summary>Somebody stands in front of a locked task: requests for consent and their answers.</summary>
    Urgent,
}

/// <summary>The states of a delivery. Only Pending is ever sent.</summary>
internal enum DeliveryState
{
    Pending,

    /// <summary>WeChat took it.</summary>
    Sent,

    /// <summary>TEMPLATESENDJOBFINISH said success.</summary>
    Delivered,

    /// <summary>43101: the person refused such messages, or has no subscription left.</summary>
    RefusedByUser,

    /// <summary>TEMPLATESENDJOBFINISH said "failed:user block": the person blocks the account's messages.</summary>
    Blocked,

    /// <summary>WeChat refused it for good.</summary>
    Refused,

    /// <summary>未送达: the receiver does not follow the account (NTF-15).</summary>
    NotFollowing,

    /// <summary>Its answer never came and WeChat's window is over: shown, never sent again by itself.</summary>
    Unknown,

    /// <summary>The plan of attempts is used up, or three processes died with it in hand.</summary>
    Dead,

    /// <summary>The person had enough messages that day: in the inbox only.</summary>
    OverDailyLimit,

    /// <summary>TEMPLATESENDJOBFINISH said "failed: system failed": WeChat took it and could not deliver it.</summary>
    Failed,
}
