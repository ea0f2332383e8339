using Npgsql;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.Push;

/// <summary>Who is alive, and what the dead were sending.</summary>
internal sealed class WorkerTable(PushDatabase database, PushOptions options)
{
    /// <summary>The beats of all workers. One that stands in an attempt only has beat -1.</summary>
    public async Task<Dictionary<string, long>> Beats(CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("""
            SELECT name, beat FROM push_worker
            UNION ALL
            SELECT DISTINCT a.worker, -1::bigint FROM push_attempt a WHERE NOT EXISTS (SELECT FROM push_worker w WHERE w.name = a.worker)
            """);
        var beats = new Dictionary<string, long>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            beats[reader.GetString(0)] = reader.GetInt64(1);
        }

        return beats;
    }

    /// <summary>
    /// Ends the attempts of dead workers. Their deliveries may have been sent: they go again inside WeChat's window under
    /// the policy to resend, and are parked otherwise; one that has outlived too many processes is dead (poison).
    /// </summary>
    /// <returns>What became of each delivery that had no outcome yet.</returns>
    public async Task<List<Dissolved>> Dissolve(string[] dead, CancellationToken ct)
    {
        await using var batch = database.Source.CreateBatch();
        batch.BatchCommands.Add(DeliveryTable.Turn(DeliveryTable.AllLocks));
        // State is asked for in a form that no partial index answers: the rows are found by their ids.
        var dissolve = new NpgsqlBatchCommand("""
            WITH gone AS (DELETE FROM push_attempt WHERE worker = ANY($1) RETURNING account, started_at, deliveries),
            held AS (SELECT unnest(deliveries) AS id, started_at, account <> 'MiniProgram' AND $2 AS may_resend FROM gone)
            UPDATE delivery d
            SET crashes = d.crashes + 1,
                uncertain_since = coalesce(d.uncertain_since, h.started_at),
                state = CASE
                  WHEN NOT h.may_resend THEN 'Unknown'
                  WHEN d.crashes + 1 >= $4 THEN 'Dead'
                  WHEN coalesce(d.uncertain_since, h.started_at) <= now() - $3 THEN 'Unknown'
                  ELSE 'Pending' END,
                reason = CASE WHEN h.may_resend AND d.crashes + 1 >= $4 THEN $5 ELSE $6 END,
                finished_at = CASE
                  WHEN NOT h.may_resend OR d.crashes + 1 >= $4 OR coalesce(d.uncertain_since, h.started_at) <= now() - $3 THEN now() END
            FROM held h
            WHERE d.id = h.id AND d.state IN ('Pending', '')
            RETURNING d.id, d.account, d.lane, d.agency_id, d.crashes, d.state
            """);
        dissolve.Parameters.With(dead).With(options.Unknown == UnknownPolicy.Resend).With(options.RepeatWindow)
            .With(options.CrashesUntilDead).With(DeliveryReasons.Poison).With(DeliveryReasons.SenderDied);
        batch.BatchCommands.Add(dissolve);
        var forget = new NpgsqlBatchCommand("DELETE FROM push_worker WHERE name = ANY($1)");
        forget.Parameters.With(dead);
        batch.BatchCommands.Add(forget);
        var dissolved = new List<Dissolved>();
        await using var reader = await batch.ExecuteReaderAsync(ct);
        do
        {
            while (reader.FieldCount == 6 && await reader.ReadAsync(ct))
            {
                var lane = new PushLane(Enum.Parse<ServiceAccountKind>(reader.GetString(1)), Enum.Parse<DeliveryLane>(reader.GetString(2)));
                dissolved.Add(new Dissolved(
                    new DueDelivery(reader.GetGuid(0), reader.GetGuid(3), reader.GetInt32(4)), lane, Enum.Parse<DeliveryState>(reader.GetString(5))));
            }
        }
        while (await reader.NextResultAsync(ct));
        return dissolved;
    }
}

internal sealed record Dissolved(DueDelivery Delivery, PushLane Lane, DeliveryState State);

/// <summary>
/// Decides by this process' monotonic clock who is dead: no new beat for a while during which the database answered.
/// A wall clock that jumps kills nobody (P11), and neither does an outage of the database.
/// </summary>
/// <param name="silence">So long.</param>
/// <param name="milliseconds">The monotonic clock; tests bring their own.</param>
internal sealed class WorkerWatch(TimeSpan silence, Func<long> milliseconds)
{
    private readonly Dictionary<string, (long Beat, long At)> seen = [];
    private long lookedAt = milliseconds();

    /// <summary>Takes a look; who is dead by now.</summary>
    public string[] Look(Dictionary<string, long> beats)
    {
        var now = milliseconds();
        var blind = now - lookedAt > silence.TotalMilliseconds / 2;
        lookedAt = now;
        foreach (var gone in seen.Keys.Except(beats.Keys).ToList())
        {
            seen.Remove(gone);
        }

        foreach (var (name, beat) in beats)
        {
            // After a gap in our own looking nobody's silence counts.
            if (blind || !seen.TryGetValue(name, out var last) || last.Beat != beat)
            {
                seen[name] = (beat, now);
            }
        }

        return [.. seen.Where(of => now - of.Value.At >= silence.TotalMilliseconds).Select(of => of.Key)];
    }

    public void Forget(IEnumerable<string> dead)
    {
        foreach (var name in dead)
        {
            seen.Remove(name);
        }
    }
}
