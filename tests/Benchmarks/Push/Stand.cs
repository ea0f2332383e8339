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

    /// <summary>Jobs a second while they are being added.</summary>
    public async Task<Rate> BullLive(int jobs, bool onPostgres = false, params (string Name, object Value)[] more)
    {
        Machine.Reading began = default, ended = default;
        var result = await Bull("live", onPostgres, line =>
        {
            began = line == "began" ? Machine.Now() : began;
            ended = line == "ended" ? Machine.Now() : ended;
        }, [("BENCH_JOBS", jobs), .. more]);
        return new Rate(result.GetProperty("perSecond").GetDouble(), Machine.Milliseconds(began, ended) * 1_000 / jobs);
    }

    /// <summary>Messages a second of ours, on empty tables.</summary>
    public async Task<Rate> Live(Product product, int messages, Func<Task<double>> run)
    {
        await product.Clean();
        var began = Machine.Now();
        var perSecond = await run();
        return new Rate(perSecond, Machine.Milliseconds(began, Machine.Now()) * 1_000 / messages);
    }

    public Task<JsonElement> Bull(string mode, bool onPostgres = false, params (string Name, object Value)[] more) => Bull(mode, onPostgres, null, more);

    /// <summary>One measurement of peers/bullmq.mjs.</summary>
    private async Task<JsonElement> Bull(string mode, bool onPostgres, Action<string>? heard, (string Name, object Value)[] more)
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

        var said = await Peers.Run("node", [Peers.PathOf("bullmq.mjs"), mode], environment, heard);
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

/// <param name="Processor">Milliseconds of processor for 1,000 messages, of all own processes together; what a machine with two free cores could do is 2,000,000 divided by it.</param>
internal sealed record Rate(double PerSecond, double Processor)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PerSecond:0}/s, {Processor:0} ms of processor for 1,000");
}
