namespace WeChatService.Messaging.Ports;

/// <summary>
/// The publisher's side. PostgreSQL is the queue; Redis holds a window of it, so whatever is rung here may be
/// lost or come twice, and the caller only rings ids that are already committed.
/// </summary>
public interface IPushDoorbell
{
    /// <summary>
    /// Rings as many ids, in order, as the account's window has room for.
    /// </summary>
    /// <returns>How many were rung: 0 when the window is full. The rest stays in PostgreSQL.</returns>
    /// <exception cref="PushTransportException">Redis could not be asked; the ids may still have been rung.</exception>
    Task<int> Ring(string account, IReadOnlyList<Guid> deliveries, CancellationToken ct = default);

    /// <summary>How many entries of the window are taken, those being sent included.</summary>
    Task<long> Count(string account, CancellationToken ct = default);
}
