using System.Diagnostics;
using WeChatService.Benchmarks.Children;
using WeChatService.Benchmarks.Load;

namespace WeChatService.Benchmarks.Push;

/// <summary>What a backlog costs: the rate of draining it, the memory of Redis, and accepting more meanwhile (G5).</summary>
internal static class Backlogs
{
    public static async IAsyncEnumerable<Figure> Run(Stand stand)
    {
        var (small, middle, large) = stand.Options.Quick ? (1_000, 60_000, 120_000) : (1_000, 100_000, 1_000_000);
        await using var few = await Product.Make();
        await using var many = await Product.Make();
        var clock = Stopwatch.StartNew();
        await Rows.Fill(many.Database, large);
        await Console.Error.WriteLineAsync($"  G5: filled {large:#,0} in {clock.Elapsed.TotalSeconds:0} s");
        var rates = await stand.Rounds.Of(
            "G5 drain",
            ($"{small:#,0}", () => DrainAll(few, small)),
            ($"{middle:#,0}", () => Drain(few, middle, middle)),
            ($"{large:#,0}", () => Drain(many, large, middle)));
        double Rate(int size) => rates[$"{size:#,0}"].Median(rate => rate);
        var foreign = rates.Values.Max(series => series.Foreign);
        yield return new Figure("G5", $"drain rate at {large:#,0} waiting beside {middle:#,0} waiting (1,000 in all take {small / Rate(small):0.00} s)", Rate(large), Rate(middle), 0.95, 1)
        {
            Unit = "/s", Beside = "ours at fewer", Passes = rates[$"{large:#,0}"].Passes, Foreign = foreign,
        };
        foreach (var figure in await Memory(stand, many, large))
        {
            yield return figure;
        }

        foreach (var figure in await Acceptance.BesideBacklog(stand, few, many, large))
        {
            yield return figure;
        }
    }

    /// <summary>Sends a second over the middle six tenths of the smaller backlog, so that both sizes are measured over the same number.</summary>
    private static async Task<double> Drain(Product product, int size, int measuredBy)
    {
        await Refill(product, size);
        var worker = await product.StartUnlimited();
        await product.Ring(worker);
        async Task<(long Count, long At)> Reach(long count)
        {
            for (var began = Stopwatch.GetTimestamp(); ;)
            {
                var handed = await product.HandedOver(worker);
                if (handed >= count)
                {
                    return (handed, Stopwatch.GetTimestamp());
                }

                await Patiently(began, $"{handed} of {count} were handed over");
            }
        }

        var from = await Reach(measuredBy * 3 / 10);
        var to = await Reach(measuredBy * 9 / 10);
        await worker.Stop();
        return (to.Count - from.Count) / Stopwatch.GetElapsedTime(from.At, to.At).TotalSeconds;
    }

    /// <summary>Over in a moment: from the ring to the last written outcome.</summary>
    private static async Task<double> DrainAll(Product product, int size)
    {
        var worker = await product.StartUnlimited();
        await product.Flow(worker, size * 2);
        await product.Clean();
        await Rows.Fill(product.Database, size);
        var began = Stopwatch.GetTimestamp();
        await product.Ring(worker);
        while (await Rows.AnyPending(product.Database))
        {
            await Patiently(began, "some stayed pending");
        }

        var took = Stopwatch.GetElapsedTime(began);
        await worker.Stop();
        return size / took.TotalSeconds;
    }

    private static async Task Refill(Product product, int size)
    {
        var waiting = await Rows.CountOf(product.Database, "Pending");
        if (waiting < size)
        {
            await Rows.Fill(product.Database, (int)(size - waiting));
        }
    }

    /// <summary>What Redis holds in all while the backlog goes at WeChat's pace, and while it goes as fast as it can.</summary>
    private static async Task<IReadOnlyList<Figure>> Memory(Stand stand, Product many, int large)
    {
        await Refill(many, large);
        var most = 0L;
        foreach (var start in new Func<Task<Child>>[] { () => many.Start(("BENCH_SENDER", "none")), () => many.StartUnlimited() })
        {
            var worker = await start();
            await many.Ring(worker);
            for (var i = 0; i < 20; i++)
            {
                most = Math.Max(most, await stand.RedisMemory());
                await Task.Delay(200);
            }

            await worker.Stop();
        }

        var count = stand.Count(20_000);
        var queue = ("BENCH_QUEUE", (object)"bench-memory");
        var before = await stand.RedisMemory();
        await stand.Bull("fill", onPostgres: false, ("BENCH_JOBS", count), queue);
        var bull = (await stand.RedisMemory() - before) / (double)count;
        await stand.Bull("empty", onPostgres: false, queue);
        return
        [
            new Figure("G5", $"Redis in all with {large:#,0} waiting (BullMQ: {bull:0} B a job, {bull * large / (1 << 20):#,0} MiB for as many)", most / (double)(1 << 20), 64, 1, 0.25, LessIsBetter: true) { Unit = "MiB" },
        ];
    }

    private static Task Patiently(long began, string what) => Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(4)
        ? Task.Delay(10)
        : throw new TimeoutException(what);
}
