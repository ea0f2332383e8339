using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatService.Benchmarks.Load;
using WeChatService.Benchmarks.Push;

namespace WeChatService.Benchmarks.Children;

/// <summary>
/// What is physically there: insert, XADD after the commit, read, send, delete, XACK and XDEL. No retry, no rate, no state, no sweep,
/// no logs: whatever dies here is lost. Nobody would deploy it; it says how far the product is from the bare machine.
/// </summary>
internal sealed class CeilingServer
{
    private const int Lanes = 4;
    private const int Batch = 250;
    private const string Stream = "bench:ceiling";

    private readonly NpgsqlDataSource database;
    private readonly Func<Task<Resp>> redis;
    private readonly HttpClient? far;
    private readonly ConcurrentQueue<double> latencies = new();
    private readonly BlockingCollection<(Guid[] Ids, long At)> rings = [];
    private long finished;

    private CeilingServer(IConfiguration configuration)
    {
        database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(configuration["Database:App"]) { MaxAutoPrepare = 10, AutoPrepareMinUsages = 2 });
        redis = () => Resp.Connect(configuration["Redis:Host"]!, int.Parse(configuration["Redis:Port"]!, CultureInfo.InvariantCulture), configuration["Redis:Password"]);
        far = configuration["BENCH_POST"] is { } address ? new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = new Uri(address) } : null;
    }

    public static async Task Serve(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var ceiling = new CeilingServer(app.Configuration);
        await ceiling.Start();
        app.MapGet("/ready", () => "ready");
        app.MapPost("/__bench/flow", (int count, int perCommit) => ceiling.Flow(count, perCommit));
        app.MapPost("/__bench/latency", (int count, int perSecond) => ceiling.Latency(count, perSecond));
        await app.RunAsync();
    }

    private async Task Start()
    {
        using var first = await redis();
        await first.Call("DEL", Stream);
        await first.Call("XGROUP", "CREATE", Stream, "g", "0", "MKSTREAM");
        for (var i = 0; i < Lanes; i++)
        {
            var name = $"lane{i}";
            new Thread(() => Drain(name).GetAwaiter().GetResult()) { IsBackground = true }.Start();
        }

        new Thread(() => RingOn().GetAwaiter().GetResult()) { IsBackground = true }.Start();
    }

    private async Task<double> Flow(int count, int perCommit)
    {
        var before = Interlocked.Read(ref finished);
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Write(count / 2, perCommit), Write(count - (count / 2), perCommit));
        while (Interlocked.Read(ref finished) < before + count)
        {
            await Task.Delay(1);
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private async Task<Latencies> Latency(int count, int perSecond)
    {
        latencies.Clear();
        var writing = new List<Task>();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            while (clock.Elapsed.TotalSeconds * perSecond < i)
            {
                await Task.Delay(1);
            }

            writing.Add(Insert([Guid.CreateVersion7()]));
        }

        await Task.WhenAll(writing);
        while (latencies.Count < count)
        {
            await Task.Delay(10);
        }

        var times = latencies.Skip(count / 6).Order().ToList();
        return new Latencies(times[times.Count / 2], times[(int)(times.Count * 0.95)], times[(int)(times.Count * 0.99)], times[^1]);
    }

    private async Task Write(int count, int perCommit)
    {
        for (var made = 0; made < count; made += perCommit)
        {
            await Insert([.. Enumerable.Range(0, Math.Min(perCommit, count - made)).Select(_ => Guid.CreateVersion7())]);
        }
    }

    private async Task Insert(Guid[] ids)
    {
        var at = Stopwatch.GetTimestamp();
        await using var command = database.CreateCommand("insert into bench_outbox (id, open_id, payload, created_at) select id, 'o' || id, repeat('x', 200), now() from unnest($1) id");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        await command.ExecuteNonQueryAsync();
        rings.Add((ids, at));
    }

    private async Task RingOn()
    {
        using var link = await redis();
        foreach (var (ids, at) in rings.GetConsumingEnumerable())
        {
            var time = at.ToString(CultureInfo.InvariantCulture);
            await link.Pipeline(Array.ConvertAll(ids, id => new[] { "XADD", Stream, "*", "d", id.ToString("N"), "t", time }));
        }
    }

    private async Task Drain(string name)
    {
        using var link = await redis();
        while (true)
        {
            var read = await link.Call("XREADGROUP", "GROUP", "g", name, "COUNT", $"{Batch}", "BLOCK", "1000", "STREAMS", Stream, ">");
            if (read.Items.Count == 0)
            {
                continue;
            }

            var entries = read.Items[0].Items[1].Items;
            foreach (var entry in entries)
            {
                latencies.Enqueue(Stopwatch.GetElapsedTime(long.Parse(entry.Items[1].Items[3].Text, CultureInfo.InvariantCulture)).TotalMilliseconds);
            }

            if (far is not null)
            {
                await Task.WhenAll(entries.Select(Post));
            }

            await using var command = database.CreateCommand("delete from bench_outbox where id = any($1)");
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. entries.Select(entry => Guid.ParseExact(entry.Items[1].Items[1].Text, "N"))] });
            await command.ExecuteNonQueryAsync();
            string[] done = [.. entries.Select(entry => entry.Items[0].Text)];
            await link.Pipeline([["XACK", Stream, "g", .. done], ["XDEL", Stream, .. done]]);
            Interlocked.Add(ref finished, entries.Count);
        }
    }

    private async Task Post(Resp.Reply entry)
    {
        using var content = new StringContent($$"""{"touser":"o","client_msg_id":"{{entry.Items[1].Items[1].Text}}"}""");
        using var answer = await far!.PostAsync("/cgi-bin/message/template/send", content);
        await answer.Content.ReadAsByteArrayAsync();
    }
}
