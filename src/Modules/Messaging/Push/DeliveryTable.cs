using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using WeChatService.Kernel;
using WeChatService.Messaging.Ports;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.Push;

/// <summary>
/// The senders' statements on <c>delivery</c>: each takes a whole batch, commits at once, and reads the clock of the
/// database, so that workers whose clocks differ agree on pauses.
/// </summary>
internal sealed class DeliveryTable(PushDatabase database, PushOptions options, WorkerName worker)
{
    /// <summary>First half of the advisory locks under which claims that could overlap follow each other.</summary>
    internal const int ClaimLock = 0x7075_7368; // "push"

    private const int Buckets = 32;
    private const int WarmConnections = 6;

    /// <summary>
    /// Takes rows that nobody else is sending, by one row in <c>push_attempt</c>. Committed when it returns, so that a send
    /// whose outcome never arrives is known as uncertain by everybody. A row that is uncertain already is taken again only
    /// as long as WeChat would drop the repeat, and only under <see cref="UnknownPolicy.Resend"/>.
    /// </summary>
    /// <param name="attempt">The attempt's id, new for each claim.</param>
    /// <param name="account">All ids are of this account.</param>
    /// <param name="ids">May hold ids that are finished, or not due.</param>
    /// <param name="mostCrashes">Rows with more crashes behind them come back as <see cref="Claim.Suspects"/>, untaken.</param>
    /// <param name="ct">After a cancellation the claim may stand all the same.</param>
    public async Task<Claim> Take(Guid attempt, ServiceAccountKind account, Guid[] ids, int mostCrashes, CancellationToken ct)
    {
        var (low, high) = IdRange.Of(ids);
        await using var batch = database.Source.CreateBatch();

        // A statement of its own: the next one's snapshot must be younger than the lock. State is asked for in a form that no
        // partial index answers: planned for an empty table, the walk through all that is pending would look cheap. The ids are
        // a condition, not a table to join: each is one step into the index, where a join compares all of them with all rows.
        var turn = Turn(Locks(ids));
        var take = new NpgsqlBatchCommand("""
            WITH free AS MATERIALIZED (
              SELECT d.id, d.open_id, d.failures, d.crashes, d.uncertain_since IS NOT NULL AS was_uncertain,
                date_part('epoch', clock_timestamp() - d.created_at) AS age, n.template, n.fields, n.url
              FROM delivery d
              JOIN notice n ON n.id = d.notice_id
              WHERE d.id = ANY($1) AND d.id BETWEEN $2 AND $3
                AND d.state IN ('Pending', '')
                AND (d.not_before IS NULL OR d.not_before <= now())
                AND (d.uncertain_since IS NULL OR ($4 AND d.uncertain_since > now() - $5))
                AND d.id NOT IN (SELECT unnest(deliveries) FROM push_attempt WHERE account = $6)),
            attempt AS (
              INSERT INTO push_attempt (id, account, worker, started_at, deliveries)
              SELECT $7, $6, $8, clock_timestamp(), array_agg(id) FROM free WHERE crashes <= $9 HAVING count(*) > 0)
            SELECT * FROM free
            """);
        take.Parameters.With(ids).With(low).With(high)
            .With(Finding.PolicyOf(account, options) == UnknownPolicy.Resend).With(options.RepeatWindow)
            .With(account.ToString()).With(attempt).With(worker.Value).With(mostCrashes);
        batch.BatchCommands.Add(turn);
        batch.BatchCommands.Add(take);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var claim = new Claim(attempt, new List<ClaimedDelivery>(ids.Length), []);
        while (await reader.ReadAsync(ct))
        {
            var crashes = reader.GetInt32(3);
            if (crashes > mostCrashes)
            {
                claim.Suspects.Add(new Suspect(reader.GetGuid(0), crashes));
            }
            else
            {
                claim.Deliveries.Add(Read(reader, account));
            }
        }

        return claim;
    }

    /// <summary>
    /// Writes what became of some deliveries of an attempt, onto rows that are not finished yet: whoever knows first is
    /// right, and a late "sent" settles what had been called unknown. A pause is written only while the attempt stands, so
    /// that a late loser cannot disturb a row that another is sending. The attempt keeps <paramref name="stillSending"/>,
    /// or ends.
    /// </summary>
    public async Task Finish(Guid attempt, IReadOnlyList<Finding> findings, Guid[] stillSending, CancellationToken ct)
    {
        await using var batch = database.Source.CreateBatch();
        var sent = findings.Where(finding => finding.State == DeliveryState.Sent).ToArray();
        if (sent.Length > 0)
        {
            batch.BatchCommands.Add(WriteSent(sent));
        }

        if (sent.Length < findings.Count)
        {
            batch.BatchCommands.Add(WriteOthers(attempt, [.. findings.Where(finding => finding.State != DeliveryState.Sent)]));
        }

        var end = stillSending.Length == 0
            ? new NpgsqlBatchCommand("DELETE FROM push_attempt WHERE id = $1")
            : new NpgsqlBatchCommand("UPDATE push_attempt SET deliveries = $2 WHERE id = $1");
        end.Parameters.With(attempt);
        if (stillSending.Length > 0)
        {
            end.Parameters.With(stillSending);
        }

        batch.BatchCommands.Add(end);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Writes that everything of these attempts was sent, and ends them.</summary>
    public async Task FinishSent(IReadOnlyList<Guid> attempts, IReadOnlyList<Finding> sent, CancellationToken ct)
    {
        await using var batch = database.Source.CreateBatch();
        batch.BatchCommands.Add(WriteSent([.. sent]));
        var end = new NpgsqlBatchCommand("DELETE FROM push_attempt WHERE id = ANY($1)");
        end.Parameters.With(attempts.ToArray());
        batch.BatchCommands.Add(end);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Has some connections plan the senders' statements before the first message: planning costs several milliseconds a connection,
    /// which the messages of a quiet hour would wait for one by one.
    /// </summary>
    public Task WarmUp(CancellationToken ct) => Task.WhenAll(Enumerable.Range(0, WarmConnections).Select(async _ =>
    {
        await Take(Guid.Empty, ServiceAccountKind.Agency, [Guid.Empty], 0, ct);
        await Finish(Guid.Empty, [new Finding(Guid.Empty, DeliveryState.Sent)], [], ct);
        await FinishSent([Guid.Empty], [new Finding(Guid.Empty, DeliveryState.Sent)], ct);
    }));

    /// <summary>Takes the locks in ascending order, so that two claims never wait for each other crosswise.</summary>
    internal static NpgsqlBatchCommand Turn(int[] locks)
    {
        var turn = new NpgsqlBatchCommand("SELECT pg_advisory_xact_lock($1, b) FROM unnest($2) b");
        turn.Parameters.With(ClaimLock).With(locks);
        return turn;
    }

    /// <summary>All of them, for whoever ends the attempts of others.</summary>
    internal static int[] AllLocks { get; } = [.. Enumerable.Range(0, Buckets)];

    /// <summary>The same id always means the same lock, and a claim of one delivery hardly ever waits for another's.</summary>
    private static int[] Locks(Guid[] ids)
    {
        Span<byte> bytes = stackalloc byte[16];
        var taken = 0u;
        foreach (var id in ids)
        {
            id.TryWriteBytes(bytes);
            taken |= 1u << (bytes[15] % Buckets);
        }

        return Array.FindAll(AllLocks, bucket => (taken & (1u << bucket)) != 0);
    }

    private static NpgsqlBatchCommand WriteSent(Finding[] sent)
    {
        var ids = Array.ConvertAll(sent, finding => finding.Id);
        var (low, high) = IdRange.Of(ids);
        var command = new NpgsqlBatchCommand("""
            UPDATE delivery d
            SET state = 'Sent', msg_id = ($2)[array_position($1, d.id)],
                reason = NULL, not_before = NULL, uncertain_since = NULL, sent_at = now(), finished_at = now()
            WHERE d.id = ANY($1) AND d.id BETWEEN $3 AND $4 AND d.state IN ('Pending', 'Unknown', 'Dead')
            """);
        command.Parameters.With(ids).With(Array.ConvertAll(sent, finding => finding.MsgId)).With(low).With(high);
        return command;
    }

    private static NpgsqlBatchCommand WriteOthers(Guid attempt, Finding[] others)
    {
        var ids = Array.ConvertAll(others, finding => finding.Id);
        var (low, high) = IdRange.Of(ids);
        var command = new NpgsqlBatchCommand("""
            UPDATE delivery d
            SET state = f.state, reason = f.reason,
                failures = d.failures + f.failed,
                not_before = now() + f.pause,
                uncertain_since = CASE WHEN f.uncertain THEN coalesce(d.uncertain_since, now()) END,
                finished_at = CASE WHEN f.state <> 'Pending' THEN now() END
            FROM unnest($1, $2, $3, $4, $5, $6) AS f (id, state, reason, failed, pause, uncertain)
            WHERE d.id = f.id AND d.id BETWEEN $7 AND $8
              AND (d.state = 'Pending' OR d.state = 'Unknown' AND f.state IN ('Refused', 'RefusedByUser', 'NotFollowing'))
              AND (f.state <> 'Pending' OR EXISTS (SELECT FROM push_attempt WHERE id = $9))
            """);
        command.Parameters.With(ids)
            .With(Array.ConvertAll(others, finding => finding.State.ToString()))
            .With(Array.ConvertAll(others, finding => Cut(finding.Reason)))
            .With(Array.ConvertAll(others, finding => finding.Failed ? 1 : 0));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan?[]>
        {
            TypedValue = Array.ConvertAll(others, finding => finding.Pause),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Interval,
        });
        command.Parameters.With(Array.ConvertAll(others, finding => finding.Uncertain)).With(low).With(high).With(attempt);
        return command;
    }

    private static ClaimedDelivery Read(NpgsqlDataReader reader, ServiceAccountKind account)
    {
        var notice = new NoticeToSend(
            reader.GetGuid(0),
            account,
            reader.GetString(1),
            reader.GetString(6),
            JsonSerializer.Deserialize<List<NoticeField>>(reader.GetFieldValue<byte[]>(7), JsonSerializerOptions.Web)!,
            reader.IsDBNull(8) ? null : reader.GetString(8));
        return new ClaimedDelivery(notice, reader.GetInt32(2), WasUncertain: reader.GetBoolean(4), Age: reader.GetDouble(5));
    }

    private static string? Cut(string? reason) => reason?.Length > 500 ? reason[..500] : reason;
}

/// <param name="Attempt">Stands while its deliveries are being sent.</param>
/// <param name="Deliveries">Taken: to be sent now.</param>
/// <param name="Suspects">Not taken: a process died with them in hand, they travel apart.</param>
internal sealed record Claim(Guid Attempt, List<ClaimedDelivery> Deliveries, List<Suspect> Suspects);

internal readonly record struct Suspect(Guid Id, int Crashes);

/// <param name="Notice">What the sender gets.</param>
/// <param name="Failures">Attempts that failed before this one.</param>
/// <param name="WasUncertain">An earlier attempt may have reached WeChat; a clean failure now does not change that.</param>
/// <param name="Age">Seconds from its making to its claim.</param>
internal sealed record ClaimedDelivery(NoticeToSend Notice, int Failures, bool WasUncertain = false, double Age = 0);

/// <summary>The name under which this process claims; new at each start, so that nobody beats for a predecessor.</summary>
internal sealed record WorkerName(string Value)
{
    public static WorkerName OfThisProcess() =>
        new($"{Environment.MachineName[..Math.Min(Environment.MachineName.Length, 60)]}:{Environment.ProcessId}:{Random.Shared.Next():x8}");
}
