using WeChatService.Messaging.Ports;

namespace WeChatService.Messaging.Push;

/// <summary>How the pipeline behaves; section <c>Messaging</c> of the configuration. The defaults suit WeChat.</summary>
internal sealed record PushOptions
{
    /// <summary>Sends per second and account. WeChat slows accounts down with errcode -1 at some hundred.</summary>
    public int PerSecond { get; init; } = 100;

    /// <summary>Sends that may go at one instant after a pause.</summary>
    public int Burst { get; init; } = 50;

    /// <summary>Lanes per account that claim, send and write outcomes side by side.</summary>
    public int Lanes { get; init; } = 4;

    /// <summary>Deliveries that a lane claims in one statement and sends at the same time.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>A send that takes longer counts as unanswered.</summary>
    public TimeSpan SendDeadline { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long a claim holds; longer than <see cref="SendDeadline"/> and one write of outcomes.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(9);

    /// <summary>Window entries that a consumer left alone so long are taken over by another.</summary>
    public TimeSpan TakeOverAfter { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How often the publisher looks for what nobody rang, or what was lost.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a send whose answer never came may be repeated. WeChat drops repeats of a client_msg_id for
    /// 10 minutes; half a minute is kept for the way there.
    /// </summary>
    public TimeSpan RepeatWindow { get; init; } = TimeSpan.FromSeconds(570);

    /// <summary>Policy <c>push.unknown</c>: repeat inside the window, or park at once and let people decide.</summary>
    public UnknownPolicy Unknown { get; init; } = UnknownPolicy.Resend;

    /// <summary>Pauses before the second, third, … attempt, before jitter. After the last the delivery is dead.</summary>
    public IReadOnlyList<TimeSpan> Plan { get; init; } =
    [
        TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6),
    ];

    /// <summary>How long an account rests after an error that is the same for every message (wrong secret, IP not allowed).</summary>
    public TimeSpan MisconfiguredRest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The oldest age of a due delivery with which the service calls itself healthy.</summary>
    public TimeSpan StalledAfter { get; init; } = TimeSpan.FromSeconds(15);

    internal SendLimit Limit => new(PerSecond, Burst);

    /// <summary>The pause after the n-th failed attempt, with up to a quarter of jitter; null when the plan is used up.</summary>
    internal TimeSpan? PauseAfter(int failures)
    {
        return failures > Plan.Count ? null : Plan[Math.Max(failures, 1) - 1] * (1 + (Random.Shared.NextDouble() / 4));
    }
}

/// <summary>What happens to a send whose answer never came.</summary>
internal enum UnknownPolicy
{
    /// <summary>Sent again with the same client_msg_id while WeChat would drop the repeat; parked afterwards.</summary>
    Resend,

    /// <summary>Parked at once: shown as unknown, never sent again by itself.</summary>
    Park,
}
