using WeChatService.Messaging.Ports;

namespace WeChatService.Messaging.Push;

/// <summary>How the pipeline behaves; section <c>Messaging</c> of the configuration. The defaults suit WeChat.</summary>
internal sealed record PushOptions
{
    /// <summary>Entries of a stream hold at most so many deliveries.</summary>
    public const int LargestParcel = 64;

    private const int LargestWindow = 20_000;
    private const int SmallestWindow = 256;

    /// <summary>Sends per second and account. WeChat slows accounts down with errcode -1 at some hundred.</summary>
    public int PerSecond { get; init; } = 100;

    /// <summary>Sends that may go at one instant after a pause.</summary>
    public int Burst { get; init; } = 50;

    /// <summary>Lanes per account that claim, send and write outcomes side by side; urgent messages have one more of their own.</summary>
    public int Lanes { get; init; } = 4;

    /// <summary>Deliveries that a lane claims in one statement and sends at the same time.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Connections to the database that a worker's lanes share.</summary>
    public int Connections { get; init; } = 24;

    /// <summary>A send that takes longer counts as unanswered.</summary>
    public TimeSpan SendDeadline { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long an answer that missed its deadline is still listened for: it settles what is unknown.</summary>
    public TimeSpan LateAnswer { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>When most of a batch is answered, its outcomes are written and the lane goes on; the slow rest follows by itself.</summary>
    public TimeSpan StragglerAfter { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>A worker without a beat for so long is dead, and what it was sending is taken back. After half of it a worker itself starts nothing new.</summary>
    public TimeSpan WorkerSilence { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A delivery in whose hands so many processes died is not tried again.</summary>
    public int CrashesUntilDead { get; init; } = 3;

    /// <summary>Window entries that a consumer left alone so long are taken over by another.</summary>
    public TimeSpan TakeOverAfter { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How often the publisher looks for what nobody rang, or what was lost.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Deliveries that the window of a lane holds in Redis; by default two seconds of the rate, between 256 and 20,000.</summary>
    public int? Window { get; init; }

    /// <summary>
    /// How long a send whose answer never came may be repeated. WeChat drops repeats of a client_msg_id for
    /// 10 minutes; half a minute is kept for the way there.
    /// </summary>
    public TimeSpan RepeatWindow { get; init; } = TimeSpan.FromSeconds(570);

    /// <summary>Policy <c>push.unknown</c>: repeat inside the window, or park at once and let people decide.</summary>
    public UnknownPolicy Unknown { get; init; } = UnknownPolicy.Resend;

    /// <summary>Pauses before the second, third, … attempt, before jitter. After the last the delivery is dead.</summary>
    public TimeSpan[] Plan { get; init; } = [];

    /// <summary>How long an account rests after an error that is the same for every message (wrong secret, IP not allowed).</summary>
    public TimeSpan MisconfiguredRest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an account rests after 45011; WeChat counts by the minute.</summary>
    public TimeSpan TooFastRest { get; init; } = TimeSpan.FromSeconds(65);

    /// <summary>
    /// Messages that an account may send a day, as WeChat's console shows it. Without it, it is learned from the first 45009;
    /// only then can the reserve be kept.
    /// </summary>
    public int? DailyQuota { get; init; }

    /// <summary>The share of the day's quota, and of the burst, that ordinary messages leave to urgent ones.</summary>
    public double UrgentShare { get; init; } = 0.05;

    /// <summary>Messages that one person is pushed a day; what comes beyond it stands in the inbox only. Urgent ones do not ask.</summary>
    public int PerUserPerDay { get; init; } = 50;

    /// <summary>Deliveries and notices are kept so many whole months; 0 keeps them for good.</summary>
    public int KeepMonths { get; init; } = 24;

    /// <summary>The oldest age of a due delivery with which the service calls itself healthy.</summary>
    public TimeSpan StalledAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A sixteenth of a second's rate, so that a small account's window still holds many parcels.</summary>
    internal int Parcel => Math.Clamp(PerSecond / 16, 1, LargestParcel);

    /// <summary>Entries that the stream of a lane may hold.</summary>
    internal int WindowEntries
    {
        get
        {
            var deliveries = Window ?? Math.Clamp(PerSecond * 2, SmallestWindow, LargestWindow);
            return (deliveries + Parcel - 1) / Parcel;
        }
    }

    /// <summary>Deliveries that a process takes out of a lane's window ahead of sending them.</summary>
    internal int Inbox => Math.Clamp(PerSecond / 2, LargestParcel, Math.Max(Batch * Lanes, LargestParcel));

    internal SendLimit LimitOf(DeliveryLane lane)
    {
        var reserve = lane == DeliveryLane.Urgent ? 0 : Math.Min((int)Math.Ceiling(Burst * UrgentShare), Burst - 1);
        return new SendLimit(PerSecond, Burst, reserve);
    }

    /// <summary>The pause after the n-th failed attempt, with up to a quarter of jitter; null when the plan is used up.</summary>
    internal TimeSpan? PauseAfter(int failures)
    {
        var plan = Plan.Length > 0 ? Plan : DefaultPlan;
        return failures > plan.Length ? null : plan[Math.Max(failures, 1) - 1] * (1 + (Random.Shared.NextDouble() / 4));
    }

    // Not the property's default: the configuration's list would be added to it.
    internal static readonly TimeSpan[] DefaultPlan =
    [
        TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6),
    ];
}

/// <summary>What happens to a send whose answer never came.</summary>
internal enum UnknownPolicy
{
    /// <summary>Sent again with the same client_msg_id while WeChat would drop the repeat; parked afterwards.</summary>
    Resend,

    /// <summary>Parked at once: shown as unknown, never sent again by itself.</summary>
    Park,
}
