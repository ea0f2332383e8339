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
    /// <summary>Called on the worker's own path; what it throws ends the lane without any clean-up.</summary>
    public Func<KillPoint, Task> Reached { get; set; } = static _ => Task.CompletedTask;
}

/// <summary>Thrown by a test's kill point: the lane dies as if the process had.</summary>
internal sealed class KilledException : Exception;
