using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Benchmarks.Push;

/// <summary>
/// 100,000 ordinary notices of one agency wait, at the rate WeChat is asked with by default. An urgent notice overtakes them all; an
/// ordinary one of another agency gets its fair share (design goals of the pipeline, counted with G5).
/// </summary>
internal static class Overtaking
{
    public static async IAsyncEnumerable<Figure> Run(Stand stand)
    {
        var waiting = stand.Count(100_000);
        await using var product = await Product.Make();
        await Rows.Fill(product.Database, waiting, ofOneAgency: true);
        var worker = await product.Start(("BENCH_SENDER", "none"));
        await product.Ring(worker);
        await Task.Delay(4_000);
        var count = stand.Options.Quick ? 12 : 60;
        var urgent = await stand.Rounds.Once("G5: urgent ones", () => product.Latency(worker, count, 4, ServiceAccountKind.Agency, urgent: true), mayRepeat: true);
        var others = await stand.Rounds.Once("G5: ordinary ones of other agencies", () => product.Latency(worker, count, 4), mayRepeat: true);
        await worker.Stop();
        yield return new Figure("G5", $"urgent notice while {waiting:#,0} ordinary ones wait at 100/s: before the commit to WeChat, p95", urgent.Median(took => took.P95), 1_000, 1, 0.1, LessIsBetter: true)
        {
            Unit = "ms", Foreign = urgent.Foreign,
        };
        yield return new Figure("G5", $"ordinary notice of another agency meanwhile, p95 (\"a few seconds\")", others.Median(took => took.P95), 5_000, 1, 0.4, LessIsBetter: true)
        {
            Unit = "ms", Foreign = others.Foreign,
        };
    }
}
