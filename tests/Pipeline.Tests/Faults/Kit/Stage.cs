using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using WeChatService.Pipeline.Tests.Kit;
using WeChatService.TestKit;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>
/// The world of one row: a database, a Redis of its own, WeChat as a sink, and the worker processes, each of which can
/// die and be replaced as a service manager would.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly List<ChildProcess> started = [];
    private int names;

    private Stage(FaultRun run, string database, RedisServer redis, WeChatSink sink)
    {
        (Run, Database, Redis, Sink) = (run, database, redis, sink);
        Source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { ApplicationName = "faults", MaxPoolSize = 8 });
    }

    public FaultRun Run { get; }

    /// <summary>The application's connection.</summary>
    public string Database { get; }

    public NpgsqlDataSource Source { get; }

    public RedisServer Redis { get; }

    public WeChatSink Sink { get; }

    /// <summary>Settings that all workers of the row share, beyond those of the Host's defaults.</summary>
    public Dictionary<string, string?> Settings { get; } = new()
    {
        // The offered load is 500/s: the account's rate is not what these rows are about.
        ["Messaging__PerSecond"] = "3000", ["Messaging__Burst"] = "1000",

        // Nor how much one person may get in a day.
        ["Messaging__PerUserPerDay"] = "1000000",
    };

    /// <summary>The workers that live now.</summary>
    public List<ChildProcess> Workers { get; } = [];

    public static async Task<Stage> Open(FaultRun run, PrivatePostgres? postgres = null, Uri? elsewhere = null, World world = World.Empty, RedisServer? redis = null)
    {
        var database = postgres?.App ?? TestServices.Ready.App(await TemplateDatabase.Clone(world));
        return new Stage(run, database, redis ?? new RedisServer(), await WeChatSink.Start(run, elsewhere));
    }

    public Load Offer(int perSecond) => Load.Start(Database, perSecond);

    /// <summary>One more worker process.</summary>
    public ChildProcess StartWorker(IReadOnlyDictionary<string, string?>? more = null, string? database = null)
    {
        var name = $"w{Interlocked.Increment(ref names)}";
        var environment = new Dictionary<string, string?>(Settings)
        {
            ["Database__App"] = database ?? Database,
            ["Redis__Host"] = "127.0.0.1",
            ["Redis__Port"] = Redis.Port.ToString(CultureInfo.InvariantCulture),
            ["Redis__Password"] = "",
            ["Redis__Consumer"] = $"slot-{names % 16}",
            ["WeChat__ApiBase"] = Sink.AddressFor(name),
            ["WeChat__Agency__AppId"] = "wxagency", ["WeChat__Agency__Secret"] = "secret",
            ["WeChat__Owner__AppId"] = "wxowner", ["WeChat__Owner__Secret"] = "secret",
            ["Secrets__FieldKey"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("tests only, tests only, only 32b")),
            ["Config__Folder"] = Path.Combine(AppContext.BaseDirectory, "config"),
        };
        foreach (var (key, value) in more ?? new Dictionary<string, string?>())
        {
            environment[key] = value;
        }

        var worker = ChildProcess.Start(name, Run.Folder, "WeChatService.PushProcess.dll", [], environment);
        lock (started)
        {
            started.Add(worker);
            Workers.Add(worker);
        }

        return worker;
    }

    public async Task StartWorkers(int count)
    {
        var all = Enumerable.Range(0, count).Select(_ => StartWorker()).ToList();
        await Task.WhenAll(all.ConvertAll(worker => worker.Ready.WaitAsync(TimeSpan.FromSeconds(60))));
    }

    public void Gone(ChildProcess worker)
    {
        lock (started)
        {
            Workers.Remove(worker);
        }
    }

    /// <summary>One value. A connection that died with its PostgreSQL is replaced, so that a row may ask right after a restart.</summary>
    public Task<T> Ask<T>(string sql) => Patiently(async () =>
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    });

    public Task<int> Do(string sql) => Patiently(async () =>
    {
        await using var command = Source.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    });

    /// <summary>How many sends the workers themselves called unanswered, each in a line of its log.</summary>
    public int Unanswered() => Directory.EnumerateFiles(Run.Folder, "*.log")
        .Sum(log => File.ReadLines(log).Count(line => line.Contains("resend_after_unknown", StringComparison.Ordinal) || line.Contains("no answer", StringComparison.Ordinal)));

    /// <summary>How many deliveries the leaders took back from workers that no longer beat, dead or only starved.</summary>
    public int Dissolved() => Directory.EnumerateFiles(Run.Folder, "*.log").SelectMany(File.ReadLines)
        .Where(line => line.Contains("no longer beat", StringComparison.Ordinal))
        .Sum(line => Regex.Matches(line, "([0-9]+) (deliveries go|are parked)").Sum(found => int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)));

    private static async Task<T> Patiently<T>(Func<Task<T>> ask)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (NpgsqlException e) when (attempt < 20 && e is not PostgresException { SqlState: ['4', ..] or ['2', ..] })
            {
                await Task.Delay(100);
            }
        }
    }

    public Task<long> Pending() => Ask<long>("select count(*) from delivery where state = 'Pending'");

    /// <summary>Waits until nothing that was committed before now is pending any more.</summary>
    public async Task<TimeSpan> Settled(double patienceSeconds = 90)
    {
        var now = await Ask<DateTime>("select clock_timestamp()");
        return await FaultRun.Until(
            "everything accepted before is sent or parked", async () => await Ask<long>(Before(now)) == 0, patienceSeconds);
    }

    private static string Before(DateTime instant) =>
        $"select count(*) from delivery where state = 'Pending' and created_at <= '{instant:O}'";

    public async ValueTask DisposeAsync()
    {
        foreach (var process in started)
        {
            await process.DisposeAsync();
        }

        await Sink.DisposeAsync();
        await Source.DisposeAsync();
        Redis.Dispose();
    }
}
