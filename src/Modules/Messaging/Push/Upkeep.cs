using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.Push;

/// <summary>What the leader does besides ringing; it needs PostgreSQL alone, and so goes on without Redis.</summary>
internal sealed class Upkeep(PushDatabase database, PushOptions options, ILogger<Upkeep> log)
{
    /// <summary>Months that are made ahead: this one's end is never met without a table for the next.</summary>
    private const int MonthsAhead = 2;

    private const long Hour = 3_600_000;
    private const int NoticesAtOnce = 2_000;
    private const int ReceiptsAtOnce = 500;
    private const long SampleEvery = 3_000;

    private long keptAt = -Hour;
    private long sampledAt = -SampleEvery;
    private long sampleTook;
    private long receiptsAt = -Hour;

    /// <summary>Once a sweep.</summary>
    public async Task Do(CancellationToken ct)
    {
        await ParkUncertain(ct);
        await ApplyReceipts(ct);
        var now = Environment.TickCount64;
        if (now - keptAt >= Hour)
        {
            keptAt = now;
            await KeepMonths(ct);
        }

        // A count takes as long as the backlog is large: at most a twentieth of the time goes into counting.
        if (now - sampledAt >= Math.Max(SampleEvery, sampleTook * 20))
        {
            sampledAt = now;
            await Sample(ct);
            sampleTook = Environment.TickCount64 - now;
        }
    }

    /// <summary>Parks what nobody may send again: uncertain, and older than WeChat's window (or policy park).</summary>
    public async Task<int> ParkUncertain(CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("""
            UPDATE delivery
            SET state = 'Unknown', not_before = NULL, finished_at = now(), reason = coalesce(reason, $3)
            WHERE state = 'Pending' AND uncertain_since <= now() - CASE WHEN $1 THEN $2 ELSE interval '0' END
              AND id NOT IN (SELECT unnest(deliveries) FROM push_attempt)
            RETURNING account
            """);
        command.Parameters.With(options.Unknown == UnknownPolicy.Resend).With(options.RepeatWindow).With(DeliveryReasons.SenderDied);
        var parked = new List<ServiceAccountKind>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            parked.Add(Enum.Parse<ServiceAccountKind>(reader.GetString(0)));
        }

        foreach (var (account, count) in parked.CountBy(account => account))
        {
            PushMetrics.Parked(account, count);
            log.LogWarning("Parked {Count} deliveries of {Account} whose answer never came", count, account);
        }

        return parked.Count;
    }

    /// <summary>
    /// WeChat's last words, joined to the sends they belong to: they may come before our own write. Words on messages that
    /// are not ours wait for a day and are looked at again only now and then. The words are read first and their numbers are
    /// a condition of the update: joined, the planner would walk through all that was ever sent to meet a few words.
    /// </summary>
    public async Task<int> ApplyReceipts(CancellationToken ct)
    {
        var all = Environment.TickCount64 - receiptsAt >= Hour / 12;
        receiptsAt = all ? Environment.TickCount64 : receiptsAt;
        var applied = 0;
        foreach (var ofAccount in (await Receipts(all, ct)).GroupBy(receipt => receipt.Account))
        {
            foreach (var some in ofAccount.Chunk(ReceiptsAtOnce))
            {
                applied += await Apply(ofAccount.Key, some, ct);
            }
        }

        if (all)
        {
            await using var forget = database.Source.CreateCommand("DELETE FROM send_receipt WHERE received_at < now() - interval '1 day'");
            await forget.ExecuteNonQueryAsync(ct);
        }

        return applied;
    }

    private async Task<List<Receipt>> Receipts(bool all, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(
            "SELECT account, msg_id, status FROM send_receipt WHERE $1 OR received_at > now() - interval '2 minutes' ORDER BY received_at");
        command.Parameters.With(all);
        var receipts = new List<Receipt>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            receipts.Add(new Receipt(reader.GetString(0), reader.GetInt64(1), reader.GetString(2)));
        }

        return receipts;
    }

    private async Task<int> Apply(string account, Receipt[] receipts, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("""
            WITH matched AS (
              UPDATE delivery d
              SET state = CASE ($3)[array_position($2, d.msg_id)] WHEN 'success' THEN 'Delivered' WHEN 'failed:user block' THEN 'Blocked' ELSE 'Failed' END,
                  reason = CASE ($3)[array_position($2, d.msg_id)] WHEN 'success' THEN d.reason ELSE ($3)[array_position($2, d.msg_id)] END,
                  finished_at = now()
              WHERE d.msg_id = ANY($2) AND d.account = $1 AND d.state = 'Sent'
              RETURNING d.msg_id)
            DELETE FROM send_receipt WHERE account = $1 AND msg_id IN (SELECT msg_id FROM matched)
            """);
        command.Parameters.With(account).With(Array.ConvertAll(receipts, receipt => receipt.MsgId)).With(Array.ConvertAll(receipts, receipt => receipt.Status));
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Makes the tables of the coming months and drops those whose time is over, with the notices of the same age.</summary>
    public async Task KeepMonths(CancellationToken ct)
    {
        try
        {
            await using (var command = database.Source.CreateCommand("SELECT delivery_keep_months($1, $2)"))
            {
                command.Parameters.With(MonthsAhead).With(options.KeepMonths);
                var dropped = (string[])(await command.ExecuteScalarAsync(ct))!;
                if (dropped.Length > 0)
                {
                    log.LogInformation("Dropped the deliveries of {Months}", string.Join(", ", dropped));
                }
            }

            if (options.KeepMonths > 0)
            {
                await ForgetNotices(ct);
            }
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            log.LogInformation("The months' tables are in use; trying again in an hour");
        }
    }

    /// <summary>A few at a time, so that no transaction holds many rows for long.</summary>
    private async Task ForgetNotices(CancellationToken ct)
    {
        int forgotten;
        do
        {
            await using var command = database.Source.CreateCommand("""
                DELETE FROM notice WHERE id IN (
                  SELECT id FROM notice
                  WHERE id < delivery_floor((date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') - make_interval(months => $1)) AT TIME ZONE 'Asia/Shanghai')
                  ORDER BY id LIMIT $2)
                """);
            command.Parameters.With(options.KeepMonths).With(NoticesAtOnce);
            forgotten = await command.ExecuteNonQueryAsync(ct);
        }
        while (forgotten == NoticesAtOnce);
    }

    /// <summary>Counts what waits, for the gauges and the console.</summary>
    private async Task Sample(CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("""
            WITH waiting AS (
              SELECT account, lane, count(*) AS count,
                min(greatest(created_at, not_before)) FILTER (WHERE not_before IS NULL OR not_before <= now()) AS oldest
              FROM (SELECT account, lane, created_at, not_before FROM delivery WHERE state = 'Pending' LIMIT 1000000) d GROUP BY account, lane),
            shown AS (
              UPDATE push_account a SET sampled_at = now(),
                pending_urgent = coalesce((SELECT count FROM waiting w WHERE w.account = a.account AND w.lane = 'Urgent'), 0),
                pending_ordinary = coalesce((SELECT count FROM waiting w WHERE w.account = a.account AND w.lane = 'Ordinary'), 0),
                oldest_due_at = (SELECT min(oldest) FROM waiting w WHERE w.account = a.account))
            SELECT account, lane, count, coalesce(extract(epoch FROM now() - oldest), 0)::float8 FROM waiting
            """);
        var sample = PushLane.All.ToDictionary(lane => (lane.Account.ToString(), lane.Lane.ToString()), lane => new Backlog(lane, 0, 0));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var key = (reader.GetString(0), reader.GetString(1));
            sample[key] = sample[key] with { Count = reader.GetInt64(2), OldestAge = reader.GetDouble(3) };
        }

        PushMetrics.Show([.. sample.Values]);
    }

    private sealed record Receipt(string Account, long MsgId, string Status);
}
