using System.Globalization;
using System.Net.Http.Json;
using Npgsql;
using WeChatService.Benchmarks.Children;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Benchmarks.Push;

/// <summary>A database and a Redis prefix of its own, and worker processes of the product on it.</summary>
internal sealed class Product : IAsyncDisposable
{
    /// <summary>With it a worker collects metrics and shows them.</summary>
    public const string MetricsToken = "bench only, bench only";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromMinutes(10) };

    private readonly Settings settings;
    private readonly List<Child> workers = [];

    private Product(Settings settings)
    {
        this.settings = settings;
        Database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(settings.DatabaseAsAdmin) { Pooling = true, MaxPoolSize = 4 });
    }

    /// <summary>As the superuser: fills, truncates and looks.</summary>
    public NpgsqlDataSource Database { get; }

    public string RedisPrefix => settings.Configuration["Redis:Prefix"]!;

    public IReadOnlyDictionary<string, string?> Environment => settings.Environment;

    public static async Task<Product> Make() => new(await Settings.Make());

    /// <summary>Starts one more worker process.</summary>
    /// <param name="more">Settings that differ, as environment variables.</param>
    public async Task<Child> Start(params (string Name, string? Value)[] more)
    {
        var child = await Child.Worker(With(more));
        workers.Add(child);
        return child;
    }

    /// <summary>A worker whose sends cost nothing and whose rate does not limit.</summary>
    public Task<Child> StartUnlimited(params (string Name, string? Value)[] more) =>
        Start([("BENCH_SENDER", "none"), ("Messaging__PerSecond", "1000000"), ("Messaging__Burst", "1000000"), ("Messaging__Batch", "256"), .. more]);

    public async Task<Child> Ceiling(params (string Name, string? Value)[] more)
    {
        await Clean();
        var child = await Child.Serving("ceiling", With(more));
        workers.Add(child);
        return child;
    }

    /// <summary>Messages a second from the first insert to the last written outcome.</summary>
    public async Task<double> Flow(Child worker, int count, int perCommit = 500)
    {
        var seconds = await Post<double>(worker, $"flow?count={count}&perCommit={perCommit}");
        return count / seconds;
    }

    /// <summary>Does it while the worker's metrics are read once a second, as a collector does.</summary>
    public async Task<T> Watched<T>(Child worker, Func<Task<T>> run)
    {
        using var stop = new CancellationTokenSource();
        var watching = Watch(worker, stop.Token);
        try
        {
            return await run();
        }
        finally
        {
            await stop.CancelAsync();
            await watching;
        }
    }

    private static async Task Watch(Child worker, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                using var ask = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{worker.Port}/metrics");
                ask.Headers.Authorization = new("Bearer", MetricsToken);
                using var answer = await Http.SendAsync(ask, stop);
                answer.EnsureSuccessStatusCode();
                await Task.Delay(1_000, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The pass is over.
        }
    }

    /// <summary>The same for the throw-away code, on the table of its own.</summary>
    public async Task<double> FlowOfCeiling(Child ceiling, int count)
    {
        return count / await Post<double>(ceiling, $"flow?count={count}&perCommit=500");
    }

    public async Task<Latencies> Latency(Child worker, int count, int perSecond, ServiceAccountKind account = ServiceAccountKind.Agency, bool urgent = false) =>
        await Post<Latencies>(worker, $"latency?count={count}&perSecond={perSecond}&account={account}&urgent={urgent}");

    public async Task<long> HandedOver(Child worker) =>
        long.Parse(await Http.GetStringAsync($"http://127.0.0.1:{worker.Port}/__bench/handed"), CultureInfo.InvariantCulture);

    public async Task<Busiest> Busiest(Child worker, ServiceAccountKind account) =>
        (await Http.GetFromJsonAsync<Busiest>($"http://127.0.0.1:{worker.Port}/__bench/busiest?account={account}"))!;

    public Task Ring(Child worker) => Http.PostAsync($"http://127.0.0.1:{worker.Port}/__bench/ring", null);

    /// <summary>Tables without history, and a checkpoint behind them, so that every pass begins alike.</summary>
    public async Task Clean()
    {
        await Rows.Do(Database, "truncate delivery, notice; checkpoint");
        await Rows.Do(Database, "create table if not exists bench_outbox (id uuid primary key, open_id text not null, payload text not null, created_at timestamptz not null); grant all on bench_outbox to wcs_app; truncate bench_outbox");
    }

    private static async Task<T> Post<T>(Child worker, string what)
    {
        using var answer = await Http.PostAsync($"http://127.0.0.1:{worker.Port}/__bench/{what}", null);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<T>())!
            : throw new InvalidOperationException($"{what}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private Dictionary<string, string?> With((string Name, string? Value)[] more)
    {
        var all = new Dictionary<string, string?>(settings.Environment);
        foreach (var (name, value) in more)
        {
            all[name] = value;
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        workers.ForEach(worker => worker.Dispose());
        await Database.DisposeAsync();
    }
}
