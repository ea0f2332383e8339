namespace WeChatService.Benchmarks.Push;

/// <summary>From before the commit to the sender's hand, at 200 a second (G4).</summary>
internal static class Delays
{
    public static async IAsyncEnumerable<Figure> Run(Stand stand)
    {
        await using var product = await Product.Make();
        await using var bare = await Product.Make();
        var ours = await product.StartUnlimited();
        var ceiling = await bare.Ceiling();
        var count = stand.Count(1_200);
        foreach (var warm in new Func<Task>[]
            {
                () => product.Flow(ours, stand.Count(40_000)), () => bare.FlowOfCeiling(ceiling, stand.Count(40_000)),
                () => product.Latency(ours, count, 200), () => bare.Latency(ceiling, count, 200), product.Clean, bare.Clean,
            })
        {
            await warm();
        }

        async Task<Latencies> Bull(bool onPostgres)
        {
            var took = await stand.Bull("latency", onPostgres, ("BENCH_JOBS", count), ("BENCH_RATE", 200));
            return new Latencies(took.GetProperty("p50").GetDouble(), double.NaN, took.GetProperty("p99").GetDouble(), double.NaN);
        }

        var all = await stand.Rounds.Of(
            "G4",
            ("BullMQ on Redis", () => Bull(onPostgres: false)),
            ("BullMQ on PostgreSQL", () => Bull(onPostgres: true)),
            ("ours", () => product.Latency(ours, count, 200)),
            ("ceiling", () => bare.Latency(ceiling, count, 200)));
        Figure Of(string share, Func<Latencies, double> of, string peer, double floor, double stretch) =>
            new("G4", $"push, before the commit to the sender at 200/s, {share}", all["ours"].Median(of), all[peer].Median(of), floor, stretch, LessIsBetter: true)
            {
                Unit = "ms", Beside = peer, Ceiling = all["ceiling"].Median(of), Passes = all["ours"].Passes, Foreign = all.Values.Max(series => series.Foreign),
            };
        Figure Limit(string share, Func<Latencies, double> of, double limit, double stretch) =>
            Of(share, of, "ours", 1, 1) with { Baseline = limit, Stretch = stretch / limit, Beside = "" };

        yield return Limit("p50", took => took.P50, 1.5, 1.0);
        yield return Limit("p99", took => took.P99, 6, 4);
        yield return Of("p50", took => took.P50, "BullMQ on Redis", 1.3, 1);
        yield return Of("p99", took => took.P99, "BullMQ on Redis", 1.3, 1);
        yield return Of("p50", took => took.P50, "BullMQ on PostgreSQL", 0.3, 0.2);
        yield return Of("p99", took => took.P99, "BullMQ on PostgreSQL", 0.2, 0.1);
    }
}
