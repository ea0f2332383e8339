using System.Text;
using WeChatService.Benchmarks.Children;
using WeChatService.Benchmarks.Load;

namespace WeChatService.Benchmarks.Push;

/// <summary>
/// One message per POST at 64 connections, notice and delivery committed before the 202 (G3), and the same with a backlog in the
/// tables (G5). What is measured is the product's group commit with the pipeline's rows behind bare Kestrel: no door of the product
/// takes a bare message, and what sign-in, walls, rules and audit of a door cost is measured elsewhere (G13, G14).
/// </summary>
internal static class Acceptance
{
    private const int Connections = 64;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static async IAsyncEnumerable<Figure> Run(Stand stand)
    {
        await using var product = await Product.Make();
        await using var bare = await Product.Make();
        using var ours = await Child.Serving("accept", product.Environment);
        using var naive = await Child.Serving("accept-alone", bare.Environment);
        var time = stand.Options.PassTime;
        await Load(ours, WarmUp);
        await Load(naive, WarmUp);
        var all = await stand.Rounds.Of(
            "G3",
            ("BullMQ on Redis", async () => new Taken((await stand.Bull("add", onPostgres: false, ("BENCH_SECONDS", time.TotalSeconds))).GetProperty("perSecond").GetDouble(), 0)),
            ("ours", () => Fresh(product, ours, time)),
            ("a commit each", () => Fresh(bare, naive, time)));
        yield return new Figure("G3", $"messages accepted, one per POST, committed before the 202, {Connections} connections; beside add after add", all["ours"].Median(t => t.PerSecond), all["BullMQ on Redis"].Median(t => t.PerSecond), 1, 2.5)
        {
            Unit = "/s", Beside = "BullMQ on Redis", Ceiling = all["a commit each"].Median(t => t.PerSecond), Passes = all["ours"].Passes, Foreign = all.Values.Max(series => series.Foreign),
        };
    }

    /// <summary>With nothing and with a million waiting in the tables; nobody sends meanwhile.</summary>
    public static async Task<IReadOnlyList<Figure>> BesideBacklog(Stand stand, Product few, Product many, int waiting)
    {
        using var empty = await Child.Serving("accept", few.Environment);
        using var full = await Child.Serving("accept", many.Environment);
        var time = stand.Options.PassTime;
        await Load(empty, WarmUp);
        await Load(full, WarmUp);
        var all = await stand.Rounds.Of("G5 accepting", ("empty", () => Fresh(few, empty, time)), ("full", () => Load(full, time)));
        return
        [
            new Figure("G5", $"accepting (G3) with {waiting:#,0} waiting: p99 beside the same with none", all["full"].Median(t => t.P99), all["empty"].Median(t => t.P99), 1.2, 1, LessIsBetter: true)
            {
                Unit = "ms", Beside = "ours with none", Passes = all["full"].Passes, Foreign = all.Values.Max(series => series.Foreign),
            },
        ];
    }

    private static async Task<Taken> Fresh(Product product, Child server, TimeSpan time)
    {
        await product.Clean();
        return await Load(server, time);
    }

    private static async Task<Taken> Load(Child server, TimeSpan time)
    {
        var request = Post();
        var measured = (await PolledLoad.Run(server, Connections, time, _ => request)).Only(202);
        return new Taken(measured.PerSecond, measured.P99);
    }

    private static byte[] Post()
    {
        const string body = """{"openId":"oBench0000000000000000000000","template":"task_submitted","values":["澄湖商务中心 A 座","11月维保","韩柏川","没有不符合"],"url":"/agency/reviews/1"}""";
        return Encoding.UTF8.GetBytes($"POST /messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }

    private sealed record Taken(double PerSecond, double P99);
}
