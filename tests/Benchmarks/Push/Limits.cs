using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatService.Messaging.Ports;
using WeChatService.Redis;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Benchmarks.Push;

/// <summary>
/// The rate: never more than configured, hardly less, for one account and for many; and a large account does not delay a small one (G8).
/// </summary>
internal static class Limits
{
    public static async IAsyncEnumerable<Figure> Run(Stand stand)
    {
        foreach (var (accounts, limit) in new[] { (1, new SendLimit(1_000, 100)), (10, new SendLimit(200, 20)), (100, new SendLimit(50, 10)) })
        {
            var series = await stand.Rounds.Once($"G8: {accounts} accounts at {limit.PerSecond}/s", () => Grants(accounts, limit, stand.Options.Quick ? 2 : 4), mayRepeat: true);
            yield return Share($"granted for {accounts} account{(accounts > 1 ? "s" : "")} at {limit.PerSecond}/s each, the worst of them", series.Median(g => g.Worst), limit.PerSecond, series.Foreign);
            yield return Most($"most within any second for {accounts} account{(accounts > 1 ? "s" : "")}, beside rate + burst", series.Median(g => g.Most), limit.PerSecond + limit.Burst, series.Foreign);
        }

        await foreach (var figure in ThroughTheLanes(stand))
        {
            yield return figure;
        }
    }

    private static Figure Share(string what, double measured, double limit, double foreign) =>
        new("G8", what, measured, limit, 0.98, 1) { Unit = "/s", Beside = "limit", Foreign = foreign };

    private static Figure Most(string what, double measured, double limit, double foreign) =>
        new("G8", what, measured, limit, 1, 1, LessIsBetter: true) { Unit = "/s", Foreign = foreign };

    /// <summary>Two takers for each account, as two worker processes would ask.</summary>
    private static async Task<Granted> Grants(int accounts, SendLimit limit, int seconds)
    {
        var services = TestServices.Ready;
        using var transport = new RedisPushTransport(
            new RedisPushOptions
            {
                Host = services.RedisHost, Port = int.Parse(services.RedisPort, CultureInfo.InvariantCulture), Password = services.RedisPassword,
                Consumer = "bench", Prefix = $"bench{Environment.ProcessId}-g8-{accounts}-{Stopwatch.GetTimestamp()}:",
            },
            NullLogger<RedisPushTransport>.Instance);
        while (!transport.IsReady)
        {
            await Task.Delay(20);
        }

        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(seconds + 1));
        var began = Stopwatch.GetTimestamp();
        var grants = Enumerable.Range(0, accounts).Select(_ => new ConcurrentQueue<Grant>()).ToList();
        await Task.WhenAll(Enumerable.Range(0, accounts * 2).Select(i => Task.Run(() => Take($"account{i % accounts}", grants[i % accounts]))));
        return new Granted(
            grants.Min(of => of.Where(grant => grant.Answered >= 1 && grant.Answered < seconds + 1).Sum(grant => grant.Count) / (double)seconds),
            grants.Max(of => MostInASecond([.. of])));

        async Task Take(string account, ConcurrentQueue<Grant> into)
        {
            while (!stop.IsCancellationRequested)
            {
                var asked = Stopwatch.GetElapsedTime(began).TotalSeconds;
                var grant = await transport.Allowance.Take(account, Math.Max(1, limit.Burst / 4), limit, CancellationToken.None);
                if (grant.Granted > 0)
                {
                    into.Enqueue(new Grant(asked, Stopwatch.GetElapsedTime(began).TotalSeconds, grant.Granted));
                }

                await Task.Delay(grant.RetryAfter);
            }
        }
    }

    /// <summary>Granted within one second for certain: asked for after its beginning, and answered before its end.</summary>
    private static int MostInASecond(IReadOnlyList<Grant> grants) =>
        grants.Max(first => grants.Where(grant => grant.Asked >= first.Asked && grant.Answered < first.Asked + 1).Sum(grant => grant.Count));

    /// <summary>The same with the whole pipeline before it: a flood for one account, ten messages for another.</summary>
    private static async IAsyncEnumerable<Figure> ThroughTheLanes(Stand stand)
    {
        const int rate = 500, burst = 50;
        await using var product = await Product.Make();
        await Rows.Fill(product.Database, stand.Count(100_000), ofOneAgency: true);
        var worker = await product.Start(("BENCH_SENDER", "none"), ("Messaging__PerSecond", $"{rate}"), ("Messaging__Burst", $"{burst}"));
        await product.Ring(worker);
        await Task.Delay(2_000);
        var series = await stand.Rounds.Once("G8: one account flooded, another with ten messages", async () =>
        {
            await product.Busiest(worker, ServiceAccountKind.Agency);
            var small = await product.Latency(worker, 10, 5, ServiceAccountKind.Owner);
            await Task.Delay(3_000);
            return (Small: small, Flood: await product.Busiest(worker, ServiceAccountKind.Agency));
        }, mayRepeat: true);
        await worker.Stop();
        yield return Share($"sent through the lanes at {rate}/s with a backlog", series.Median(of => of.Flood.Count / of.Flood.Seconds), rate, series.Foreign);
        yield return Most("most within any second through the lanes, beside rate + burst", series.Median(of => of.Flood.InOneSecond), rate + burst, series.Foreign);
        yield return new Figure("G8", "longest wait of ten messages of one account while another's backlog drains", series.Median(of => of.Small.Max), 1_000, 1, 0.1, LessIsBetter: true)
        {
            Unit = "ms", Foreign = series.Foreign,
        };
    }

    /// <param name="Worst">Grants a second of the account that got the fewest.</param>
    /// <param name="Most">Grants within one second of the account that got the most.</param>
    private sealed record Granted(double Worst, double Most);

    /// <summary>Redis granted it at some instant between the two.</summary>
    private readonly record struct Grant(double Asked, double Answered, int Count);
}
