using System.Globalization;
using System.Text.Json;
using Npgsql;
using WeChatService.Benchmarks.Children;
using WeChatService.Benchmarks.Load;
using WeChatService.TestKit;

namespace WeChatService.Benchmarks.Push;

/// <summary>What the measurements of the push pipeline share: the machine, the rounds, the peers, one Redis, one PostgreSQL.</summary>
internal sealed class Stand : IAsyncDisposable
{
    private Stand(Options options, Machine machine, Resp redis, string bullDatabase)
    {
        Options = options;
        Machine = machine;
        Redis = redis;
        Rounds = new Rounds(machine, options);
        this.bullDatabase = bullDatabase;
    }

    private readonly string bullDatabase;

    public Options Options { get; }

    public Machine Machine { get; }

    public Rounds Rounds { get; }

    public Resp Redis { get; }

    public static async Task<Stand> Make(Options options)
    {
        await Peers.Restore();
        var services = TestServices.Ready;
        var redis = await Resp.Connect(services.RedisHost, int.Parse(services.RedisPort, CultureInfo.InvariantCulture), services.RedisPassword);
        var machine = await Machine.Find(services.Admin, redis);
        return new Stand(options, machine, redis, await TemplateDatabase.Clone(World.Empty));
    }

    /// <summary>One measurement of peers/bullmq.mjs.</summary>
    public async Task<JsonElement> Bull(string mode, bool onPostgres = false, params (string Name, object Value)[] more)
    {
        var services = TestServices.Ready;
        var admin = new NpgsqlConnectionStringBuilder(services.AdminOf(bullDatabase));
        var environment = new Dictionary<string, string?>
        {
            ["Redis__Host"] = services.RedisHost,
            ["Redis__Port"] = services.RedisPort,
            ["Redis__Password"] = services.RedisPassword,
            ["BENCH_BACKEND"] = onPostgres ? "postgres" : "redis",
            ["BENCH_POSTGRES"] = $"postgres://{admin.Username}:{Uri.EscapeDataString(admin.Password!)}@{admin.Host}:{admin.Port}/{bullDatabase}",
        };
        foreach (var (name, value) in more)
        {
            environment[name] = Convert.ToString(value, CultureInfo.InvariantCulture);
        }

        var said = await Peers.Run("node", [Peers.PathOf("bullmq.mjs"), mode], environment);
        return JsonDocument.Parse(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
    }

    /// <summary>So many messages in a normal run, a tenth in a quick one.</summary>
    public int Count(int normal) => Options.Quick ? Math.Max(200, normal / 10) : normal;

    /// <summary>Bytes that Redis holds.</summary>
    public async Task<long> RedisMemory()
    {
        var info = (await Redis.Call("INFO", "memory")).Text;
        var line = info.Split('\n').First(l => l.StartsWith("used_memory:", StringComparison.Ordinal));
        return long.Parse(line["used_memory:".Length..], CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync()
    {
        Redis.Dispose();
        return ValueTask.CompletedTask;
    }
}
