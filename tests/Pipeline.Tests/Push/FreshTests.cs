using WeChatService.Messaging;
using WeChatService.Messaging.Push;
using WeChatService.Pipeline.Tests.Kit;

namespace WeChatService.Pipeline.Tests.Push;

/// <summary>What the relay of a sending process writes is claimed by its own commit, and is nobody's loss if anything comes between.</summary>
public sealed class FreshTests : IAsyncLifetime
{
    private readonly PushRig rig = new();

    public Task InitializeAsync() => rig.InitializeAsync();

    public Task DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task They_are_sent_by_the_process_that_wrote_them_without_a_way_through_Redis()
    {
        var worker = await rig.Worker();
        await rig.Announce(1);
        await rig.Until((DeliveryState.Sent, 1)); // the stream exists now
        for (var i = 2; i <= 21; i++)
        {
            await rig.Announce(1, by: worker);
            await rig.Until((DeliveryState.Sent, i));
        }

        // Now and then the leader looks just while one is being sent, and rings it in vain.
        var entries = rig.Redis.Ask("XINFO STREAM push:agency").Split("entries-added\r\n:")[1].Split('\r')[0];
        Assert.InRange(int.Parse(entries), 1, 11);
        Assert.Equal(21, rig.Sink.Requests);
        Assert.True(await rig.Becomes(Attempts, 0L), "an attempt was left");
    }

    [Fact]
    public async Task A_process_that_dies_behind_its_commit_leaves_them_to_another()
    {
        var dying = await rig.Worker(name: "dying", dies: point => point == KillPoint.AfterClaim ? throw new KilledException() : Task.CompletedTask);
        await Idle(dying);
        await rig.Announce(1, by: dying);
        Assert.Equal(1L, await Attempts());
        await rig.Worker(name: "other");
        await rig.Until((DeliveryState.Sent, 1));
        Assert.Single(rig.Sink.Effects);
        Assert.Equal(1, await rig.Database.Ask<int>("select crashes from delivery"));
    }

    [Fact]
    public async Task A_commit_that_fails_leaves_no_claim_and_takes_nobody_s_turn()
    {
        var worker = await rig.Worker();
        await Idle(worker);
        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.Announce(1, by: worker, committing: () => throw new InvalidOperationException("a later handler")));
        Assert.Equal(0, worker.FreshUnderWay);
        await rig.Announce(1, by: worker);
        await rig.Until((DeliveryState.Sent, 1));
        Assert.Equal(1, rig.Sink.Requests);
        Assert.True(await rig.Becomes(Attempts, 0L), "an attempt was left");
    }

    [Fact]
    public async Task A_process_that_stops_meanwhile_gives_them_back_unharmed()
    {
        var stopping = await rig.Worker(name: "stopping");
        await Idle(stopping);
        await rig.Announce(1, by: stopping, committing: stopping.StopSending);
        Assert.Equal(0L, await Attempts());
        await rig.Worker(name: "other");
        await rig.Until((DeliveryState.Sent, 1));
        Assert.Equal(1, rig.Sink.Requests);
        Assert.Equal(0, await rig.Database.Ask<int>("select crashes from delivery"));
    }

    [Fact]
    public async Task Without_Redis_they_wait_and_hold_no_commit_up()
    {
        var worker = await rig.Worker();
        await Idle(worker);
        rig.Redis.Freeze();
        await rig.Announce(1, by: worker);
        Assert.Equal(0L, await Attempts());
        Assert.Equal(0, rig.Sink.Requests);
        rig.Redis.Thaw();
        await rig.Until((DeliveryState.Sent, 1));
    }

    private Task<long> Attempts() => rig.Database.Ask<long>("select count(*) from push_attempt");

    /// <summary>Waits until the process' senders have nothing to do: before that it claims nothing.</summary>
    private async Task Idle(Kit.PushWorker worker) =>
        Assert.True(await rig.Becomes(() => Task.FromResult(worker.IsIdle), true), "never idle");
}
