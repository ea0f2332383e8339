using System.Diagnostics;

namespace WeChatService.Messaging.Push;

/// <summary>
/// The database's time, carried on by this process' monotonic clock between two beats: processes whose wall clocks
/// differ by hours still agree (P11).
/// </summary>
internal sealed class DatabaseClock(TimeProvider time)
{
    private volatile Reading last = new(time.GetUtcNow(), Stopwatch.GetTimestamp());

    public DateTimeOffset Now => last.At + Stopwatch.GetElapsedTime(last.Stamp);

    public void Set(DateTimeOffset now) => last = new Reading(now, Stopwatch.GetTimestamp());

    private sealed record Reading(DateTimeOffset At, long Stamp);
}
