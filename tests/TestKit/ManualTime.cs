namespace WeChatService.TestKit;

/// <summary>
/// The machine's clock, moved: time goes on from where a test sets it, so that background loops keep running.
/// Timers measure real time.
/// </summary>
public sealed class ManualTime : TimeProvider
{
    private long _shiftTicks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _shiftTicks));

    /// <summary>From now on it is this instant.</summary>
    public void At(DateTimeOffset instant) => Interlocked.Exchange(ref _shiftTicks, (instant - System.GetUtcNow()).Ticks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _shiftTicks, by.Ticks);

    /// <summary>Back to the machine's own time.</summary>
    public void Now() => Interlocked.Exchange(ref _shiftTicks, 0);
}
