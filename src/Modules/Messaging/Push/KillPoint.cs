namespace WeChatService.Messaging.Push;

/// <summary>The instants at which a dying worker leaves the most behind. Tests die there; nothing else uses them.</summary>
internal enum KillPoint
{
    AfterClaim,
    AfterSend,
    AfterFinish,
}

internal sealed class KillPoints
{
    private volatile bool died;

    /// <summary>Called on the worker's own path; what it throws ends the lane without any clean-up.</summary>
    public Func<KillPoint, Task> Reached { get; set; } = static _ => Task.CompletedTask;

    /// <summary>The process counts as dead: it beats no more.</summary>
    public bool Died => died;

    public void Die() => died = true;
}

/// <summary>Thrown by a test's kill point: the lane dies as if the process had.</summary>
internal sealed class KilledException : Exception;
