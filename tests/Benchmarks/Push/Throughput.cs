using System.Globalization;
using WeChatService.Benchmarks.Children;
using WeChatService.Benchmarks.Load;

namespace WeChatService.Benchmarks.Push;

/// <summary>
/// Messages a second while they are being written: with a send that costs nothing (G1), the same without logs and metrics (G16), and
/// over HTTP to a far side that answers after 5 ms (G2).
/// </summary>
internal static class Throughput
{
    private const string NoLogs = "None";

    public static async IAsyncEnumerable<Figure> Run(Stand stand)
    {
        if (stand.Options.Wants("G1") || stand.Options.Wants("G16"))
        {
            await foreach (var figure in Batches(stand))
            {
                yield return figure;
            }
        }

        if (stand.Options.Wants("G2"))
        {
            await foreach (var figure in OverHttp(stand))
            {
                yield return figure;
            }
        }
    }

    private static async IAsyncEnumerable<Figure> Batches(Stand stand)
    {
        await using var product = await Product.Make();
        await using var bare = await Product.Make();
        await using var silent = await Product.Make();
        var ours = await product.StartUnlimited(("Metrics__Token", Product.MetricsToken));
        var ceiling = await bare.Ceiling();
        var quiet = await silent.StartUnlimited(("Logging__LogLevel__Default", NoLogs), ("Logging__LogLevel__Microsoft", NoLogs));
        var count = stand.Count(40_000);
        await WarmUp(() => product.Flow(ours, count), () => silent.Flow(quiet, count), () => bare.FlowOfCeiling(ceiling, count));
        var all = await stand.Rounds.Of(
            "G1",
            ("BullMQ on Redis", () => stand.BullLive(stand.Count(20_000))),
            ("BullMQ on PostgreSQL", () => stand.BullLive(stand.Count(5_000), onPostgres: true)),
            ("ours", () => product.Watched(ours, () => stand.Live(product, count, () => product.Flow(ours, count)))),
            ("ours, no logs or metrics", () => stand.Live(silent, count, () => silent.Flow(quiet, count))),
            ("ceiling", () => stand.Live(bare, count, () => bare.FlowOfCeiling(ceiling, count))));
        double Of(string name) => all[name].Median(rate => rate.PerSecond);
        string Processor(string peer) => NoteOn(all, "ours", peer, "ceiling");
        var foreign = all.Values.Max(series => series.Foreign);
        Figure Beside(string peer, double floor, double stretch, string what) => new("G1", what, Of("ours"), Of(peer), floor, stretch)
        {
            Unit = "/s", Beside = peer, Ceiling = Of("ceiling"), Passes = all[peer].Passes, Foreign = foreign, Note = Processor(peer),
        };
        yield return Beside("BullMQ on Redis", 2.5, 3.3, "push, durable row to written outcome, inserted and drained at once; messages beside a queue that is not durable");
        yield return Beside("BullMQ on PostgreSQL", 20, 27, "push, the same beside a queue that is durable");
        yield return new Figure("G16", "push (G1) with logs and metrics beside the same without", Of("ours"), Of("ours, no logs or metrics"), 0.93, 0.97)
        {
            Unit = "/s", Beside = "without", Passes = all["ours"].Passes, Foreign = foreign, Note = NoteOn(all, "ours", "ours, no logs or metrics"),
        };
    }

    private static async IAsyncEnumerable<Figure> OverHttp(Stand stand)
    {
        await using var product = await Product.Make();
        await using var bare = await Product.Make();
        using var far = await Child.Serving("wechat", product.Environment);
        var address = $"http://127.0.0.1:{far.Port}";
        // 200 in flight: as many lanes as hold that; the rate limiter works, at a rate beyond what the machine does.
        var ours = await product.Start(
            ("WeChat__ApiBase", address), ("Metrics__Token", Product.MetricsToken), ("Messaging__PerSecond", "20000"), ("Messaging__Burst", "2000"), ("Messaging__Lanes", "4"), ("Messaging__Batch", "50"));
        var ceiling = await bare.Ceiling(("BENCH_POST", address));
        var count = stand.Count(15_000);
        await WarmUp(() => product.Flow(ours, count), () => bare.FlowOfCeiling(ceiling, count));
        var all = await stand.Rounds.Of(
            "G2",
            ("BullMQ on Redis", () => stand.BullLive(count, onPostgres: false, ("BENCH_CONCURRENCY", 200), ("BENCH_POST", $"{address}/cgi-bin/message/template/send"))),
            ("ours", () => product.Watched(ours, () => stand.Live(product, count, () => product.Flow(ours, count)))),
            ("ceiling", () => stand.Live(bare, count, () => bare.FlowOfCeiling(ceiling, count))));
        yield return new Figure("G2", "push over HTTP to a far side of 5 ms, 200 in flight, through the WeChat adapter, with rate limiter; messages", all["ours"].Median(r => r.PerSecond), all["BullMQ on Redis"].Median(r => r.PerSecond), 1.2, 1.4)
        {
            Unit = "/s", Beside = "BullMQ on Redis", Ceiling = all["ceiling"].Median(r => r.PerSecond), Passes = all["ours"].Passes, Foreign = all.Values.Max(series => series.Foreign),
            Note = NoteOn(all, "ours", "BullMQ on Redis", "ceiling"),
        };
    }

    /// <summary>Three times: the just-in-time compiler is a process of its own pace, and a worker runs for weeks.</summary>
    private static async Task WarmUp(params Func<Task<double>>[] flows)
    {
        for (var i = 0; i < 3; i++)
        {
            foreach (var flow in flows)
            {
                await flow();
            }
        }
    }

    /// <summary>Each message's share of the processor, which is the better figure on a machine that others use.</summary>
    private static string NoteOn(Dictionary<string, Series<Rate>> all, params string[] names) =>
        "ms of processor for 1,000: " + string.Join(", ", names.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} {all[name].Median(rate => rate.Processor):0}")));
}
