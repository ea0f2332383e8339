namespace WeChatService.TestKit;

/// <summary>
/// The machine's clock, moved: time goes on from where a test sets it, so that background loops keep running.
/// Timers measure real time.
/// </summary>
public sealed class ManualTime : TimeProvider
{
    private long _shiftTicks;
    private long _standsAt;

    public override DateTimeOffset GetUtcNow() => Interlocked.Read(ref _standsAt) is var stands and > 0
        ? new DateTimeOffset(stands, TimeSpan.Zero)
        : System.GetUtcNow().AddTicks(Interlocked.Read(ref _shiftTicks));

    /// <summary>It is this instant and stays so, for what is decided by a millisecond; until <see cref="At"/>, <see cref="Go"/> or <see cref="Now"/>.</summary>
    public void Stand(DateTimeOffset instant) => Interlocked.Exchange(ref _standsAt, instant.UtcTicks);

    /// <summary>Time goes on from where it stood.</summary>
    public void Go() => At(GetUtcNow());

    /// <summary>From now on it is this instant.</summary>
    public void At(DateTimeOffset instant)
    {
        Interlocked.Exchange(ref _shiftTicks, (instant - System.GetUtcNow()).Ticks);
        Interlocked.Exchange(ref _standsAt, 0);
    }

    public void Advance(TimeSpan by) => Interlocked.Add(ref _shiftTicks, by.Ticks);

    /// <summary>Back to the machine's own time.</summary>
    public void Now()
    {
        Interlocked.Exchange(ref _shiftTicks, 0);
        Interlocked.Exchange(ref _standsAt, 0);
    }
}
