using System.Diagnostics;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>Workers die in every way that a process can.</summary>
public sealed partial class FaultMatrix
{
    [FaultRow("P3", "kill -9 of workers at random instants under 500/s", quick: true)]
    public Task P3_kill_nine_of_workers() => Row(async run =>
    {
        foreach (var (tier, dedup, policy) in Campaign.Of(Tiers(), Tiers().Skip(2)))
        {
            await using var stage = await Stage.Open(run);
            stage.Sink.Faults.Dedup = dedup;

            // The short run has one volley: with answers that take their time it meets something in hand.
            stage.Sink.Faults.Delay = TimeSpan.FromMilliseconds(Campaign.Of(30, 200));
            stage.Settings["Messaging__Unknown"] = policy;
            await stage.StartWorkers(Campaign.Of(4, 3));
            await Volleys(stage, tier, Campaign.Times(25, 1), together: 2);
        }
    });

    [FaultRow("P4", "kill -9 between WeChat's answer and our commit (answers take 300 ms)", quick: false)]
    public Task P4_kill_nine_between_answer_and_commit() => Row(async run =>
    {
        foreach (var (tier, dedup, policy) in Tiers())
        {
            await using var stage = await Stage.Open(run);
            stage.Sink.Faults.Dedup = dedup;
            stage.Sink.Faults.Delay = TimeSpan.FromMilliseconds(300);
            stage.Settings["Messaging__Unknown"] = policy;
            await stage.StartWorkers(Campaign.Of(4, 3));
            await Volleys(stage, tier, Campaign.Times(15, 1), together: 2);
        }
    });

    [FaultRow("P16", "a message that kills every worker that sends it", quick: true)]
    public Task P16_poison() => Row(async run =>
    {
        await using var stage = await Stage.Open(run);
        stage.Sink.Faults.Dedup = false;
        stage.Settings["PUSH_DIE_ON"] = "oPoison";
        await stage.StartWorkers(2);
        await using var announcer = new Announcer(stage.Database);
        await using var load = stage.Offer(Campaign.Of(200, 100));
        await Task.Delay(1_000);
        await announcer.Commit(["oPoison"]);
        var clock = Stopwatch.StartNew();
        await FaultRun.Until("the poisoned message is given up", async () =>
        {
            Replace(stage);
            return await stage.Ask<string>("select state from delivery where open_id = 'oPoison'") != "Pending";
        });
        run.Note("given up after, s", clock.Elapsed.TotalSeconds);
        run.Within("the others go on, s", (await stage.Settled()).TotalSeconds, 10);
        var verdict = await stage.Judge(load, explained: ["Dead"]);
        NothingLost(verdict);
        Assert.Equal("Dead", await stage.Ask<string>("select state from delivery where open_id = 'oPoison'"));
        Assert.Equal(1, verdict.States.GetValueOrDefault("Dead"));
        Assert.InRange(int.Parse(run.Figures["kills"]), 3, 3 * 2);
        Assert.All(stage.Workers, worker => Assert.False(worker.HasEnded));
    });

    [FaultRow("P17", "three workers, each with its publisher, restarted in turn: SIGTERM and kill -9", quick: false)]
    public Task P17_rolling_restarts() => Row(async run =>
    {
        await using var stage = await Stage.Open(run);
        stage.Sink.Faults.Dedup = false;
        await stage.StartWorkers(3);
        await using var load = stage.Offer(Campaign.Of(500, 150));
        var inFlight = 0;
        for (var i = 0; i < Campaign.Times(24, 4); i++)
        {
            await Task.Delay(Campaign.Of(5_000, 1_500));
            if (i % 2 == 1)
            {
                inFlight += (await stage.KillWorkers(1)).Count;
                continue;
            }

            var leaving = stage.Workers[0];
            stage.Gone(leaving);
            var next = stage.StartWorker();
            run.Within("SIGTERM to the end, s, worst", (await leaving.Terminate()).TotalSeconds, 10);
            run.Add("SIGTERMs", 1);
            await next.Ready;
        }

        var verdict = await stage.Judge(load);
        NothingLost(verdict);
        Assert.True(verdict.Doubled <= inFlight + verdict.Excused, $"{verdict.Doubled} doubled, {inFlight} in hand at the kills");
        Assert.Equal(0, await stage.Strays());
    });

    /// <summary>As a service manager: whoever ended is started again.</summary>
    private static void Replace(Stage stage)
    {
        foreach (var dead in stage.Workers.Where(worker => worker.HasEnded).ToList())
        {
            stage.Gone(dead);
            stage.StartWorker();
            stage.Run.Add("kills", 1);
        }
    }

    private static IEnumerable<(string Tier, bool Dedup, string Policy)> Tiers() =>
        [("A", true, "Resend"), ("B resend", false, "Resend"), ("B park", false, "Park")];

    private static async Task Volleys(Stage stage, string tier, int volleys, int together)
    {
        await using var load = stage.Offer(Campaign.Of(500, 150));
        var (inFlight, before) = (new HashSet<Guid>(), stage.Unanswered());

        // One worker often has all the work, and who is killed is drawn: a short run whose volley met only idle ones fires another.
        for (var i = 0; i < volleys || (inFlight.Count == 0 && i < volleys + 5); i++)
        {
            await stage.Flows();
            await stage.Run.Pause(150, 1_500);
            inFlight.UnionWith(await stage.KillWorkers(together));
        }

        var verdict = await stage.Judge(load);
        var unanswered = stage.Unanswered() - before;
        stage.Run.Note($"tier {tier}", $"{verdict.Accepted} accepted, {verdict.Doubled} doubled, {verdict.Parked} parked, {inFlight.Count} in hand, {unanswered} unanswered");
        NothingLost(verdict);
        Assert.Equal(0, await stage.Strays());
        if (tier != "B resend")
        {
            NothingDoubled(verdict);
        }

        // A machine too slow to answer in six seconds adds answers that nobody heard; on a fit one there are none.
        Assert.True(inFlight.Count > 0, "no kill met anything in hand");
        var unheard = inFlight.Count + unanswered + (Campaign.IsFull ? 0 : verdict.Excused);
        Assert.True(verdict.Doubled <= unheard, $"{verdict.Doubled} doubled, but only {unheard} in hand at the kills or unanswered");
        Assert.True(tier == "A" || verdict.Parked <= unheard, $"{verdict.Parked} parked, but only {unheard} in hand at the kills or unanswered");
    }
}
