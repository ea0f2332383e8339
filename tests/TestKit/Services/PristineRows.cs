using System.Text;
using Npgsql;

namespace WeChatService.TestKit;

/// <summary>The rows of a fresh world, read once from its first clone, and the way back to them.</summary>
internal static class PristineRows
{
    private static readonly Dictionary<World, Dictionary<string, byte[]>> Worlds = [];
    private static readonly SemaphoreSlim Reading = new(1, 1);

    /// <param name="connection">To a clone that nobody has touched.</param>
    public static async Task Remember(World world, NpgsqlConnection connection)
    {
        await Reading.WaitAsync();
        try
        {
            if (Worlds.ContainsKey(world))
            {
                return;
            }

            var rows = new Dictionary<string, byte[]>();
            foreach (var table in await Tables(connection, "select oid::regclass::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"))
            {
                await using var copy = await connection.BeginRawBinaryCopyAsync($"copy {table} to stdout (format binary)");
                using var all = new MemoryStream();
                await copy.CopyToAsync(all);
                rows[table] = all.ToArray();
            }

            Worlds[world] = rows;
        }
        finally
        {
            Reading.Release();
        }
    }

    /// <summary>
    /// Empties every table that was written to and fills it again. Nobody else may be connected, nor have been without having told its
    /// statistics: they say which tables these are (a write that was rolled back counts, too).
    /// </summary>
    public static async Task Restore(World world, NpgsqlConnection connection)
    {
        var written = await Tables(connection, "select relid::regclass::text from pg_stat_user_tables t join pg_class c on c.oid = relid and relkind = 'r' where n_tup_ins + n_tup_upd + n_tup_del > 0");
        if (written.Count == 0)
        {
            return;
        }

        var rows = Worlds[world];
        // Append-only triggers and foreign keys are for the product, not for a world that is over.
        var sql = new StringBuilder("begin; set local session_replication_role = replica;");
        foreach (var table in written)
        {
            sql.Append("delete from ").Append(table).Append(';');
        }

        await Execute(connection, sql.ToString());
        foreach (var table in written.Where(t => rows[t].Length > Empty))
        {
            await using var copy = await connection.BeginRawBinaryCopyAsync($"copy {table} from stdin (format binary)");
            await copy.WriteAsync(rows[table]);
        }

        await Execute(connection, "commit");
    }

    /// <summary>Signature, flags, length of the extension and the end mark: what COPY writes of a table without rows.</summary>
    private const int Empty = 11 + 4 + 4 + 2;

    private static async Task<List<string>> Tables(NpgsqlConnection connection, string sql)
    {
        var tables = new List<string>();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
