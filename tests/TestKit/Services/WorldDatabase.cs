using Npgsql;

namespace WeChatService.TestKit;

/// <summary>
/// A database that goes from world to world: what the last one wrote is put back to what the template holds, which costs a fraction of a
/// clone. Whatever cannot be put back for sure (a changed schema, somebody who will not leave) is left lying, and a clone taken.
/// </summary>
/// <remarks>
/// Each world gives the database a new name. Whatever still holds the old one (a pool, a Host of a test that did not stop it) finds nothing
/// there, instead of reading or writing in the world of somebody else; and PostgreSQL renames only what nobody is connected to.
/// </remarks>
public sealed class WorldDatabase
{
    /// <summary>Deleted rows stay in the files until somebody vacuums, which costs more than a clone now and then.</summary>
    private const int Uses = 50;

    /// <summary>Twice what a fresh one takes, in bytes: a test that filled tables by the ten thousand leaves it to nobody.</summary>
    private const int Room = 32_000_000;

    private static readonly Dictionary<World, Stack<WorldDatabase>> Free = new() { [World.Empty] = new(), [World.Demo] = new() };

    private readonly World _world;
    private Fingerprint _clean = null!;
    private int _used;

    private WorldDatabase(World world, string name) => (_world, Name) = (world, name);

    /// <summary>Its name in this world.</summary>
    public string Name { get; private set; }

    /// <summary>A fresh world's database.</summary>
    public static async Task<WorldDatabase> Take(World world)
    {
        while (Pop(world) is { } used)
        {
            if (await used.PutBack())
            {
                return used;
            }
        }

        var database = new WorldDatabase(world, await TemplateDatabase.Clone(world));
        await using var source = At(database.Name);
        await using var connection = await source.OpenConnectionAsync();
        await PristineRows.Remember(world, connection);
        await Fingerprint.CountAnew(connection);
        database._clean = await Fingerprint.Of(connection);
        return database;
    }

    /// <summary>Nobody needs this world any more.</summary>
    public void GiveBack()
    {
        if (++_used < Uses)
        {
            lock (Free)
            {
                Free[_world].Push(this);
            }
        }
    }

    private static WorldDatabase? Pop(World world)
    {
        lock (Free)
        {
            return Free[world].TryPop(out var database) ? database : null;
        }
    }

    /// <summary>Gives it a new name and the rows of a fresh world.</summary>
    /// <returns>False when it cannot be made as fresh as a clone: to be left alone.</returns>
    public async Task<bool> PutBack()
    {
        if (!await Rename())
        {
            return false;
        }

        await using var source = At(Name);
        await using var connection = await source.OpenConnectionAsync();
        if (await Fingerprint.Of(connection) != _clean || await Size(connection) > Room)
        {
            return false;
        }

        await PristineRows.Restore(_world, connection);
        _clean = _clean with { CountedSince = await Fingerprint.CountAnew(connection) };
        return true;
    }

    private async Task<bool> Rename()
    {
        var next = TemplateDatabase.NextName();
        await using var admin = new NpgsqlConnection(TestServices.Ready.Admin);
        await admin.OpenAsync();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            // A backend tells its statistics, by which Restore knows what was written, before it is gone.
            await using var command = new NpgsqlCommand(
                $"select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = '{Name}'; alter database {Name} rename to {next}", admin);
            try
            {
                await command.ExecuteNonQueryAsync();
                Name = next;
                return true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ObjectInUse)
            {
                // Somebody came in between the two statements.
            }
        }

        return false;
    }

    private static async Task<long> Size(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select pg_database_size(current_database())", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static NpgsqlDataSource At(string database) => NpgsqlDataSource.Create(TestServices.Ready.AdminOf(database));

    /// <summary>All of a database that no row of a table is: its schema to the last grant, and since when its statistics count.</summary>
    private sealed record Fingerprint(string Schema, string CountedSince)
    {
        // Whatever changes a row of a catalogue leaves another transaction's number in it; truncating and rewriting give a table another
        // file; what vacuum and analyze found stands beside it. A sequence that moved shows in its value.
        private static readonly string Now = $"""
            select concat_ws(' ',
              (select concat_ws(',', count(*), sum(xmin::text::bigint), sum(oid::bigint), sum(relfilenode::bigint), sum(reltuples), sum(relpages)) from pg_class),
              {string.Join(",\n  ", Catalogues.Select(catalogue => $"(select concat_ws(',', count(*), sum(xmin::text::bigint)) from {catalogue})"))},
              (select concat_ws(',', count(*), sum(xmin::text::bigint)) from pg_db_role_setting where setdatabase = d.oid),
              (select string_agg(schemaname || sequencename || coalesce(last_value, 0), ',') from pg_sequences),
              d.oid, d.datdba, d.datacl, d.datconnlimit, d.datallowconn),
              {Since}
            from pg_database d where datname = current_database()
            """;

        private const string Since = "(select concat_ws(' ', pg_postmaster_start_time(), pg_stat_get_db_stat_reset_time(oid)) from pg_database where datname = current_database())";

        private static string[] Catalogues =>
        [
            "pg_attribute", "pg_attrdef", "pg_constraint", "pg_index", "pg_trigger", "pg_proc", "pg_type", "pg_namespace", "pg_rewrite", "pg_policy", "pg_inherits",
            "pg_default_acl", "pg_extension", "pg_event_trigger", "pg_statistic", "pg_statistic_ext", "pg_largeobject_metadata", "pg_publication", "pg_cast", "pg_operator", "pg_foreign_server",
        ];

        public static async Task<Fingerprint> Of(NpgsqlConnection connection)
        {
            await using var command = new NpgsqlCommand(Now, connection);
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            return new(reader.GetString(0), reader.GetString(1));
        }

        /// <summary>From here on the statistics count for the next world.</summary>
        public static async Task<string> CountAnew(NpgsqlConnection connection)
        {
            // What this session has written itself is told at the end of a round trip, and only then can be forgotten.
            foreach (var sql in new[] { "select pg_stat_force_next_flush()", "select pg_stat_reset()" })
            {
                await using var command = new NpgsqlCommand(sql, connection);
                await command.ExecuteNonQueryAsync();
            }

            await using var since = new NpgsqlCommand(Since, connection);
            return (string)(await since.ExecuteScalarAsync())!;
        }
    }
}
