using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatService.Messaging.Ports;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.Push;

internal delegate SendLane SendLaneFactory(ServiceAccountKind account, ChannelReader<RungDelivery> entries);

/// <summary>
/// Sends batch after batch: waits for the account's rate, claims the rows (committed before the call), sends them side
/// by side, writes the outcomes, then frees the places in the window. Dying anywhere in between loses nothing: the
/// lease runs out, and the row is known as uncertain.
/// </summary>
internal sealed class SendLane(
    ServiceAccountKind account,
    ChannelReader<RungDelivery> entries,
    DeliveryTable deliveries,
    ISendAllowance allowance,
    IPushListener listener,
    INoticeSender sender,
    PushAccounts accounts,
    PushOptions options,
    KillPoints killPoints,
    TimeProvider time,
    ILogger<SendLane> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var batch = await NextBatch(stopping);
                while (batch.Count > 0)
                {
                    var granted = await Grant(batch.Count, stopping);
                    await Send(batch.GetRange(0, granted), stopping);
                    batch.RemoveRange(0, granted);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (ChannelClosedException)
            {
                return;
            }
            catch (KilledException)
            {
                return;
            }
            catch (Exception failed)
            {
                // Nothing of the batch is finished; the entries come back by take-over, the rows by their lease.
                log.LogWarning(failed, "A batch of pushes was given up for now");
                await Task.Delay(Pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<List<RungDelivery>> NextBatch(CancellationToken stopping)
    {
        var batch = new List<RungDelivery>(options.Batch) { await entries.ReadAsync(stopping) };
        while (batch.Count < options.Batch && entries.TryRead(out var next))
        {
            batch.Add(next);
        }

        while (accounts.IsResting(account))
        {
            await Task.Delay(Pause, stopping);
        }

        return batch;
    }

    /// <summary>Before the claim, so that no lease is spent on waiting. Without Redis nothing is granted: one rate for all workers.</summary>
    private async Task<int> Grant(int wanted, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                var grant = await allowance.Take(PushAccounts.StreamOf(account), wanted, options.Limit, stopping);
                if (grant.Granted > 0)
                {
                    return grant.Granted;
                }

                await Task.Delay(grant.RetryAfter, stopping);
            }
            catch (PushTransportException)
            {
                await Task.Delay(Pause, stopping);
            }
        }
    }

    private async Task Send(List<RungDelivery> batch, CancellationToken stopping)
    {
        var ids = batch.ConvertAll(entry => entry.Delivery);
        var attempt = Guid.CreateVersion7();
        var claimed = await deliveries.Claim(attempt, ids, stopping);
        await killPoints.Reached(KillPoint.AfterClaim);

        // From here on the stop signal no longer counts: what is claimed is sent and written.
        var findings = await Task.WhenAll(claimed.Select(SendOne));
        await killPoints.Reached(KillPoint.AfterSend);
        await Write(attempt, findings);
        await killPoints.Reached(KillPoint.AfterFinish);
        await Free(batch);
    }

    private async Task<Finding> SendOne(ClaimedDelivery claimed)
    {
        var outcome = await Outcome(claimed.Notice);
        var finding = Finding.Of(claimed, outcome, options, time.GetUtcNow());
        switch (outcome)
        {
            case SendOutcome.QuotaReached:
                log.LogWarning("{Account} used up its messages of the day", account);
                accounts.Rest(account, finding.Pause!.Value);
                break;
            case SendOutcome.Misconfigured wrong:
                log.LogError("{Account} cannot send: {What}", account, wrong.What);
                accounts.Rest(account, options.MisconfiguredRest);
                break;
            case SendOutcome.Unknown unknown:
                log.LogWarning("Delivery {Delivery}: no answer, {What}", finding.Id, unknown.What);
                break;
        }

        return finding;
    }

    private async Task<SendOutcome> Outcome(NoticeToSend notice)
    {
        using var deadline = new CancellationTokenSource(options.SendDeadline);
        try
        {
            return await sender.Send(notice, deadline.Token).WaitAsync(options.SendDeadline);
        }
        catch (Exception failed)
        {
            // The adapter promises not to throw; whatever broke that promise may have sent.
            return new SendOutcome.Unknown(failed is OperationCanceledException or TimeoutException
                ? $"no answer within {options.SendDeadline.TotalSeconds:f0} s"
                : failed.GetType().Name);
        }
    }

    /// <summary>Outcomes are dear: kept and written again until PostgreSQL takes them, as long as they say anything new.</summary>
    private async Task Write(Guid attempt, Finding[] findings)
    {
        if (findings.Length == 0)
        {
            return;
        }

        var givingUpAt = Environment.TickCount64 + (long)options.RepeatWindow.TotalMilliseconds;
        while (true)
        {
            try
            {
                using var patience = new CancellationTokenSource(options.SendDeadline);
                await deliveries.Finish(attempt, findings, patience.Token);
                return;
            }
            catch (Exception failed) when (
                failed is NpgsqlException { IsTransient: true } or OperationCanceledException && Environment.TickCount64 < givingUpAt)
            {
                await Task.Delay(Pause);
            }
        }
    }

    private async Task Free(List<RungDelivery> batch)
    {
        try
        {
            await listener.Finish(batch);
        }
        catch (PushTransportException)
        {
            // The entries come back by take-over and find their rows finished.
        }
    }
}
