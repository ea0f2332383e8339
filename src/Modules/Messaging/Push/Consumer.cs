using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatService.Messaging.Ports;

namespace WeChatService.Messaging.Push;

/// <summary>
/// Reads the windows and hands the parcels to the senders of their lane. A lane whose senders are busy, or whose account
/// rests, is not read: what its window holds is there for other workers, and the other lanes go on.
/// </summary>
internal sealed class Consumer(
    IPushListener listener,
    PushDatabase database,
    DeliveryTable deliveries,
    Inboxes inboxes,
    PushOptions options,
    SendLaneFactory newLane,
    Sending work,
    KillPoints killPoints,
    ILogger<Consumer> log) : BackgroundService
{
    private const int ParcelsAtOnce = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortRead = TimeSpan.FromMilliseconds(5);

    private long tookOverAt = Environment.TickCount64;

    /// <summary>
    /// Stops in order: no more reading, then the senders finish what they claimed; what nobody claimed is rung again for
    /// the other workers.
    /// </summary>
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        // Beside the sending, which is not to wait for it.
        var warming = WarmUp(stopping);
        var sending = inboxes.All
            .SelectMany(inbox => Enumerable.Range(0, inbox.Lane.IsUrgent ? 1 : options.Lanes).Select(_ => newLane(inbox).Run(stopping)))
            .ToList();
        try
        {
            await ReadOn(stopping);
        }
        finally
        {
            foreach (var inbox in inboxes.All)
            {
                inbox.Close();
            }

            await Task.WhenAll([.. sending, warming]);
            await work.Drain();
            await GiveBack();
        }
    }

    private async Task WarmUp(CancellationToken stopping)
    {
        try
        {
            await deliveries.WarmUp(stopping);
        }
        catch (Exception failed) when (failed is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            // PostgreSQL is away, or we leave again: the first messages will plan for themselves.
        }
    }

    private async Task ReadOn(CancellationToken stopping)
    {
        // The dead take nothing over: two that look in the same rhythm would leave it with whoever had it first.
        while (!stopping.IsCancellationRequested && !killPoints.Died)
        {
            try
            {
                await ReadOnce(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (PushTransportException)
            {
                // Redis is away, and its link has said so in the log.
                await Task.Delay(Pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception failed)
            {
                log.LogError(failed, "Reading the push windows failed; trying again");
                await Task.Delay(Pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ReadOnce(CancellationToken stopping)
    {
        var open = inboxes.All.Where(inbox => inbox.HasRoom).ToList();
        if (open.Count == 0)
        {
            await Task.Delay(ShortRead, stopping);
            return;
        }

        if (Environment.TickCount64 - tookOverAt >= options.TakeOverAfter.TotalMilliseconds / 4)
        {
            tookOverAt = Environment.TickCount64;
            var lost = false;
            foreach (var inbox in open)
            {
                lost |= Accept(await listener.TakeOver(inbox.Lane.Stream, options.TakeOverAfter, ParcelsAtOnce, stopping));
            }

            await Report(lost, stopping);
        }

        // While a lane waits for room, the wait for the others is short: it is not to hold that one up.
        var wait = inboxes.All.All(inbox => inbox.HasRoom || !inbox.IsOpen) ? LongestRead : ShortRead;
        var most = Math.Clamp(options.Inbox / options.Parcel, 1, ParcelsAtOnce);
        await Report(Accept(await listener.Read(open.ConvertAll(inbox => inbox.Lane.Stream), most, wait, stopping)), stopping);
    }

    private bool Accept(PushBatch batch)
    {
        foreach (var parcel in batch.Parcels)
        {
            inboxes[PushLane.OfStream(parcel.Stream)].Put(parcel);
        }

        return batch.WindowWasLost;
    }

    /// <summary>Whoever leads fills a lost window again.</summary>
    private async Task Report(bool lost, CancellationToken ct)
    {
        if (lost)
        {
            log.LogWarning("Push windows were lost in Redis and are filled again from PostgreSQL");
            await using var command = database.Source.CreateCommand($"SELECT pg_notify('{Publisher.Channel}', 'lost')");
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task GiveBack()
    {
        try
        {
            using var patience = new CancellationTokenSource(Pause * 4);
            await listener.GiveBack([.. inboxes.All.SelectMany(inbox => inbox.Rest())], patience.Token);
        }
        catch (Exception failed) when (failed is PushTransportException or OperationCanceledException)
        {
            // Another worker takes them over.
        }
    }
}
