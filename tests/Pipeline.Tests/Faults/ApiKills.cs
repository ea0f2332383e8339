using System.Diagnostics;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>The Host dies, or is told to go, between a person's click and everything that follows from it.</summary>
public sealed partial class FaultMatrix
{
    [FaultRow("P1", "kill -9 of the API around its commit; clients repeat with the same key", quick: true)]
    public Task P1_kill_nine_of_the_API() => Row(async run =>
    {
        await using var house = await HouseStage.Open(run);
        await house.StartHost("api");
        await using var clicks = await Clicks.Prepare(house.System);
        clicks.Start(TimeSpan.Zero);
        for (var i = 0; i < Campaign.Times(40, 2); i++)
        {
            await run.Pause(100, 1_500);
            house.Host.KillNine();
            run.Add("kills", 1);
            await house.StartHost("api");
        }

        await run.Pause(300, 600);
        await clicks.Stop();

        // Nobody relays in the role api, so that every event is still there to be counted.
        run.Note("writes", clicks.Done.Count);
        run.Note("repeated", clicks.Repeats);
        var keys = string.Join(',', clicks.Done.Keys.Select(key => $"'{key}'"));
        Assert.Empty(clicks.Wrong);
        Assert.True(clicks.Repeats > 0, "no kill met a request");
        Assert.Equal(clicks.Done.Count, await house.Stage.Ask<long>($"select count(*) from idempotency_record where key in ({keys})"));
        Assert.Equal(clicks.HandedOut, await house.Stage.Ask<long>("select count(*) from outbox_event where type like '%assigned'"));
        Assert.Equal(clicks.HandedOut, await house.Stage.Ask<long>("select count(*) from audit_entry where act = 'plan.assigned'"));
        Assert.Equal(0, await clicks.Replay());
    });

    [FaultRow("P2", "kill -9 between the commit and the XADD: Redis is frozen, so that no XADD can have happened", quick: false)]
    public Task P2_kill_nine_between_commit_and_ring() => Row(async run =>
    {
        await using var house = await HouseStage.Open(run);
        await house.Follow(Clicks.Operators);
        await house.StartHost("all");
        // Who is given a facility is told, and who loses it too (PLN-14).
        var told = 0;
        for (var i = 0; i < Campaign.Times(10, 2); i++)
        {
            house.Stage.Redis.Freeze();
            await using (var clicks = await Clicks.Prepare(house.System, again: i > 0))
            {
                clicks.Start(TimeSpan.FromMilliseconds(20));
                await run.Pause(300, 1_000);
                await clicks.Stop();
                Assert.Empty(clicks.Wrong);
                told += clicks.Done.Count;
            }

            await run.Pause(0, 400);
            house.Host.KillNine();
            run.Add("kills", 1);
            house.Stage.Redis.Thaw();
            await house.StartHost("all");
            var clock = Stopwatch.StartNew();
            await FaultRun.Until("all are sent", async () => await house.Stage.Ask<long>("select count(*) from delivery where state = 'Sent'") == told);
            run.Within("published after the restart, s", clock.Elapsed.TotalSeconds, 5);
        }

        run.Note("writes", told);
        Assert.Equal(told, house.Stage.Sink.Messages.Values.Sum(of => of.Effects));
    });
}
