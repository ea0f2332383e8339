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

    /// <summary>What happens at a kill point; throwing <see cref="KilledException"/> ends the lane without any clean-up.</summary>
    public Func<KillPoint, Task> Dies { get; set; } = static _ => Task.CompletedTask;

    /// <summary>The process counts as dead: it takes nothing more in hand and beats no more.</summary>
    public bool Died => died;

    public Task Reached(KillPoint point)
    {
        try
        {
            return died ? throw new KilledException() : Dies(point);
        }
        catch (KilledException)
        {
            died = true;
            throw;
        }
    }
}

/// <summary>Thrown by a test's kill point: the lane dies as if the process had.</summary>
internal sealed class KilledException : Exception;
