using System.Globalization;
using Npgsql;
using WeChatService.Messaging.Ports;
using WeChatService.Messaging.Push;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Benchmarks.Push;

/// <summary>The statements of the benchmark on the product's tables: what the relay's handlers commit through EF, in one statement.</summary>
internal static class Rows
{
    /// <summary>A hundred agencies take turns, as in a large installation; number 0 is kept for whoever floods.</summary>
    private const string Agency = "('00000000-0000-7000-8000-' || lpad((1 + n % 100)::text, 12, '0'))::uuid";
    private const string Flooding = "'00000000-0000-7000-8000-000000000000'::uuid";

    private const string Told = """
        insert into notice (id, template, reader, receiver_id, agency_id, owner_id, project_id, about_id, title, fields, url, created_at)
        select id, 'task_submitted', 'AgencyPerson', id, agency_id, id, id, id, '记录等您审核',
          '[{"name":"thing1","value":"澄湖商务中心 A 座"},{"name":"thing2","value":"11月维保"},{"name":"name3","value":"韩柏川"},{"name":"thing4","value":"没有不符合"}]',
          '/agency/reviews/1', now() from ids
        """;

    /// <summary>A notice and a delivery for each id of $1, in one commit; $2 is the account and $3 the lane.</summary>
    public const string InsertSql = $"""
        with ids as (select id, {Agency} as agency_id from unnest($1) with ordinality as t (id, n)), told as ({Told})
        insert into delivery (id, notice_id, agency_id, account, lane, open_id, state, crashes, failures, created_at)
        select id, id, agency_id, $2, $3, 'o' || id, 'Pending', 0, 0, now() from ids
        """;

    /// <param name="database">Where to.</param>
    /// <param name="ids">Of the notices and of their deliveries.</param>
    /// <param name="account">Of all of them.</param>
    /// <param name="urgent">Which lane.</param>
    /// <param name="attempts">Claims of these deliveries, in the same commit.</param>
    public static async Task Insert(NpgsqlDataSource database, Guid[] ids, ServiceAccountKind account, bool urgent, IReadOnlyList<PushAttempt> attempts)
    {
        await using var batch = database.CreateBatch();
        var insert = new NpgsqlBatchCommand(InsertSql);
        insert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = account.ToString() });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = urgent ? "Urgent" : "Ordinary" });
        batch.BatchCommands.Add(insert);
        foreach (var attempt in attempts)
        {
            var claim = new NpgsqlBatchCommand("insert into push_attempt (id, account, worker, started_at, deliveries) values ($1, $2, $3, $4, $5)");
            claim.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = attempt.Id });
            claim.Parameters.Add(new NpgsqlParameter<string> { TypedValue = attempt.Account.ToString() });
            claim.Parameters.Add(new NpgsqlParameter<string> { TypedValue = attempt.Worker });
            claim.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = attempt.StartedAt });
            claim.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = attempt.Deliveries });
            batch.BatchCommands.Add(claim);
        }

        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>What <see cref="Insert"/> writes, as the sender gets it.</summary>
    public static NoticeToSend NoticeOf(Guid id, ServiceAccountKind account) => new(
        id, account, $"o{id}", "task_submitted",
        [new("thing1", "澄湖商务中心 A 座"), new("thing2", "11月维保"), new("name3", "韩柏川"), new("thing4", "没有不符合")], "/agency/reviews/1");

    /// <summary>A backlog of ordinary notices, made by the database itself in commits of 50,000; their ids stand in the order of their making.</summary>
    /// <param name="ofOneAgency">All of one agency, which is none of those that <see cref="Insert"/> uses.</param>
    public static async Task Fill(NpgsqlDataSource database, int count, bool ofOneAgency = false)
    {
        for (var made = 0; made < count; made += 50_000)
        {
            // UUIDv7: the last so many milliseconds, one row each, and chance behind them.
            var ids = $"""
                select encode(substring(int8send((extract(epoch from now()) * 1000)::bigint - {count - made} + n) from 3)
                    || set_byte(substring(uuid_send(gen_random_uuid()) from 7), 0, 112), 'hex')::uuid as id,
                  {(ofOneAgency ? Flooding : Agency)} as agency_id
                from generate_series(1, {Math.Min(50_000, count - made)}) n
                """;
            await Do(database, $"""
                with ids as materialized ({ids}), told as ({Told})
                insert into delivery (id, notice_id, agency_id, account, lane, open_id, state, crashes, failures, created_at)
                select id, id, agency_id, 'Agency', 'Ordinary', 'o' || id, 'Pending', 0, 0, now() from ids
                """);
        }

        await Do(database, "analyze delivery, notice; checkpoint");
    }

    /// <summary>By the partial index: at once, however much is finished.</summary>
    public static async Task<bool> AnyPending(NpgsqlDataSource database) =>
        (bool)(await Ask(database, "select exists (select from delivery where state = 'Pending' and account in ('Agency', 'Owner'))"))!;

    public static async Task<long> CountOf(NpgsqlDataSource database, string state) =>
        Convert.ToInt64(await Ask(database, $"select count(*) from delivery where state = '{state}'"), CultureInfo.InvariantCulture);

    public static async Task Do(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> Ask(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
