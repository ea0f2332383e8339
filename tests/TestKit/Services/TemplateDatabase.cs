using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WeChatService.Host;
using WeChatService.Kernel;

namespace WeChatService.TestKit;

/// <summary>
/// Two template databases, made once for one build of the product: migrated, and migrated with the demonstration
/// data. A test gets a clone, or what <see cref="WorldDatabase"/> keeps. Nothing is dropped while tests run (dropping forces a
/// checkpoint); what processes that ended have left behind is dropped when the next one starts.
/// </summary>
public static class TemplateDatabase
{
    private const long LockKey = 0x5743_5354;
    private const int ClaimKey = 0x5743;

    private static readonly SemaphoreSlim Making = new(1, 1);
    private static readonly Dictionary<World, string> Made = [];
    private static int _named;
    private static NpgsqlConnection? _claim;
    private static bool _swept;

    /// <summary>A database of the test's own, for good.</summary>
    public static async Task<string> Clone(World world)
    {
        var template = await Template(world);
        var name = NextName();
        await Execute($"create database {name} template {template}");
        return name;
    }

    /// <summary>Of a database that goes when this process is gone.</summary>
    internal static string NextName() => $"wcs_t_{Environment.ProcessId}_{Interlocked.Increment(ref _named)}";

    private static async Task<string> Template(World world)
    {
        await Making.WaitAsync();
        try
        {
            if (Made.TryGetValue(world, out var known))
            {
                return known;
            }

            await using var admin = new NpgsqlConnection(TestServices.Ready.Admin);
            await admin.OpenAsync();
            // Test assemblies run beside one another: one makes the template, the others wait.
            while (!(bool)(await Scalar(admin, $"select pg_try_advisory_lock({LockKey})"))!)
            {
                await Task.Delay(100);
            }

            await Claim();
            await SweepOnce(admin);
            var empty = await Make(admin, $"wcs_empty_{BuildMark}", null, Migrate);
            var demo = world == World.Empty ? empty : await Make(admin, $"wcs_demo_{BuildMark}", empty, SeedDemo);
            Made[world] = world == World.Empty ? empty : demo;
            return Made[world];
        }
        finally
        {
            Making.Release();
        }
    }

    /// <summary>Until this process ends no other one drops the templates of its build, be there a clone of them or not.</summary>
    private static async Task Claim()
    {
        if (_claim is null)
        {
            _claim = new NpgsqlConnection(TestServices.Ready.Admin);
            await _claim.OpenAsync();
            await Execute(_claim, $"select pg_advisory_lock_shared({ClaimKey}, hashtext('{BuildMark}'))");
        }
    }

    private static async Task<string> Make(NpgsqlConnection admin, string name, string? from, Func<string, Task> fill)
    {
        if (await Scalar(admin, $"select 1 from pg_database where datname = '{name}'") is not null)
        {
            return name;
        }

        var draft = $"{name}_draft";
        await Execute(admin, $"drop database if exists {draft} with (force)");
        // From wechatservice, which scripts/services made empty with the roles' rights in place
        await Execute(admin, $"create database {draft} owner wcs_owner template {from ?? "wechatservice"}");
        await fill(draft);
        await Execute(admin, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{draft}'");
        await Execute(admin, $"alter database {draft} rename to {name}");
        // A connected session would make every clone wait
        await Execute(admin, $"alter database {name} with is_template true allow_connections false");
        return name;
    }

    private static async Task Migrate(string database)
    {
        await using var source = NpgsqlDataSource.Create(TestServices.Ready.Migration(database));
        await Migrator.Apply(source, Migrator.Load(Host.House.Modules()));
    }

    private static async Task SeedDemo(string database)
    {
        await using var app = HostApp.Build(["--role", "api"], builder => Settings.For(builder, database, new Uri("http://127.0.0.1:9"), "seed"));
        await Errands.SeedDemo(app.Services, new DemoWorld(Demo.Folder));
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Drops clones of processes that are gone and templates of other builds.</summary>
    private static async Task SweepOnce(NpgsqlConnection admin)
    {
        if (_swept)
        {
            return;
        }

        _swept = true;
        var there = new List<(string Name, bool IsTemplate)>();
        await using (var command = new NpgsqlCommand("select datname, datistemplate from pg_database where datname like 'wcs\\_%\\_%'", admin))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                there.Add((reader.GetString(0), reader.GetBoolean(1)));
            }
        }

        // Dropping forces checkpoints, which tests of another project would wait for: left to a run that begins alone
        if (there.Exists(d => IsOfAnotherLiving(d.Name)))
        {
            return;
        }

        foreach (var (name, isTemplate) in there.Where(d => IsLeftBehind(d.Name)))
        {
            // Another build's that is at work just now: gone with this session's end, at the latest
            if (name.Split('_') is ["wcs", "empty" or "demo", var mark, ..] && !(bool)(await Scalar(admin, $"select pg_try_advisory_lock({ClaimKey}, hashtext('{mark}'))"))!)
            {
                continue;
            }

            // What a cut-off sweep dropped by half can be dropped, but not altered.
            if (isTemplate)
            {
                await Execute(admin, $"alter database {name} with is_template false");
            }

            await Execute(admin, $"drop database if exists {name} with (force)");
        }
    }

    private static bool IsOfAnotherLiving(string name) => name.Split('_') is ["wcs", "t", var process, _]
        && process != Environment.ProcessId.ToString(CultureInfo.InvariantCulture) && Directory.Exists($"/proc/{process}");

    private static bool IsLeftBehind(string name) => name.Split('_') switch
    {
        ["wcs", "t", var process, _] => !Directory.Exists($"/proc/{process}"),
        ["wcs", "empty" or "demo", var mark, ..] => mark != BuildMark,
        _ => false,
    };

    /// <summary>Changes with every build of the product and every change of the demonstration data.</summary>
    internal static string BuildMark { get; } = Mark();

    private static string Mark()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var assembly in Host.House.Modules().All.Select(m => m.GetType().Assembly).Append(typeof(AppDb).Assembly).Append(typeof(HostApp).Assembly))
        {
            hash.AppendData(assembly.ManifestModule.ModuleVersionId.ToByteArray());
        }

        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "config"), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..10];
    }

    private static async Task Execute(string sql)
    {
        await using var admin = new NpgsqlConnection(TestServices.Ready.Admin);
        await admin.OpenAsync();
        await Execute(admin, sql);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}

/// <summary>What a test finds: only the schema, or the demonstration data of all four regions.</summary>
public enum World { Empty, Demo }
