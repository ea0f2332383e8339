namespace WeChatService.Messaging.Ports;

/// <summary>
/// The publisher's side. PostgreSQL is the queue; Redis holds a window of it, so whatever is rung here may be
/// lost or come twice, and the caller only rings ids that are already committed.
/// </summary>
public interface IPushDoorbell
{
    /// <summary>
    /// Rings as many parcels, in order, as the stream's window has room for.
    /// </summary>
    /// <param name="stream">One lane of one account: "agency", "agency:urgent".</param>
    /// <param name="parcels">Each becomes one entry; its ids are claimed together.</param>
    /// <param name="window">How many entries the stream may hold.</param>
    /// <param name="ct">Stops the wait, not the ringing.</param>
    /// <returns>How many were rung: 0 when the window is full. The rest stays in PostgreSQL.</returns>
    /// <exception cref="PushTransportException">Redis could not be asked; the parcels may still have been rung.</exception>
    Task<int> Ring(string stream, IReadOnlyList<Guid[]> parcels, int window, CancellationToken ct = default);

    /// <summary>How many entries of the window are taken, those being sent included.</summary>
    Task<long> Count(string stream, CancellationToken ct = default);
}
