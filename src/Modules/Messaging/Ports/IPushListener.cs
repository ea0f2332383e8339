namespace WeChatService.Messaging.Ports;

/// <summary>The consumer's side: what a sending process does with the window.</summary>
public interface IPushListener
{
    /// <summary>
    /// Takes up to <paramref name="max"/> new entries of each account, waiting up to <paramref name="wait"/>
    /// (no longer than the transport waits at a time) for the first. One caller at a time: the
    /// wait occupies its connection.
    /// </summary>
    /// <remarks>Cancelling abandons the wait; what Redis hands over meanwhile comes back by take-over.</remarks>
    Task<PushBatch> Read(IReadOnlyList<string> accounts, int max, TimeSpan wait, CancellationToken ct = default);

    /// <summary>Takes over entries that some consumer took and left alone for <paramref name="idle"/>.</summary>
    Task<PushBatch> TakeOver(string account, TimeSpan idle, int max, CancellationToken ct = default);

    /// <summary>Frees the entries' places in the window. Repeating it is harmless.</summary>
    Task Finish(IReadOnlyCollection<RungDelivery> done, CancellationToken ct = default);
}

/// <summary>One entry of the window.</summary>
/// <param name="Account">The service account whose stream holds it.</param>
/// <param name="Entry">The stream's own id of the entry.</param>
/// <param name="Delivery">The row in PostgreSQL.</param>
public readonly record struct RungDelivery(string Account, string Entry, Guid Delivery);

/// <param name="Deliveries">Possibly empty; an id may appear that was finished long ago.</param>
/// <param name="WindowWasLost">
/// The stream or its group had vanished (FLUSHALL, an empty Redis) and was made anew: sweep PostgreSQL now.
/// </param>
public sealed record PushBatch(IReadOnlyList<RungDelivery> Deliveries, bool WindowWasLost)
{
    public static readonly PushBatch Empty = new([], WindowWasLost: false);
}
