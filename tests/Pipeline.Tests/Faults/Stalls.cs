using System.Diagnostics;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>Nothing fails and nothing moves; old backlogs; clocks that are wrong.</summary>
public sealed partial class FaultMatrix
{
    [FaultRow("P18", "silent stall: the only worker is frozen, due rows sit", quick: false)]
    public Task P18_silent_stall() => Row(async run =>
    {
        await using var house = await HouseStage.Open(run);
        await house.StartHost("api");
        await house.Stage.StartWorkers(1);
        await using var announcer = new Announcer(house.Stage.Database);
        await announcer.Commit(["oBefore"]);
        await house.Stage.Settled();
        await FaultRun.Until("healthy", async () => (await house.Health()).Text == "Healthy");

        house.Stage.Workers[0].Freeze();
        await announcer.Commit(["oStalled"]);
        var clock = Stopwatch.StartNew();
        await FaultRun.Until("health says degraded", async () => (await house.Health()).Text == "Degraded");
        run.Note("noticed after, s", clock.Elapsed.TotalSeconds);
        Assert.InRange(clock.Elapsed.TotalSeconds, 10, 15 + (5 * Campaign.Slack));
        house.Stage.Workers[0].Thaw();
        run.Note("sent after the thaw, s", (await house.Stage.Settled()).TotalSeconds);
        await FaultRun.Until("healthy again", async () => (await house.Health()).Text == "Healthy");
        Assert.Equal(2, house.Stage.Sink.Messages.Values.Sum(of => of.Effects));
    });

    [FaultRow("P19", "a backlog of an hour, no de-duplication at WeChat, three workers start at once", quick: false)]
    public Task P19_old_backlog() => Row(async run =>
    {
        await using var stage = await Stage.Open(run);
        stage.Sink.Faults.Dedup = false;
        await using var announcer = new Announcer(stage.Database);
        var count = Campaign.Of(10_000, 1_000);
        foreach (var chunk in Enumerable.Range(0, count).Chunk(500))
        {
            await announcer.Commit(chunk.Select(i => $"oOld{i}"), at: DateTimeOffset.UtcNow.AddHours(-1));
        }

        var clock = Stopwatch.StartNew();
        await stage.StartWorkers(3);
        await stage.Settled(patienceSeconds: 180);
        run.Note("backlog", count);
        run.Note("drained at, /s", count / clock.Elapsed.TotalSeconds);
        Assert.Equal((count, count), (stage.Sink.Messages.Count, stage.Sink.Messages.Values.Sum(of => of.Effects)));
    });

    [FaultRow("P11", "clocks of workers wrong by ten minutes, an hour, a day, jumping under load", quick: false, needs: Needs.FakeTime)]
    public Task P11_wrong_clocks() => Row(async run =>
    {
        await using var stage = await Stage.Open(run);
        stage.Sink.Faults.Dedup = false;
        var clock = new FakeTime(run.Folder);
        stage.StartWorker(clock.Environment);
        stage.StartWorker();
        await Task.WhenAll(stage.Workers.ConvertAll(worker => worker.Ready.WaitAsync(TimeSpan.FromSeconds(60))));
        await using var announcer = new Announcer(stage.Database);
        await using var load = stage.Offer(Campaign.Of(200, 150));
        foreach (var ahead in new[] { TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(-1), TimeSpan.FromDays(1), TimeSpan.FromDays(-1), TimeSpan.Zero })
        {
            clock.Is(ahead);
            await Task.Delay(Campaign.Of(8_000, 2_500));
            run.Within("settled under a wrong clock, s, worst", (await stage.Settled()).TotalSeconds, 10);
        }

        // What is to go out in four seconds goes then, by the database's clock, whatever the workers believe.
        clock.Is(TimeSpan.FromHours(1));
        await Task.Delay(2_500);
        var later = await announcer.Commit(["oLater"], and: "update delivery set not_before = now() + interval '4 seconds' where open_id = 'oLater'");
        var waited = Stopwatch.StartNew();
        await FaultRun.Until("the delayed one is sent", () => Task.FromResult(stage.Sink.EffectsOf(later[0]) > 0));
        run.Note("a delay of 4 s took, s", waited.Elapsed.TotalSeconds);
        Assert.InRange(waited.Elapsed.TotalSeconds, 3.5, 4 + (10 * Campaign.Slack));
        var verdict = await stage.Judge(load);
        NothingLostNothingDoubled(verdict);
        Assert.Equal(0, verdict.Parked);
    });
}
