using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using WeChatService.Messaging.Ports;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.Push;

/// <summary>
/// The workers' statements on <c>delivery</c>: each takes a whole batch, commits at once, and reads the clock of the
/// database, so that workers whose clocks differ agree on leases and pauses.
/// </summary>
internal sealed class DeliveryTable(PushDatabase database, PushOptions options, WorkerName worker)
{
    /// <summary>What is due, unclaimed and past <paramref name="after"/>, in the order of ids.</summary>
    public async Task<List<DueDelivery>> Due(ServiceAccountKind account, Guid after, int max, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("""
            SELECT id, failures FROM delivery
            WHERE account = $1 AND state = 'Pending' AND id > $2
              AND (not_before IS NULL OR not_before <= now())
            ORDER BY id LIMIT $3
            """);
        Add(command, account.ToString());
        Add(command, after);
        Add(command, max);
        var due = new List<DueDelivery>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            due.Add(new DueDelivery(reader.GetGuid(0), reader.GetInt32(1)));
        }

        return due;
    }

    /// <summary>
    /// Takes rows by lease. Committed when it returns, so that a send whose outcome never arrives is known as
    /// uncertain by everybody. A row that is uncertain already is taken again only as long as WeChat would drop the
    /// repeat, and only under <see cref="UnknownPolicy.Resend"/>.
    /// </summary>
    public async Task<List<ClaimedDelivery>> Claim(Guid attempt, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("""
            WITH free AS (
              SELECT d.id, d.account, d.open_id, d.failures, n.template, n.fields, n.url, d.uncertain_since IS NOT NULL AS was_uncertain
              FROM delivery d JOIN notice n ON n.id = d.notice_id
              WHERE d.id = ANY($1) AND d.state = 'Pending'
                AND (d.not_before IS NULL OR d.not_before <= now())
                AND (d.uncertain_since IS NULL OR ($2 AND d.uncertain_since > now() - $3))
                AND d.id NOT IN (SELECT unnest(deliveries) FROM push_attempt)),
            attempt AS (
              INSERT INTO push_attempt (id, account, worker, started_at, deliveries)
              SELECT $4, min(account), $5, clock_timestamp(), array_agg(id) FROM free HAVING count(*) > 0)
            SELECT * FROM free
            """);
        Add(command, ids.ToArray());
        Add(command, options.Unknown == UnknownPolicy.Resend);
        Add(command, options.RepeatWindow);
        Add(command, attempt);
        Add(command, worker.Value);
        var claimed = new List<ClaimedDelivery>(ids.Count);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var toSend = new NoticeToSend(
                reader.GetGuid(0),
                Enum.Parse<ServiceAccountKind>(reader.GetString(1)),
                reader.GetString(2),
                reader.GetString(4),
                JsonSerializer.Deserialize<List<NoticeField>>(reader.GetString(5), JsonSerializerOptions.Web)!,
                reader.IsDBNull(6) ? null : reader.GetString(6));
            claimed.Add(new ClaimedDelivery(toSend, reader.GetInt32(3), WasUncertain: reader.GetBoolean(7)));
        }

        return claimed;
    }

    /// <summary>
    /// Writes what became of a batch, onto rows that are not finished yet: whoever knows first is right. A pause is
    /// written only by the holder of the lease, so that a late loser cannot free a row that another is sending.
    /// </summary>
    public async Task Finish(Guid attempt, IReadOnlyList<Finding> findings, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("""
            WITH gone AS (DELETE FROM push_attempt WHERE id = $8 RETURNING id)
            UPDATE delivery d
            SET state = f.state, msg_id = f.msg_id, reason = f.reason,
                failures = d.failures + f.failed,
                not_before = now() + f.pause,
                uncertain_since = CASE WHEN f.uncertain THEN coalesce(d.uncertain_since, now()) END,
                sent_at = CASE WHEN f.state = 'Sent' THEN now() END,
                finished_at = CASE WHEN f.state <> 'Pending' THEN now() END
            FROM unnest($1, $2, $3, $4, $5, $6, $7) AS f (id, state, msg_id, reason, failed, pause, uncertain)
            WHERE d.id = f.id AND d.state = 'Pending' AND (f.state <> 'Pending' OR EXISTS (SELECT FROM gone))
            """);
        Add(command, findings.Select(finding => finding.Id).ToArray());
        Add(command, findings.Select(finding => finding.State.ToString()).ToArray());
        Add(command, findings.Select(finding => finding.MsgId).ToArray());
        Add(command, findings.Select(finding => Cut(finding.Reason)).ToArray());
        Add(command, findings.Select(finding => finding.Failed ? 1 : 0).ToArray());
        Add(command, findings.Select(finding => finding.Pause).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Interval);
        Add(command, findings.Select(finding => finding.Uncertain).ToArray());
        Add(command, attempt);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Parks what nobody may send again: uncertain, and older than WeChat's window (or policy park).</summary>
    public async Task<int> ParkUncertain(CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("""
            UPDATE delivery
            SET state = 'Unknown', not_before = NULL, finished_at = now(),
                reason = coalesce(reason, 'the sender died before the answer came')
            WHERE state = 'Pending' AND uncertain_since <= now() - CASE WHEN $1 THEN $2 ELSE interval '0' END
            """);
        Add(command, options.Unknown == UnknownPolicy.Resend);
        Add(command, options.RepeatWindow);
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>WeChat's last words, joined to the sends they belong to: they may come before our own write.</summary>
    public async Task<int> ApplyReceipts(CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("""
            WITH matched AS (
              UPDATE delivery d
              SET state = CASE r.status WHEN 'success' THEN 'Delivered' WHEN 'failed:user block' THEN 'Blocked' ELSE 'Failed' END,
                  reason = CASE WHEN r.status = 'success' THEN d.reason ELSE r.status END
              FROM send_receipt r
              WHERE d.account = r.account AND d.msg_id = r.msg_id AND d.state = 'Sent'
              RETURNING r.id)
            DELETE FROM send_receipt r
            WHERE r.id IN (SELECT id FROM matched) OR r.received_at < now() - interval '1 day'
            """);
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>How long the oldest due delivery has waited; zero when nothing waits.</summary>
    public async Task<TimeSpan> OldestWait(CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("""
            SELECT coalesce(max(now() - greatest(created_at, not_before)), interval '0') FROM delivery
            WHERE state = 'Pending' AND (not_before IS NULL OR not_before <= now())
            """);
        return (TimeSpan)(await command.ExecuteScalarAsync(ct))!;
    }

    private static string? Cut(string? reason) => reason?.Length > 500 ? reason[..500] : reason;

    private static void Add<T>(NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
    }

    private static void Add<T>(NpgsqlCommand command, T value, NpgsqlDbType type)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
    }
}

/// <param name="Id">The delivery.</param>
/// <param name="Claims">Tells this waiting from the one before the last attempt.</param>
internal readonly record struct DueDelivery(Guid Id, int Claims);

/// <param name="Notice">What the sender gets.</param>
/// <param name="Failures">Attempts that failed before this one.</param>
/// <param name="WasUncertain">An earlier attempt may have reached WeChat; a clean failure now does not change that.</param>
internal sealed record ClaimedDelivery(NoticeToSend Notice, int Failures, bool WasUncertain = false);

/// <summary>The name under which this process leases rows.</summary>
internal sealed record WorkerName(string Value)
{
    public static WorkerName OfThisProcess() => new($"{Environment.MachineName}:{Environment.ProcessId}");
}
