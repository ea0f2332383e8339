using System.Diagnostics;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>A release in the middle of the day, and a long day with a fault a minute.</summary>
public sealed partial class FaultMatrix
{
    [FaultRow("S1", "SIGTERM under load: Host and workers in turn, no de-duplication at WeChat, policy park", quick: true)]
    public Task S1_SIGTERM_under_load() => Row(async run =>
    {
        await using var house = await HouseStage.Open(run);
        house.Stage.Sink.Faults.Dedup = false;
        house.Stage.Settings["Messaging__Unknown"] = "Park";
        await house.Follow(Clicks.Operators);
        await house.StartHost("all");
        await house.Stage.StartWorkers(2);
        await using var clicks = await Clicks.Prepare(house.System);
        clicks.Start(TimeSpan.FromMilliseconds(5));
        await using var load = house.Stage.Offer(Campaign.Of(400, 150));
        for (var i = 0; i < Campaign.Times(10, 2); i++)
        {
            await run.Pause(500, 1_500);
            if (i % 2 == 0)
            {
                run.Within("the Host leaves within, s, worst", (await house.Host.Terminate()).TotalSeconds, 10);
                await house.StartHost("all");
            }
            else
            {
                var leaving = house.Stage.Workers[0];
                house.Stage.Gone(leaving);
                house.Stage.StartWorker();
                run.Within("a worker leaves within, s, worst", (await leaving.Terminate()).TotalSeconds, 10);
            }

            run.Add("SIGTERMs", 1);
        }

        await clicks.Stop();
        var verdict = await house.Stage.Judge(load);
        run.Note("repeated requests", clicks.Repeats);
        NothingLostNothingDoubled(verdict);
        Assert.True(verdict.Parked <= verdict.Excused, verdict.ToString());
        await EveryClickStands(house, clicks);
    });

    [FaultRow("S2", "soak at half load with a random fault each minute", quick: false)]
    public Task S2_soak() => Row(async run =>
    {
        await using var house = await HouseStage.Open(run);
        await house.Follow(Clicks.Operators);
        await house.StartHost("all");
        await house.Stage.StartWorkers(2);
        await using var clicks = await Clicks.Prepare(house.System);
        clicks.Start(TimeSpan.FromMilliseconds(100));
        await using var load = house.Stage.Offer(Campaign.Of(250, 150));
        var (clock, memory) = (Stopwatch.StartNew(), new Slope());
        var next = TimeSpan.FromSeconds(40);
        while (clock.Elapsed < Campaign.Soak)
        {
            await Task.Delay(5_000);
            memory.Add(house.Host.Pid, clock.Elapsed, house.Host.ResidentMiB, house.Host.Descriptors, house.Host.Threads);
            if (clock.Elapsed >= next && clock.Elapsed < Campaign.Soak - TimeSpan.FromSeconds(30))
            {
                next = clock.Elapsed + TimeSpan.FromMinutes(1);
                await RandomFault(run, house);
            }
        }

        await clicks.Stop();
        var verdict = await house.Stage.Judge(load);
        run.Note("Host RSS MiB/min", memory.MiBPerMinute);
        run.Note("Host RSS MiB", memory.Range);
        run.Note("Host fds, threads", memory.Others);
        NothingLostNothingDoubled(verdict);
        await EveryClickStands(house, clicks);
        await FaultRun.Until("the windows are empty", () => Task.FromResult(house.Stage.Redis.Ask("XLEN push:agency").StartsWith(":0", StringComparison.Ordinal)));
        Assert.True(memory.MiBPerMinute <= 1 || Campaign.Soak < TimeSpan.FromMinutes(10), $"the Host grows by {memory.MiBPerMinute:0.00} MiB a minute");
    });

    private static async Task RandomFault(FaultRun run, HouseStage house)
    {
        var stage = house.Stage;
        var drawn = run.Random.Next(6);
        run.Add(new[] { "worker kills", "Redis kills", "FLUSHALLs", "frozen Redis", "WeChat silent", "worker SIGTERMs" }[drawn], 1);
        switch (drawn)
        {
            case 0:
                await stage.KillWorkers(1);
                break;
            case 1:
                run.Add("kills", 1);
                stage.Redis.KillNine();
                await Task.Delay(1_000);
                stage.Redis.Restart();
                break;
            case 2:
                stage.Redis.Ask("FLUSHALL");
                break;
            case 3:
                stage.Redis.Freeze();
                await Task.Delay(8_000);
                stage.Redis.Thaw();
                break;
            case 4:
                (stage.Sink.Faults.HangAfter, stage.Sink.Faults.Busy) = (0.05, 0.2);
                await Task.Delay(3_000);
                (stage.Sink.Faults.HangAfter, stage.Sink.Faults.Busy) = (0, 0);
                break;
            default:
                var leaving = stage.Workers[0];
                stage.Gone(leaving);
                stage.StartWorker();
                await leaving.Terminate();
                break;
        }
    }

    /// <summary>Growth of one process over the second half of a soak: the first half warms caches up.</summary>
    private sealed class Slope
    {
        private readonly List<(int Pid, double Minutes, double MiB, int Descriptors, int Threads)> points = [];

        public double MiBPerMinute
        {
            get
            {
                var half = points.Skip(points.Count / 2).ToList();
                var (x, y) = (half.Average(of => of.Minutes), half.Average(of => of.MiB));
                var spread = half.Sum(of => (of.Minutes - x) * (of.Minutes - x));
                return spread == 0 ? 0 : half.Sum(of => (of.Minutes - x) * (of.MiB - y)) / spread;
            }
        }

        public string Range => $"{points.Min(of => of.MiB):0} to {points.Max(of => of.MiB):0}";

        public string Others => $"{points[points.Count / 2].Descriptors} to {points[^1].Descriptors}, {points[points.Count / 2].Threads} to {points[^1].Threads}";

        public void Add(int pid, TimeSpan at, double miB, int descriptors, int threads) => points.Add((pid, at.TotalMinutes, miB, descriptors, threads));
    }
}
