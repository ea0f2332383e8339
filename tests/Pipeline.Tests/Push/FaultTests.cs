using Npgsql;
using WeChatService.Messaging;
using WeChatService.Messaging.Push;

namespace WeChatService.Pipeline.Tests.Push;

/// <summary>Kill-points and outages: nothing is lost, and one effect each.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private readonly PushRig rig = new();

    public Task InitializeAsync() => rig.InitializeAsync();

    public Task DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task FLUSHALL_in_the_middle_of_the_flow_loses_nothing()
    {
        await rig.Worker(PushRig.Impatient with { Lanes = 1, Batch = 16, PerSecond = 400, Burst = 50 });
        await rig.Announce(600);
        for (var i = 0; i < 4; i++)
        {
            await Task.Delay(200);
            rig.Redis.Ask("FLUSHALL");
        }

        await rig.Until((DeliveryState.Sent, 600));
        Assert.Equal((600, 600), (rig.Sink.Requests, rig.Sink.Effects.Count));
    }

    [Fact]
    public async Task Without_Redis_everything_waits_and_goes_out_when_it_returns()
    {
        await rig.Worker();
        await rig.Announce(5);
        await rig.Until((DeliveryState.Sent, 5));
        rig.Redis.KillNine();
        await rig.Announce(40);

        await Task.Delay(1_000);
        Assert.Equal(5, rig.Sink.Requests);
        rig.Redis.Restart();

        await rig.Until((DeliveryState.Sent, 45));
        Assert.Equal(45, rig.Sink.Effects.Count);
    }

    [Fact]
    public async Task A_PostgreSQL_that_goes_silent_and_comes_back_finds_its_workers_waiting()
    {
        var connection = new NpgsqlConnectionStringBuilder(rig.Database.App);
        using var proxy = new FaultProxy(connection.Port);
        var throughProxy = new NpgsqlConnectionStringBuilder(rig.Database.App) { Port = proxy.Port, Timeout = 2 };
        await rig.Worker(database: throughProxy.ConnectionString);
        await rig.Announce(5);
        await rig.Until((DeliveryState.Sent, 5));

        proxy.FallSilent();
        await rig.Announce(20);
        await Task.Delay(1_500);
        proxy.Heal();

        await rig.Until((DeliveryState.Sent, 25));
        Assert.Equal(25, rig.Sink.Effects.Count);
    }

    [Fact]
    public async Task A_worker_that_dies_between_claim_and_send_is_replaced_within_seconds()
    {
        await rig.Worker(name: "dies", dies: point => point == KillPoint.AfterClaim ? throw new KilledException() : Task.CompletedTask);
        await rig.Announce(20);
        Assert.True(await rig.Becomes(() => rig.Database.Ask<long>("select coalesce(sum(cardinality(deliveries)), 0) from push_attempt"), 20), "never claimed");
        Assert.Equal(0, rig.Sink.Requests);

        await rig.Worker(name: "lives");

        await rig.Until((DeliveryState.Sent, 20));
        Assert.Equal((20, 20), (rig.Sink.Requests, rig.Sink.Effects.Count));
    }

    [Fact]
    public async Task A_worker_that_dies_after_the_send_and_before_the_write_causes_no_second_message()
    {
        await rig.Worker(name: "dies", dies: point => point == KillPoint.AfterSend ? throw new KilledException() : Task.CompletedTask);
        await rig.Announce(20);
        Assert.True(await rig.Becomes(() => Task.FromResult(rig.Sink.Requests), 20), "never sent");

        await rig.Worker(name: "lives");

        await rig.Until((DeliveryState.Sent, 20));
        Assert.Equal((40, 20), (rig.Sink.Requests, rig.Sink.Effects.Count));
    }

    [Fact]
    public async Task Under_the_policy_park_the_same_death_parks_what_nobody_can_know()
    {
        var park = PushRig.Impatient with { Unknown = UnknownPolicy.Park };
        await rig.Worker(park, "dies", point => point == KillPoint.AfterSend ? throw new KilledException() : Task.CompletedTask);
        await rig.Announce(20);
        Assert.True(await rig.Becomes(() => Task.FromResult(rig.Sink.Requests), 20), "never sent");

        await rig.Worker(park, "lives");

        await rig.Until((DeliveryState.Unknown, 20));
        Assert.Equal(20, rig.Sink.Requests);
    }

    [Fact]
    public async Task A_worker_that_dies_after_the_write_leaves_no_place_of_the_window_taken()
    {
        await rig.Worker(name: "dies", dies: point => point == KillPoint.AfterFinish ? throw new KilledException() : Task.CompletedTask);
        await rig.Announce(20);
        await rig.Until((DeliveryState.Sent, 20));

        await rig.Worker(name: "lives");

        Assert.True(await rig.Becomes(() => Task.FromResult(rig.Redis.Ask("XLEN push:agency")), ":0\r\n"), "the window stayed occupied");
        Assert.Equal(20, rig.Sink.Requests);
    }
}
