using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using WeChatService.Kernel;
using WeChatService.Messaging.Ports;

namespace WeChatService.Messaging.Push;

internal delegate SendLane SendLaneFactory(LaneInbox inbox);

/// <summary>
/// Serves one lane, batch after batch: waits for the account's rate, claims the rows (committed before the call), has them
/// sent and their outcomes written, then frees the places in the window. Dying anywhere in between loses nothing: the
/// attempt stands in the database, and the leader takes it back.
/// </summary>
internal sealed class SendLane(
    LaneInbox inbox,
    DeliveryTable deliveries,
    ISendAllowance allowance,
    IPushListener listener,
    Sending sending,
    Pulse pulse,
    PushOptions options,
    KillPoints killPoints,
    Ids newIds,
    ILogger<SendLane> log)
{
    private const int SmallCompany = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Doubt = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestGathering = TimeSpan.FromMilliseconds(40);

    /// <summary>One delivery at a time per process travels alone.</summary>
    private static readonly SemaphoreSlim Alone = new(1, 1);

    private readonly PushLane lane = inbox.Lane;

    public async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && !killPoints.Died)
        {
            try
            {
                var parcels = await inbox.Take(options.Batch, stopping);
                if (killPoints.Died)
                {
                    return;
                }

                await Serve(parcels, stopping);
            }
            catch (Exception ended) when (ended is ChannelClosedException || (ended is OperationCanceledException && stopping.IsCancellationRequested))
            {
                return;
            }
            catch (KilledException)
            {
                return;
            }
            catch (Exception failed)
            {
                // Nothing of the batch is finished; the entries come back by take-over.
                log.LogWarning(failed, "A batch of pushes was given up for now");
                await Task.Delay(Pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Serve(List<RungParcel> parcels, CancellationToken stopping)
    {
        var ids = parcels.Count == 1 ? parcels[0].Deliveries : [.. parcels.SelectMany(parcel => parcel.Deliveries).Distinct()];
        var done = 0;
        try
        {
            while (done < ids.Length)
            {
                var granted = await Grant(ids.Length - done, stopping);
                if (granted == 0)
                {
                    // The account rests. The rows stay pending, and the leader rings them when it is over.
                    break;
                }

                await Send(ids[done..(done + granted)], stopping);
                done += granted;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await GiveBack(parcels, ids[done..]);
            throw;
        }

        await Free(parcels);
    }

    /// <summary>
    /// Before the claim, so that no attempt is spent on waiting. Without Redis nothing is granted: one rate for all workers.
    /// </summary>
    /// <returns>0 when the lane was closed meanwhile.</returns>
    private async Task<int> Grant(int wanted, CancellationToken stopping)
    {
        var limit = options.LimitOf(lane.Lane);
        while (inbox.IsOpen)
        {
            if (!pulse.IsSure)
            {
                await Task.Delay(Doubt, stopping);
                continue;
            }

            try
            {
                var grant = await allowance.Take(lane.Budget, wanted, limit, stopping);
                if (grant.Granted > 0)
                {
                    return grant.Granted;
                }

                // A single grant as soon as it frees up would mean a claim and a write for each message.
                var gathering = lane.IsUrgent ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(wanted, limit.Burst / 2.0) / limit.PerSecond);
                gathering = gathering < LongestGathering ? gathering : LongestGathering;
                await Task.Delay(grant.RetryAfter > gathering ? grant.RetryAfter : gathering, stopping);
            }
            catch (PushTransportException)
            {
                await Task.Delay(Pause, stopping);
            }
        }

        return 0;
    }

    private async Task Send(Guid[] ids, CancellationToken stopping)
    {
        var suspects = await ClaimAndSend(ids, mostCrashes: 0, alone: false);
        foreach (var company in suspects.Where(of => of.Crashes == 1).Chunk(SmallCompany))
        {
            await ClaimAndSend(Array.ConvertAll(company, of => of.Id), mostCrashes: 1, alone: false);
        }

        foreach (var suspect in suspects.Where(of => of.Crashes > 1))
        {
            await Alone.WaitAsync(stopping);
            try
            {
                await ClaimAndSend([suspect.Id], mostCrashes: int.MaxValue, alone: true);
            }
            finally
            {
                Alone.Release();
            }
        }
    }

    /// <summary>Not to be cancelled: what is claimed is sent and written, whatever stops meanwhile.</summary>
    private async Task<List<Suspect>> ClaimAndSend(Guid[] ids, int mostCrashes, bool alone)
    {
        if (killPoints.Died)
        {
            throw new KilledException();
        }

        var attempt = newIds.Next();
        var began = Stopwatch.GetTimestamp();
        Claim claim;
        try
        {
            claim = await deliveries.Take(attempt, lane.Account, ids, mostCrashes, CancellationToken.None);
        }
        catch
        {
            // It may stand all the same, and nobody would ever send it.
            _ = sending.Abandon(attempt);
            throw;
        }

        if (claim.Deliveries.Count == 0)
        {
            return claim.Suspects;
        }

        await killPoints.Reached(KillPoint.AfterClaim);
        if (!inbox.IsOpen || !pulse.IsSure || Stopwatch.GetElapsedTime(began) > options.WorkerSilence / 2)
        {
            // A rest began meanwhile; or it took so long that the leader may soon think us dead and have it sent by another.
            _ = sending.Abandon(attempt);
            return claim.Suspects;
        }

        await sending.Send(lane, claim, began, suspected: mostCrashes > 0, toTheEnd: alone);
        return claim.Suspects;
    }

    private async Task Free(List<RungParcel> parcels)
    {
        try
        {
            await listener.Finish(parcels);
        }
        catch (PushTransportException)
        {
            // The entries come back by take-over and find their rows finished.
        }
    }

    private async Task GiveBack(List<RungParcel> parcels, Guid[] unsent)
    {
        try
        {
            using var patience = new CancellationTokenSource(Pause * 2);
            await listener.GiveBack([parcels[0] with { Deliveries = unsent }], patience.Token);
            await listener.Finish([.. parcels.Skip(1)], patience.Token);
        }
        catch (Exception failed) when (failed is PushTransportException or OperationCanceledException)
        {
            // Another worker takes them over.
        }
    }
}
