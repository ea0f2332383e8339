namespace WeChatService.Messaging.Push;

/// <summary>
/// Whether this process may still count itself alive: half of the silence after its last written beat it starts nothing
/// new, long before the leader gives its work to another. A starved machine slows down and sends nothing twice.
/// </summary>
internal sealed class Pulse(PushOptions options)
{
    private long beganAt = long.MinValue / 2;

    public bool IsSure => Environment.TickCount64 - Volatile.Read(ref beganAt) < options.WorkerSilence.TotalMilliseconds / 2;

    /// <param name="at">When the writing of the beat began; it was seen by the leader no earlier.</param>
    public void Beat(long at) => Volatile.Write(ref beganAt, at);
}
