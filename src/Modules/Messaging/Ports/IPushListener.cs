namespace WeChatService.Messaging.Ports;

/// <summary>The consumer's side: what a sending process does with the window.</summary>
public interface IPushListener
{
    /// <summary>
    /// Takes up to <paramref name="max"/> new entries of each stream, waiting up to <paramref name="wait"/>
    /// (no longer than the transport waits at a time) for the first. One caller at a time: the
    /// wait occupies its connection.
    /// </summary>
    /// <remarks>Cancelling abandons the wait; what Redis hands over meanwhile comes back by take-over.</remarks>
    Task<PushBatch> Read(IReadOnlyList<string> streams, int max, TimeSpan wait, CancellationToken ct = default);

    /// <summary>Takes over entries that some consumer took and left alone for <paramref name="idle"/>.</summary>
    Task<PushBatch> TakeOver(string stream, TimeSpan idle, int max, CancellationToken ct = default);

    /// <summary>Frees the entries' places in the window. Repeating it is harmless.</summary>
    Task Finish(IReadOnlyCollection<RungParcel> done, CancellationToken ct = default);

    /// <summary>Rings parcels that were read and will not be sent here once more, for any process, and frees their old places.</summary>
    Task GiveBack(IReadOnlyCollection<RungParcel> unsent, CancellationToken ct = default);
}

/// <summary>One entry of the window.</summary>
/// <param name="Stream">The lane's stream that holds it.</param>
/// <param name="Entry">The stream's own id of the entry; empty for a parcel that never was in Redis.</param>
/// <param name="Deliveries">The rows in PostgreSQL.</param>
public sealed record RungParcel(string Stream, string Entry, Guid[] Deliveries);

/// <param name="Parcels">Possibly empty; they may hold ids that were finished long ago.</param>
/// <param name="WindowWasLost">
/// The stream or its group had vanished (FLUSHALL, an empty Redis) and was made anew: sweep PostgreSQL now.
/// </param>
public sealed record PushBatch(IReadOnlyList<RungParcel> Parcels, bool WindowWasLost)
{
    public static readonly PushBatch Empty = new([], WindowWasLost: false);
}
