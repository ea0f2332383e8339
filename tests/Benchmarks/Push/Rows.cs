using System.Globalization;
using Npgsql;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Benchmarks.Push;

/// <summary>The statements of the benchmark on the product's tables: what the relay's handlers commit through EF, in one statement.</summary>
internal static class Rows
{
    private const string Told = """
        insert into notice (id, template, reader, receiver_id, agency_id, owner_id, project_id, about_id, title, fields, url, created_at)
        select id, 'task_submitted', 'AgencyPerson', id, id, id, id, id, '记录等您审核',
          '[{"name":"thing1","value":"澄湖商务中心 A 座"},{"name":"thing2","value":"11月维保"},{"name":"name3","value":"韩柏川"},{"name":"thing4","value":"没有不符合"}]',
          '/agency/reviews/1', now()
        """;

    private const string Sent = """
        insert into delivery (id, notice_id, account, open_id, state, claims, failures, created_at)
        select id, id, $2, 'o' || id, 'Pending', 0, 0, now()
        """;

    /// <summary>A notice and a delivery for each id, in one commit.</summary>
    public static async Task Insert(NpgsqlDataSource database, Guid[] ids, ServiceAccountKind account, bool urgent)
    {
        _ = urgent;
        await using var command = database.CreateCommand($"with told as ({Told} from unnest($1) id) {Sent} from unnest($1) id");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = account.ToString() });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A backlog, made by the database itself in commits of 50,000; their ids stand in the order of their making.</summary>
    public static async Task Fill(NpgsqlDataSource database, int count)
    {
        for (var made = 0; made < count; made += 50_000)
        {
            // UUIDv7: a millisecond each, in the past, and chance behind it.
            var ids = $"""
                select encode(substring(int8send((extract(epoch from now()) * 1000)::bigint - {count - made} + n), 3) || substring(uuid_send(gen_random_uuid()) , 7), 'hex')::uuid as id
                from generate_series(1, {Math.Min(50_000, count - made)}) n
                """;
            await Do(database, $"with ids as materialized ({ids}), told as ({Told} from ids) {Sent.Replace("$2", "'Agency'", StringComparison.Ordinal)} from ids");
        }
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
