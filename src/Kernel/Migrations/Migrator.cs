using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace WeChatService.Kernel;

/// <summary>One numbered SQL file of one module.</summary>
public sealed record MigrationScript(string Module, int Number, string Name, string Sql, string Sha256)
{
    public bool RunsOutsideTransaction => Sql.StartsWith("-- no-transaction\n", StringComparison.Ordinal);
}

/// <summary>
/// Applies the modules' numbered SQL files once each, module by module in dependency order, one transaction a
/// file. Concurrent starters wait for one another.
/// </summary>
public static class Migrator
{
    private const long LockKey = 0x5743_5300_0000_0001;

    /// <summary>The files embedded under <c>Sql/</c> of the Kernel and of each module, in the order in which they run.</summary>
    /// <exception cref="InvalidOperationException">A module's numbers have a gap or a duplicate.</exception>
    public static IReadOnlyList<MigrationScript> Load(HouseModules modules)
    {
        var scripts = new List<MigrationScript>();
        foreach (var (module, assembly) in modules.All.Select(m => (m.Name, m.GetType().Assembly)).Prepend(("Kernel", typeof(Migrator).Assembly)))
        {
            var marker = $"{assembly.GetName().Name}.Sql.";
            var own = assembly.GetManifestResourceNames()
                .Where(r => r.StartsWith(marker, StringComparison.Ordinal) && r.EndsWith(".sql", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal).ToList();
            for (var i = 0; i < own.Count; i++)
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(own[i])!, Encoding.UTF8);
                var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
                var name = own[i][marker.Length..];
                if (!int.TryParse(name.AsSpan(0, 4), out var number) || number != i + 1)
                {
                    throw new InvalidOperationException($"{module}: gap or duplicate at {name}");
                }

                scripts.Add(new(module, number, name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)))));
            }
        }

        return scripts;
    }

    /// <returns>How many files were applied now.</returns>
    /// <exception cref="InvalidOperationException">A file was edited after it was applied, or the database is newer than the program.</exception>
    public static async Task<int> Apply(NpgsqlDataSource database, IReadOnlyList<MigrationScript> scripts, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        // Poll: who *waits* in pg_advisory_lock holds a snapshot, which CREATE INDEX CONCURRENTLY would wait for in turn.
        while (!(bool)(await Scalar(connection, $"select pg_try_advisory_lock({LockKey})", ct))!)
        {
            await Task.Delay(100, ct);
        }

        try
        {
            await ActAsOwner(connection, ct);
            await Execute(connection, null, "create table if not exists schema_version(module text, number int, name text not null, sha256 text not null, applied_at timestamptz not null default now(), primary key (module, number))", ct);
            var done = await Applied(connection, ct);
            if (done.Keys.FirstOrDefault(k => !scripts.Any(s => (s.Module, s.Number) == k)) is { Module: not null } newer)
            {
                throw new InvalidOperationException($"the database is newer than this program: {newer.Module} {newer.Number:D4}");
            }

            var applied = 0;
            foreach (var script in scripts)
            {
                if (done.TryGetValue((script.Module, script.Number), out var sha256))
                {
                    if (sha256 != script.Sha256)
                    {
                        throw new InvalidOperationException($"{script.Module}/{script.Name} was edited after it was applied");
                    }

                    continue;
                }

                await Run(connection, script, ct);
                applied++;
            }

            return applied;
        }
        finally
        {
            await Execute(connection, null, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    private static async Task Run(NpgsqlConnection connection, MigrationScript script, CancellationToken ct)
    {
        await using var transaction = script.RunsOutsideTransaction ? null : await connection.BeginTransactionAsync(ct);
        try
        {
            await Execute(connection, transaction, script.Sql, ct);
        }
        catch (PostgresException e)
        {
            throw new InvalidOperationException($"{script.Module}/{script.Name}: {e.MessageText}", e);
        }

        await using var insert = new NpgsqlCommand("insert into schema_version(module, number, name, sha256) values ($1, $2, $3, $4)", connection, transaction)
        {
            Parameters = { new() { Value = script.Module }, new() { Value = script.Number }, new() { Value = script.Name }, new() { Value = script.Sha256 } },
        };
        await insert.ExecuteNonQueryAsync(ct);
        if (transaction is not null)
        {
            await transaction.CommitAsync(ct);
        }
    }

    /// <summary>Objects belong to wcs_owner, not to whoever migrates; without the three roles, to the caller.</summary>
    private static async Task ActAsOwner(NpgsqlConnection connection, CancellationToken ct)
    {
        var hasRole = (bool)(await Scalar(connection, "select exists(select from pg_roles where rolname = 'wcs_owner') and pg_has_role(current_user, (select oid from pg_roles where rolname = 'wcs_owner'), 'MEMBER')", ct) is true);
        if (hasRole)
        {
            await Execute(connection, null, "set role wcs_owner", ct);
        }
    }

    private static async Task<Dictionary<(string Module, int Number), string>> Applied(NpgsqlConnection connection, CancellationToken ct)
    {
        var done = new Dictionary<(string, int), string>();
        await using var command = new NpgsqlCommand("select module, number, sha256 from schema_version", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            done[(reader.GetString(0), reader.GetInt32(1))] = reader.GetString(2);
        }

        return done;
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct);
    }

    private static async Task Execute(NpgsqlConnection connection, NpgsqlTransaction? transaction, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
