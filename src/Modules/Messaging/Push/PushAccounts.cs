using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WeChatService.Messaging.Ports;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.Push;

/// <summary>
/// How the accounts stand, as this process knows it: refreshed with each beat, and at once when this process met the
/// limit itself. Rests are counted on the monotonic clock.
/// </summary>
internal sealed class PushAccounts(AccountTable table, PushOptions options, ILogger<PushAccounts> log)
{
    private readonly ConcurrentDictionary<ServiceAccountKind, long> restsUntil = [];
    private readonly ConcurrentDictionary<ServiceAccountKind, long> heededAt = [];
    private readonly ConcurrentDictionary<ServiceAccountKind, int> quotaLeft = [];
    private readonly ConcurrentDictionary<ServiceAccountKind, int> sent = [];

    /// <summary>False while the account rests, or while what is left of the day is kept for urgent messages.</summary>
    public bool IsOpen(PushLane lane)
    {
        return !IsResting(lane.Account)
            && (lane.IsUrgent || !quotaLeft.TryGetValue(lane.Account, out var left) || left > sent.GetValueOrDefault(lane.Account));
    }

    public bool IsResting(ServiceAccountKind account)
    {
        return restsUntil.TryGetValue(account, out var until) && Environment.TickCount64 < until;
    }

    public void CountSent(ServiceAccountKind account, int count) => sent.AddOrUpdate(account, count, (_, before) => before + count);

    /// <summary>What was sent and is not reported yet; the caller reports it, or puts it back.</summary>
    public Dictionary<ServiceAccountKind, int> TakeSent()
    {
        var taken = new Dictionary<ServiceAccountKind, int>();
        foreach (var account in sent.Keys)
        {
            if (sent.TryRemove(account, out var count))
            {
                taken[account] = count;
            }
        }

        return taken;
    }

    /// <param name="standings">As the database said.</param>
    /// <param name="askedAt">When it was asked: it knows nothing of a rest that began since.</param>
    public void Know(IEnumerable<AccountStanding> standings, long askedAt)
    {
        foreach (var standing in standings)
        {
            if (heededAt.GetValueOrDefault(standing.Account) < askedAt)
            {
                restsUntil[standing.Account] = Environment.TickCount64 + (long)standing.Rests.TotalMilliseconds;
            }

            if ((standing.LearnedQuota ?? options.DailyQuota) is { } quota)
            {
                var forOrdinary = Math.Min(quota, options.DailyQuota ?? quota) * (1 - options.UrgentShare);
                quotaLeft[standing.Account] = (int)forOrdinary - standing.SentToday;
            }
            else
            {
                quotaLeft.TryRemove(standing.Account, out _);
            }
        }
    }

    /// <summary>Lets the account rest in all processes if the outcome concerns all of its messages.</summary>
    public async Task Heed(ServiceAccountKind account, SendOutcome outcome)
    {
        if (outcome is not (SendOutcome.QuotaReached or SendOutcome.TooFast or SendOutcome.Misconfigured) || IsResting(account))
        {
            return;
        }

        // At once for this process, whatever the database says; the others follow within a beat.
        var pause = outcome is SendOutcome.Misconfigured ? options.MisconfiguredRest : options.TooFastRest;
        restsUntil[account] = Environment.TickCount64 + (long)pause.TotalMilliseconds;
        heededAt[account] = long.MaxValue;
        var why = outcome switch
        {
            SendOutcome.QuotaReached => DeliveryReasons.Quota,
            SendOutcome.TooFast => DeliveryReasons.TooFast,
            _ => ((SendOutcome.Misconfigured)outcome).What,
        };
        log.LogWarning("{Account} rests: {Why}", account, why);
        try
        {
            using var patience = new CancellationTokenSource(options.SendDeadline);
            var rest = outcome is SendOutcome.QuotaReached
                ? await table.RestUntilMidnight(account, sent.GetValueOrDefault(account), patience.Token)
                : await table.RestFor(account, pause, why, patience.Token);
            restsUntil[account] = Environment.TickCount64 + (long)rest.TotalMilliseconds;
            heededAt[account] = Environment.TickCount64;
        }
        catch (Exception failed) when (failed is Npgsql.NpgsqlException or OperationCanceledException)
        {
            heededAt[account] = Environment.TickCount64;
            log.LogWarning("The rest of {Account} could not be told to the other processes: {Reason}", account, failed.Message);
        }
    }
}
