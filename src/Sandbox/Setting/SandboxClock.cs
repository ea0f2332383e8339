namespace WeChatService.Sandbox.Setting;

/// <summary>
/// The sandbox's clock: the machine's, moved forward by hand. Everything that expires here (tokens, codes, tickets,
/// scene codes, windows) reads it; signatures' skew is judged by <see cref="TimeProvider.System"/>, because the product's
/// clock does not move with ours.
/// </summary>
public sealed class SandboxClock : TimeProvider
{
    long _offsetTicks;

    /// <summary>By how many seconds the Date header of the vendors' answers is off; 0 leaves it to the server.</summary>
    public double DateSkew { get; set; }

    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);

    public void Reset()
    {
        Interlocked.Exchange(ref _offsetTicks, 0);
        DateSkew = 0;
    }
}
