using Npgsql;
using NpgsqlTypes;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.Push;

/// <summary>What all processes share about an account: rests and the day's quota, by the clock of the database.</summary>
internal sealed class AccountTable(PushDatabase database, PushOptions options)
{
    /// <summary>45009: nothing more before 00:00 Asia/Shanghai. What was sent until now is the quota as far as we know.</summary>
    /// <returns>How long that is.</returns>
    public Task<TimeSpan> RestUntilMidnight(ServiceAccountKind account, int unreported, CancellationToken ct) => Rest(account, """
        UPDATE push_account
        SET rests_until = ((now() AT TIME ZONE 'Asia/Shanghai')::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai', rest_reason = $2,
            learned_quota = CASE WHEN day = (now() AT TIME ZONE 'Asia/Shanghai')::date AND sent_today + $3 > 0 THEN sent_today + $3 ELSE learned_quota END
        WHERE account = $1 RETURNING rests_until - now()
        """, parameters => parameters.With(DeliveryReasons.Quota).With(unreported), ct);

    /// <summary>Nothing of the account for so long; a longer rest that is on already stays.</summary>
    public Task<TimeSpan> RestFor(ServiceAccountKind account, TimeSpan pause, string why, CancellationToken ct) => Rest(account, """
        UPDATE push_account
        SET rest_reason = CASE WHEN coalesce(rests_until, now()) <= now() + $3 THEN $2 ELSE rest_reason END,
            rests_until = greatest(rests_until, now() + $3)
        WHERE account = $1 RETURNING rests_until - now()
        """, parameters => parameters.With(why.Length > 500 ? why[..500] : why).With(pause), ct);

    /// <summary>The operator had WeChat clear the day's quota: the rest that it caused ends, in every process within a second.</summary>
    public async Task QuotaGivenBack(ServiceAccountKind account, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("""
            UPDATE push_account
            SET learned_quota = NULL,
                rests_until = CASE WHEN rest_reason = $2 THEN NULL ELSE rests_until END,
                rest_reason = CASE WHEN rest_reason = $2 THEN NULL ELSE rest_reason END
            WHERE account = $1
            """);
        command.Parameters.With(account.ToString()).With(DeliveryReasons.Quota);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Adds what this process sent since it last said so, starts the new day, and reads how the accounts stand.</summary>
    public async Task<List<AccountStanding>> Report(
        NpgsqlConnection connection, string worker, IReadOnlyDictionary<ServiceAccountKind, int> sent, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        var beat = new NpgsqlBatchCommand("""
            INSERT INTO push_worker (name, beat, seen_at, started_at) VALUES ($1, 1, now(), now())
            ON CONFLICT (name) DO UPDATE SET beat = push_worker.beat + 1, seen_at = now()
            """);
        beat.Parameters.With(worker);
        batch.BatchCommands.Add(beat);
        var count = new NpgsqlBatchCommand("""
            UPDATE push_account a
            SET day = t.today,
                sent_today = CASE WHEN a.day = t.today THEN a.sent_today ELSE 0 END + coalesce(s.count, 0),
                learned_quota = CASE WHEN a.day = t.today THEN a.learned_quota
                  WHEN $3 IS NOT NULL AND a.learned_quota * 2 >= $3 THEN NULL ELSE a.learned_quota * 2 END
            FROM (SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date AS today) t, unnest($1, $2) AS s (account, count)
            WHERE s.account = a.account AND (a.day <> t.today OR s.count > 0)
            """);
        var all = Enum.GetValues<ServiceAccountKind>();
        count.Parameters.With(Array.ConvertAll(all, account => account.ToString()))
            .With(Array.ConvertAll(all, account => sent.GetValueOrDefault(account)));
        count.Parameters.Add(new NpgsqlParameter<int?> { TypedValue = options.DailyQuota, NpgsqlDbType = NpgsqlDbType.Integer });
        batch.BatchCommands.Add(count);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "SELECT account, greatest(rests_until - now(), interval '0'), sent_today, learned_quota, now(), rest_reason FROM push_account"));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var standings = new List<AccountStanding>();
        while (await reader.ReadAsync(ct))
        {
            standings.Add(new AccountStanding(
                Enum.Parse<ServiceAccountKind>(reader.GetString(0)),
                reader.IsDBNull(1) ? TimeSpan.Zero : reader.GetTimeSpan(1),
                reader.GetInt32(2),
                reader.IsDBNull(3) ? null : reader.GetInt32(3),
                reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return standings;
    }

    private async Task<TimeSpan> Rest(
        ServiceAccountKind account, string sql, Action<NpgsqlParameterCollection> more, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(sql);
        more(command.Parameters.With(account.ToString()));
        return (TimeSpan)(await command.ExecuteScalarAsync(ct) ?? TimeSpan.Zero);
    }
}

/// <param name="Account">Which.</param>
/// <param name="Rests">For how long yet; zero when it does not.</param>
/// <param name="SentToday">By all processes.</param>
/// <param name="LearnedQuota">Where WeChat stopped it.</param>
/// <param name="Now">The database's time.</param>
internal sealed record AccountStanding(ServiceAccountKind Account, TimeSpan Rests, int SentToday, int? LearnedQuota, DateTimeOffset Now);
