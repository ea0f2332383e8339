using System.Diagnostics;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>WeChat answers late, wrongly, or not at all.</summary>
public sealed partial class FaultMatrix
{
    [FaultRow("P12", "WeChat busy (-1), 502, resets before and after the effect, hangs", quick: false)]
    public Task P12_busy_broken_and_silent() => Row(async run =>
    {
        foreach (var (tier, dedup, policy) in Campaign.Of(Tiers(), Tiers().Where(of => of.Tier != "B resend")))
        {
            await using var stage = await Stage.Open(run);
            var faults = stage.Sink.Faults;
            (faults.Dedup, faults.Busy, faults.ServerError, faults.ResetBefore, faults.ResetAfter) = (dedup, 0.05, 0.02, 0.03, 0.03);
            (faults.HangBefore, faults.HangAfter) = (0.01, 0.01);
            stage.Settings["Messaging__Unknown"] = policy;
            stage.Settings["Messaging__SendDeadline"] = Campaign.Of("00:00:02", "00:00:06");
            stage.Settings["PUSH_PLAN_MS"] = "100,200,400,800,1600,1600,1600,1600";
            await stage.StartWorkers(2);
            await using var load = stage.Offer(Campaign.Of(200, 150));
            await Task.Delay(Campaign.Times(15_000, 2_500));
            var verdict = await stage.Judge(load, patienceSeconds: 180);
            run.Note($"tier {tier}", $"{verdict.Accepted} accepted, {faults.Drawn} faults, {verdict.Doubled} doubled, {verdict.Parked} parked");
            Assert.True(faults.Drawn + verdict.Excused > verdict.Accepted / 20, "too few faults to prove anything");
            NothingLost(verdict);
            Assert.True(verdict.Doubled <= verdict.Excused || tier == "B resend", verdict.ToString());
            Assert.True(tier == "A" || verdict.Parked + verdict.Doubled <= faults.Drawn + verdict.Excused, verdict.ToString());

            // Pauses grow, and no two receivers are asked again in step.
            var gaps = stage.Sink.Messages.Values.SelectMany(of => of.Gaps.Take(1)).ToList();
            Assert.True(gaps.Count == 0 || gaps.Distinct().Count() > gaps.Count / 10, "repeats come in step");
        }
    });

    [FaultRow("P13", "45009 on one account: it rests, the other goes on; it goes on when the rest is lifted", quick: false)]
    public Task P13_quota_of_one_account() => Row(async run =>
    {
        await using var stage = await Stage.Open(run);
        await stage.StartWorkers(2);
        await using var announcer = new Announcer(stage.Database);
        await Flow(stage, announcer, "warm");
        var quiet = await Flow(stage, announcer, "quiet");
        stage.Sink.Faults.ByAccount["wxagency"] = 45009;
        await announcer.Commit(Enumerable.Range(0, 200).Select(i => $"oResting{i}"));
        var beside = await Flow(stage, announcer, "beside");
        await Task.Delay(2_000);
        var asked = Asked();
        run.Note("owner account ms", $"{quiet:0} alone, {beside:0} beside it");
        run.Note("agency asked after 45009", asked);
        Assert.Equal(200, await stage.Ask<long>("select count(*) from delivery where account = 'Agency' and state = 'Pending' and failures = 0 and uncertain_since is null"));
        await Task.Delay(2_500);
        Assert.Equal(asked, Asked());
        Assert.True(beside <= (quiet * 1.2 * Campaign.Slack) + 500, $"the owners' account took {beside:0} ms instead of {quiet:0}");

        // WeChat's console resets the count (clear_quota); the operator lifts the rest, and everything goes out.
        stage.Sink.Faults.ByAccount["wxagency"] = 0;
        await stage.Do("update push_account set rests_until = null, rest_reason = null, learned_quota = null where account = 'Agency'");
        run.Note("out after the lifting, s", (await stage.Settled()).TotalSeconds);
        Assert.Equal(200, await stage.Ask<long>("select count(*) from delivery where account = 'Agency' and state = 'Sent' and failures = 0"));

        int Asked() => stage.Sink.Messages.Values.Count(of => of.OpenId.StartsWith("oResting", StringComparison.Ordinal));
    });

    [FaultRow("P14", "a token taken back after every 200 sends, three workers", quick: false)]
    public Task P14_token_storm() => Row(async run =>
    {
        await using var stage = await Stage.Open(run);
        stage.Sink.Tokens.Lasts = 200;
        await stage.StartWorkers(3);
        await using var load = stage.Offer(Campaign.Of(400, 150));
        await Task.Delay(Campaign.Times(30_000, 4_000));
        var verdict = await stage.Judge(load);
        var tokens = stage.Sink.Tokens;
        run.Note("taken back", tokens.TakenBack);
        run.Note("fetched", tokens.Fetched);
        run.Note("refused sends", tokens.Refused);
        NothingLostNothingDoubled(verdict);
        Assert.True(tokens.TakenBack >= 3, "the storm did not come");
        Assert.True(tokens.Fetched <= tokens.TakenBack + 1, $"{tokens.Fetched} fetches for {tokens.TakenBack} tokens taken back");
        Assert.InRange(await stage.Ask<long>("select count(*) from delivery where failures > 0"), 0, verdict.Excused);
    });

    [FaultRow("P15", "43117, 40241 for a while; 43004, 40003, 47003 for good", quick: true)]
    public Task P15_refusals() => Row(async run =>
    {
        await using var stage = await Stage.Open(run);
        stage.Settings["PUSH_PLAN_MS"] = "100,200,400,800";
        var faults = stage.Sink.Faults;
        faults.For("oOften", nth => nth == 1 ? 43117 : 0);
        faults.For("oTwice", nth => nth == 1 ? 40241 : 0);
        faults.For("oGone", _ => 43004);
        faults.For("oWrong", _ => 40003);
        faults.For("oField", _ => 47003);
        await stage.StartWorkers(1);
        await using var announcer = new Announcer(stage.Database);
        await announcer.Commit(["oOften", "oTwice", "oGone", "oWrong", "oField", .. Enumerable.Range(0, 200).Select(i => $"oFine{i}")]);
        await FaultRun.Until("the others are sent", async () => await stage.Ask<long>("select count(*) from delivery where state = 'Sent'") >= 200);
        await FaultRun.Until("the refusals stand", async () => await stage.Ask<long>("select count(*) from delivery where state in ('Refused', 'NotFollowing')") == 3);
        Assert.Equal(("NotFollowing", 1), (await Of("oGone"), faults.AskedFor("oGone")));
        Assert.Equal(("Refused", 1), (await Of("oWrong"), faults.AskedFor("oWrong")));
        Assert.Equal(("Refused", 1), (await Of("oField"), faults.AskedFor("oField")));
        Assert.Matches("40003.*6579a1b2", await stage.Ask<string>("select reason from delivery where open_id = 'oWrong'"));
        Assert.Contains("thing1", await stage.Ask<string>("select reason from delivery where open_id = 'oField'"));
        run.Note("sent first", await stage.Ask<long>("select count(*) from delivery where state = 'Sent'"));

        // The two that are only asked too often wait for themselves, and go out: half a minute, if the row has the time.
        Assert.Equal(2, await stage.Ask<long>("select count(*) from delivery where open_id in ('oOften', 'oTwice') and not_before > created_at + interval '25 seconds'"));
        if (Campaign.IsFull)
        {
            await FaultRun.Until("the two are sent", async () => await stage.Pending() == 0);
            Assert.Equal((2, 2), (faults.AskedFor("oOften"), faults.AskedFor("oTwice")));
        }

        Task<string> Of(string openId) => stage.Ask<string>($"select state from delivery where open_id = '{openId}'");
    });

    /// <summary>Milliseconds that 400 messages of the owners' account take.</summary>
    private static async Task<double> Flow(Stage stage, Announcer announcer, string name)
    {
        var clock = Stopwatch.StartNew();
        await announcer.Commit(Enumerable.Range(0, 400).Select(i => $"o{name}{i}"), ServiceAccountKind.Owner);
        await FaultRun.Until("the owners' are sent", async () =>
            await stage.Ask<long>($"select count(*) from delivery where state = 'Sent' and open_id like 'o{name}%'") == 400, everyMilliseconds: 10);
        return clock.Elapsed.TotalMilliseconds;
    }
}
