using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.Push;

/// <summary>
/// What one worker is sending right now, one row per parcel: written before the first call and deleted by the statement
/// that writes the outcomes, so that it costs one row for many messages. A delivery that stands here cannot be claimed.
/// </summary>
[Shared("moved by the workers only; no door reads it")]
internal sealed class PushAttempt
{
    private PushAttempt()
    {
    }

    public Guid Id { get; private init; }

    public ServiceAccountKind Account { get; private init; }

    public string Worker { get; private init; } = "";

    /// <summary>On the database's clock: since then its deliveries may have been sent.</summary>
    public DateTimeOffset StartedAt { get; private init; }

    public Guid[] Deliveries { get; private init; } = [];

    /// <summary>For deliveries that are committed together with it.</summary>
    public static PushAttempt Of(Claim claim, ServiceAccountKind account, WorkerName worker, DateTimeOffset now) => new()
    {
        Id = claim.Attempt,
        Account = account,
        Worker = worker.Value,
        StartedAt = now,
        Deliveries = [.. claim.Deliveries.Select(delivery => delivery.Notice.DeliveryId)],
    };
}

/// <summary>A process that sends. Its beat counts up each second; the leader watches the count, never the clock.</summary>
[Shared("moved by the workers only")]
internal sealed class PushWorker
{
    private PushWorker()
    {
    }

    public string Name { get; private init; } = "";

    public long Beat { get; private init; }

    public DateTimeOffset SeenAt { get; private init; }

    public DateTimeOffset StartedAt { get; private init; }
}

/// <summary>What all processes share about one account: its quota of the day, whether it rests, and what waits.</summary>
[Shared("moved by the workers only; the console shows it")]
internal sealed class PushAccount
{
    private PushAccount()
    {
    }

    public ServiceAccountKind Account { get; private init; }

    /// <summary>The day of Asia/Shanghai that <see cref="SentToday"/> counts.</summary>
    public DateOnly Day { get; private init; }

    /// <summary>Messages that WeChat took today, at most a second old; a process that was killed takes its last second's count along.</summary>
    public int SentToday { get; private init; }

    /// <summary>Where WeChat said 45009 the last time, doubled each new day, since WeChat has also said so far too early; null until it does.</summary>
    public int? LearnedQuota { get; private init; }

    /// <summary>Nothing of the account is sent before this instant of the database's clock.</summary>
    public DateTimeOffset? RestsUntil { get; private init; }

    /// <summary>As <see cref="Delivery.Reason"/>.</summary>
    public string? RestReason { get; private init; }

    /// <summary>Counted by the leader every few seconds, as are the next three.</summary>
    public int PendingUrgent { get; private init; }

    public int PendingOrdinary { get; private init; }

    /// <summary>Since when the oldest due delivery could go; null when none waits.</summary>
    public DateTimeOffset? OldestDueAt { get; private init; }

    public DateTimeOffset? SampledAt { get; private init; }
}
