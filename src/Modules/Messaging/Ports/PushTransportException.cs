namespace WeChatService.Messaging.Ports;

/// <summary>
/// Redis did not do it, or nobody knows. No caller needs more than "not now": PostgreSQL still has every row.
/// </summary>
public sealed class PushTransportException(PushFailure failure, string message, Exception? cause = null)
    : Exception(message, cause)
{
    public PushFailure Failure { get; } = failure;

    /// <summary>True if the command may have taken effect all the same.</summary>
    public bool MayHaveRun => Failure is PushFailure.TimedOut or PushFailure.ConnectionLost;
}

public enum PushFailure
{
    /// <summary>No connection; nothing was sent.</summary>
    Down,

    /// <summary>Too many calls are waiting for a silent Redis; nothing was sent.</summary>
    Busy,

    /// <summary>Sent, and the deadline passed.</summary>
    TimedOut,

    /// <summary>Sent, and the connection broke.</summary>
    ConnectionLost,

    /// <summary>Redis is at maxmemory and refuses writes.</summary>
    Full,

    /// <summary>Any other error reply.</summary>
    Refused,
}
