using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatService.Benchmarks.Children;
using WeChatService.Kernel;
using WeChatService.Messaging.Ports;
using WeChatService.Messaging.Push;
using WeChatService.Redis;

namespace WeChatService.Benchmarks;

/// <summary>
/// The push pipeline from the committed row to the written outcome, with a send that costs nothing: messages a second
/// while they are being written, and the time to the sender at 200 a second (G1, G4).
/// </summary>
internal static class Pushes
{
    private const int Messages = 20_000;
    private const int PerInsert = 500;

    public static async IAsyncEnumerable<Figure> Run()
    {
        await Peers.Restore();
        var settings = await Settings.Make();
        var bull = JsonDocument.Parse(await Peers.Run(
            "node", [Peers.PathOf("bullmq.mjs")], new Dictionary<string, string?>(settings.Environment) { ["BENCH_JOBS"] = $"{Messages}" })).RootElement;
        await using var pipeline = await Pipeline.Start(settings);
        await pipeline.Flow(2_000);
        var perSecond = await pipeline.Flow(Messages);
        var (p50, p99) = await pipeline.Latency(perSecond: 200, count: 1_200);
        yield return new Figure("G1", "push, durable row to written outcome, both at once; messages/s beside BullMQ on Redis, which is not durable", perSecond, bull.GetProperty("perSecond").GetDouble(), 2.5, 3.3);
        yield return new Figure("G4", "push, commit to sender at 200/s: p50 in ms beside BullMQ on Redis", p50, bull.GetProperty("p50").GetDouble(), 1.3, 1, LessIsBetter: true);
        yield return new Figure("G4", "push, commit to sender at 200/s: p99 in ms beside the 6 ms allowed", p99, 6, 1, 0.7, LessIsBetter: true);
    }

    /// <summary>Publisher, consumer and lanes as the worker role runs them, on a sender that only notes the time.</summary>
    private sealed class Pipeline : IAsyncDisposable, INoticeSender
    {
        private readonly ServiceProvider services;
        private readonly NpgsqlDataSource database;
        private readonly IAfterRelay bell;
        private readonly ConcurrentDictionary<Guid, long> handedOver = new();

        private Pipeline(Settings settings)
        {
            database = NpgsqlDataSource.Create(settings.Database);
            services = new ServiceCollection()
                .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
                .AddSingleton(TimeProvider.System)
                .AddPush(settings.Configuration)
                .AddSingleton(new PushOptions { PerSecond = 1_000_000, Burst = 1_000_000, Batch = 256 })
                .AddRedisPush(settings.Configuration)
                .AddSingleton<INoticeSender>(this)
                .AddPushWorkers()
                .BuildServiceProvider();
            bell = services.GetRequiredService<IAfterRelay>();
        }

        public static async Task<Pipeline> Start(Settings settings)
        {
            var pipeline = new Pipeline(settings);
            foreach (var worker in pipeline.services.GetServices<IHostedService>())
            {
                await worker.StartAsync(CancellationToken.None);
            }

            return pipeline;
        }

        public Task<SendOutcome> Send(NoticeToSend notice, CancellationToken ct)
        {
            handedOver[notice.DeliveryId] = Stopwatch.GetTimestamp();
            return Task.FromResult<SendOutcome>(new SendOutcome.Sent(1));
        }

        /// <summary>Messages a second from the first insert to the last written outcome.</summary>
        public async Task<double> Flow(int count)
        {
            var before = await Sent();
            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(Write(count / 2), Write(count / 2));
            while (await Sent() < before + count)
            {
                await Task.Delay(10);
            }

            return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        /// <summary>From before the insert's commit to the hand-over, one message a commit.</summary>
        public async Task<(double P50, double P99)> Latency(int perSecond, int count)
        {
            var asked = new ConcurrentDictionary<Guid, long>();
            var writing = new List<Task>();
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < count; i++)
            {
                while (clock.Elapsed.TotalSeconds * perSecond < i)
                {
                    await Task.Delay(1);
                }

                var id = Guid.CreateVersion7();
                asked[id] = Stopwatch.GetTimestamp();
                writing.Add(Insert([id]));
            }

            await Task.WhenAll(writing);
            for (var patience = Stopwatch.StartNew(); asked.Keys.Any(id => !handedOver.ContainsKey(id)) && patience.Elapsed < TimeSpan.FromSeconds(30);)
            {
                await Task.Delay(50);
            }

            var times = asked.Skip(count / 6).Select(of => Stopwatch.GetElapsedTime(of.Value, handedOver[of.Key]).TotalMilliseconds).Order().ToList();
            return (times[times.Count / 2], times[(int)(times.Count * 0.99)]);
        }

        private async Task Write(int count)
        {
            for (var made = 0; made < count; made += PerInsert)
            {
                await Insert([.. Enumerable.Range(0, Math.Min(PerInsert, count - made)).Select(_ => Guid.CreateVersion7())]);
            }
        }

        /// <summary>A notice and a delivery each, in one commit, as the relay leaves them.</summary>
        private async Task Insert(Guid[] ids)
        {
            await using var command = database.CreateCommand("""
                with told as (
                  insert into notice (id, template, reader, receiver_id, agency_id, owner_id, project_id, about_id, title, fields, url, created_at)
                  select id, 'task_submitted', 'AgencyPerson', id, id, id, id, id, '记录等您审核',
                    '[{"name":"thing1","value":"澄湖商务中心 A 座"},{"name":"thing2","value":"11月维保"},{"name":"name3","value":"韩柏川"},{"name":"thing4","value":"没有不符合"}]',
                    '/agency/reviews/1', now()
                  from unnest($1) id)
                insert into delivery (id, notice_id, account, open_id, state, claims, failures, created_at)
                select id, id, 'Agency', 'o' || id, 'Pending', 0, 0, now() from unnest($1) id
                """);
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
            await command.ExecuteNonQueryAsync();
            bell.Committed();
        }

        private async Task<long> Sent()
        {
            await using var command = database.CreateCommand("select count(*) from delivery where state = 'Sent'");
            return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var worker in services.GetServices<IHostedService>().Reverse())
            {
                await worker.StopAsync(CancellationToken.None);
            }

            await services.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
