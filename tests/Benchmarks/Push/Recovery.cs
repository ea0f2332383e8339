using System.Diagnostics;
using WeChatService.Benchmarks.Children;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Benchmarks.Push;

/// <summary>
/// A worker is killed with kill -9 while it holds messages that WeChat has not answered yet; another worker is there. From the kill to
/// the last written outcome (G7). Lost and doubled ones are the fault campaign's business.
/// </summary>
internal static class Recovery
{
    private const int Messages = 400;
    private const int AnswersAfter = 300;

    public static async IAsyncEnumerable<Figure> Run(Stand stand)
    {
        await using var product = await Product.Make();
        using var far = await Child.Serving("wechat", new Dictionary<string, string?>(product.Environment) { ["BENCH_DELAY"] = $"{AnswersAfter}" });
        var address = $"http://127.0.0.1:{far.Port}";
        var survivor = await Worker(product, address);
        var ours = await stand.Rounds.Of("G7", ("ours", () => Kill(product, address)));
        var foreign = ours["ours"].Foreign;
        var peer = double.NaN;
        if (!stand.Options.Quick)
        {
            var stalled = await stand.Rounds.Once("G7: BullMQ, default locks", async () => (await stand.Bull(
                "stalled", onPostgres: false, ("BENCH_JOBS", Messages), ("BENCH_POST", $"{address}/cgi-bin/message/template/send"))).GetProperty("seconds").GetDouble());
            peer = stalled.Median(seconds => seconds);
        }

        await survivor.Stop();
        var beside = double.IsNaN(peer) ? "" : $"; BullMQ on Redis with its own lock settings {peer:0} s";
        yield return new Figure("G7", $"kill -9 of one of two workers to the last written outcome{beside}", ours["ours"].Median(seconds => seconds), 10, 1, 0.3, LessIsBetter: true)
        {
            Unit = "s", Passes = ours["ours"].Passes, Foreign = foreign,
        };
    }

    private static Task<Child> Worker(Product product, string address) =>
        product.Start(("WeChat__ApiBase", address), ("Messaging__PerSecond", "20000"), ("Messaging__Burst", "2000"));

    private static async Task<double> Kill(Product product, string address)
    {
        using var victim = await Worker(product, address);
        await Task.Delay(2_000);
        await product.Clean();
        foreach (var batch in Enumerable.Range(0, Messages).Select(_ => Guid.CreateVersion7()).Chunk(50))
        {
            await Rows.Insert(product.Database, batch, ServiceAccountKind.Agency, urgent: false, []);
        }

        await product.Ring(victim);
        var patience = Stopwatch.StartNew();
        while (await product.HandedOver(victim) == 0 && patience.Elapsed < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(5);
        }

        victim.Dispose();
        var killed = Stopwatch.GetTimestamp();
        while (await Rows.AnyPending(product.Database))
        {
            await (Stopwatch.GetElapsedTime(killed) < TimeSpan.FromMinutes(2) ? Task.Delay(50) : throw new TimeoutException("not everything came back"));
        }

        return Stopwatch.GetElapsedTime(killed).TotalSeconds;
    }
}
