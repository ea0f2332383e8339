using System.Diagnostics;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>Redis is killed, emptied, frozen, full, or set up wrongly. It holds no truth, so nothing may be lost.</summary>
public sealed partial class FaultMatrix
{
    [FaultRow("P5", "Redis killed, flushed, its scripts forgotten, started empty, under load; no worker restarts", quick: true)]
    public Task P5_redis_killed_flushed_and_emptied() => Row(async run =>
    {
        foreach (var dedup in Campaign.Of<bool[]>([true, false], [false]))
        {
            await using var stage = await Stage.Open(run);
            stage.Sink.Faults.Dedup = dedup;
            await stage.StartWorkers(2);
            await using var load = stage.Offer(Campaign.Of(500, 150));
            for (var i = 0; i < Campaign.Times(24, 4); i++)
            {
                await run.Pause(300, 1_200);
                await Break(stage.Redis, i % 4);
                run.Add(i % 4 is 0 or 3 ? "kills" : "flushes", 1);
                run.Within("drained after it, s, worst", (await stage.Settled()).TotalSeconds, 10);
            }

            var verdict = await stage.Judge(load);
            NothingLost(verdict);
            NothingDoubled(verdict);
            Assert.True(verdict.Parked <= verdict.Excused, verdict.ToString());
            Assert.All(stage.Workers, worker => Assert.False(worker.HasEnded, worker.Said()));
            await FaultRun.Until("the windows are empty", () => Task.FromResult(stage.Redis.Ask("XLEN push:agency").StartsWith(":0", StringComparison.Ordinal)));
        }
    });

    [FaultRow("P6", "Redis down for minutes under load: frozen, then killed")]
    public Task P6_redis_down_for_minutes() => Row(async run =>
    {
        await using var house = await HouseStage.Open(run);
        await house.StartHost("api");
        await house.Stage.StartWorkers(2);
        await using var clicks = await Clicks.Prepare(house.System);
        clicks.Start(TimeSpan.FromMilliseconds(20));
        await using var load = house.Stage.Offer(Campaign.Of(200, 150));
        // Long enough that what still grows is not the process warming up.
        await Task.Delay(Campaign.Of(60_000, 3_000));
        var (began, before) = (Environment.TickCount64, clicks.P99Since(0));
        var memory = house.Stage.Workers.Append(house.Host).Select(of => (Process: of, Before: of.ResidentMiB)).ToList();

        house.Stage.Redis.Freeze();
        await Task.Delay(TimeSpan.FromSeconds(Campaign.Times(150, 5)));
        house.Stage.Redis.KillNine();
        run.Add("kills", 1);
        await Task.Delay(TimeSpan.FromSeconds(Campaign.Times(150, 5)));

        var (during, grown) = (clicks.P99Since(began), memory.Select(of => of.Process.ResidentMiB - of.Before).ToList());
        var backlog = await house.Stage.Pending();
        house.Stage.Redis.Restart();
        var clock = Stopwatch.StartNew();
        await house.Stage.Settled(patienceSeconds: 300);
        run.Note("backlog", backlog);
        run.Note("drained at, /s", backlog / clock.Elapsed.TotalSeconds);
        run.Note("API p99 ms", $"{before:0} before, {during:0} during");
        run.Note("grown MiB of a worker", grown.SkipLast(1).Max());
        run.Note("grown MiB of the API", grown[^1]);
        NothingLostNothingDoubled(await house.Stage.Judge(load));
        Assert.Empty(clicks.Wrong);
        Assert.Equal(0, clicks.Repeats);
        Assert.True(grown.Max() <= 20 + (20 * (Campaign.Slack - 1)), $"a process grew by {grown.Max():0} MiB");
        Assert.True(during <= Math.Max(2 * before, 50) * Campaign.Slack, $"the API's p99 went from {before:0} to {during:0} ms");
    });

    [FaultRow("P7", "Redis full (noeviction), then with the wrong policy (allkeys-lru) and evicted", quick: false)]
    public Task P7_redis_full_and_evicting() => Row(async run =>
    {
        await using var house = await HouseStage.Open(run);
        await house.StartHost("api");
        await house.Stage.StartWorkers(2);
        await using var load = house.Stage.Offer(Campaign.Of(500, 150));
        await Task.Delay(1_500);
        house.Stage.Redis.Ask("CONFIG SET maxmemory 1");
        await Task.Delay(Campaign.Times(20_000, 4_000));
        run.Note("waiting while full", await house.Stage.Pending());
        house.Stage.Redis.Ask("CONFIG SET maxmemory 0");
        run.Within("drained after it, s", (await house.Stage.Settled()).TotalSeconds, 10);

        house.Stage.Redis.Ask("CONFIG SET maxmemory-policy allkeys-lru");
        var noticed = await FaultRun.Until("health says degraded", async () => (await house.Health()).Text.Contains("Degraded", StringComparison.Ordinal));
        run.Note("wrong policy noticed, s", noticed.TotalSeconds);
        for (var i = 0; i < 3; i++)
        {
            await run.Pause(200, 500);
            house.Stage.Redis.Ask("FLUSHALL");
        }

        house.Stage.Redis.Ask("CONFIG SET maxmemory-policy noeviction");
        NothingLostNothingDoubled(await house.Stage.Judge(load));
    });

    private static async Task Break(Kit.RedisServer redis, int how)
    {
        switch (how)
        {
            case 1:
                redis.Ask("FLUSHALL");
                return;
            case 2:
                redis.Ask("SCRIPT FLUSH");
                return;
            default:
                redis.KillNine();
                await Task.Delay(how == 0 ? 300 : 1_500);
                if (how == 3)
                {
                    redis.Forget();
                }

                redis.Restart();
                redis.WaitUntilServing(TimeSpan.FromSeconds(20));
                return;
        }
    }
}
