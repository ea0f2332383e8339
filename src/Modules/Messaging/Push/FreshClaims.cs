using System.Diagnostics;
using WeChatService.Kernel;
using WeChatService.Messaging.Ports;

namespace WeChatService.Messaging.Push;

/// <summary>
/// Few fresh deliveries are claimed before they are committed: the attempt stands in the relay's own transaction, so that a
/// message leaves after one write to the disk and not after two. Nobody can see them without their attempt. Whatever is more
/// than that, or would overtake what waits for this process' senders, is the leader's to share out.
/// </summary>
internal sealed class FreshClaims(
    FreshDeliveries fresh, FreshSends sends, ISendAllowance allowance, PushOptions options, RelayBell bell, WorkerName worker, DatabaseClock clock, Ids ids)
{
    /// <summary>The relay's transaction is open meanwhile; a Redis that takes longer is not waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly List<(PushLane Lane, Claim Claim, long Began)> reserved = [];
    private bool othersAreLeft;

    /// <summary>Keeps the account's rate for what was written. The attempts are to be committed together with it.</summary>
    public async Task<IReadOnlyList<PushAttempt>> Reserve(CancellationToken ct)
    {
        var attempts = new List<PushAttempt>();
        foreach (var ofLane in fresh.Take().GroupBy(of => of.Lane, of => of.Notice))
        {
            var notices = ofLane.ToList();
            var granted = notices.Count <= options.Parcel && sends.TryReserve(ofLane.Key) ? await Grant(ofLane.Key, notices.Count, ct) : 0;
            othersAreLeft |= granted < notices.Count;
            if (granted > 0)
            {
                var claim = new Claim(ids.Next(), notices[..granted].ConvertAll(notice => new ClaimedDelivery(notice, Failures: 0)), []);
                reserved.Add((ofLane.Key, claim, Stopwatch.GetTimestamp()));
                attempts.Add(PushAttempt.Of(claim, ofLane.Key.Account, worker, clock.Now));
            }
        }

        return attempts;
    }

    /// <summary>They are committed.</summary>
    public async Task HandOver()
    {
        foreach (var (lane, claim, began) in reserved)
        {
            await sends.Go(lane, claim, began);
        }

        if (othersAreLeft)
        {
            bell.Ring();
        }

        reserved.Clear();
    }

    /// <summary>They are not committed, or nobody knows whether they are: then they wait for the leader.</summary>
    public async Task GiveUp()
    {
        foreach (var (_, claim, _) in reserved)
        {
            await sends.GiveUp(claim);
        }

        reserved.Clear();
    }

    private async Task<int> Grant(PushLane lane, int wanted, CancellationToken ct)
    {
        var granted = 0;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(Patience);
            granted = (await allowance.Take(lane.Budget, wanted, options.LimitOf(lane.Lane), patience.Token)).Granted;
        }
        catch (Exception failed) when (failed is PushTransportException || (failed is OperationCanceledException && !ct.IsCancellationRequested))
        {
            // Without Redis nothing is granted: one rate for all workers.
        }
        finally
        {
            if (granted == 0)
            {
                sends.Release();
            }
        }

        return granted;
    }
}

/// <summary>The relay's unit of work carries the attempts of what it wrote.</summary>
internal sealed class FreshRing(AppDb db, FreshClaims claims) : IBesideRelay
{
    public async Task Committing(CancellationToken ct) => db.AddRange(await claims.Reserve(ct));

    public Task Committed() => claims.HandOver();

    public Task NotCommitted() => claims.GiveUp();
}
