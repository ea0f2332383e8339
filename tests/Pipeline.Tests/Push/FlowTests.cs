using System.Diagnostics;
using WeChatService.Messaging;
using WeChatService.Messaging.Push;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Pipeline.Tests.Push;

public sealed class FlowTests : IAsyncLifetime
{
    private readonly PushRig rig = new();

    public Task InitializeAsync() => rig.InitializeAsync();

    public Task DisposeAsync() => rig.DisposeAsync();

    [Fact, Rule("NTF-18")]
    public async Task Every_committed_delivery_is_sent_once_and_its_row_says_so()
    {
        await rig.Worker();
        await rig.Announce(150);
        await rig.Announce(50, ServiceAccountKind.Owner);

        await rig.Until((DeliveryState.Sent, 200));

        Assert.Equal((200, 200), (rig.Sink.Requests, rig.Sink.Effects.Count));
        Assert.Equal(200, await rig.Database.Ask<long>("select count(*) from delivery where msg_id > 0 and finished_at is not null"));
        Assert.Equal(50, rig.Sink.Seen.Count(of => of.Account == "Owner"));
    }

    [Fact]
    public async Task What_was_committed_while_no_worker_ran_goes_out_when_one_starts()
    {
        await rig.Announce(30);

        await rig.Worker();

        await rig.Until((DeliveryState.Sent, 30));
    }

    [Fact]
    public async Task A_window_smaller_than_the_backlog_drains_it_all_the_same()
    {
        await rig.Announce(400);

        await rig.Worker(PushRig.Impatient with { Lanes = 1, Batch = 16, PerSecond = 200, Burst = 200, Window = 50 });

        await rig.Until((DeliveryState.Sent, 400));
        Assert.Equal((400, 400), (rig.Sink.Requests, rig.Sink.Effects.Count));
    }

    [Fact]
    public async Task Two_workers_share_the_work_and_send_nothing_twice()
    {
        var half = PushRig.Impatient with { Lanes = 1, Batch = 8 };
        await rig.Worker(half, "worker-1");
        await rig.Worker(half, "worker-2");

        await rig.Announce(600);

        await rig.Until((DeliveryState.Sent, 600));
        Assert.Equal(600, rig.Sink.Requests);
        Assert.Equal(["worker-1", "worker-2"], rig.Sink.Seen.Select(of => of.Worker).Distinct().Order());
    }

    [Fact]
    public async Task The_rate_of_an_account_is_kept()
    {
        await rig.Worker(PushRig.Impatient with { PerSecond = 40, Burst = 10 });
        var clock = Stopwatch.StartNew();
        await rig.Announce(100);
        await rig.Until((DeliveryState.Sent, 100));

        // Counted from the announcement on: a slow start and a loaded machine only make it longer.
        Assert.InRange(clock.Elapsed.TotalSeconds, ((100 - 10) / 40.0) - 0.1, 60);
    }

    [Fact]
    public async Task Stopping_in_order_leaves_nothing_claimed_and_loses_nothing()
    {
        var worker = await rig.Worker();
        await rig.Announce(500);
        await Task.Delay(150);

        await worker.Stop();

        var claimed = await rig.Database.Ask<long>("select count(*) from push_attempt");
        var sent = await rig.Database.Ask<long>("select count(*) from delivery where state = 'Sent'");
        Assert.Equal((0, rig.Sink.Effects.Count), (claimed, sent));
        await rig.Worker(name: "worker-2");
        await rig.Until((DeliveryState.Sent, 500));
        Assert.Equal(500, rig.Sink.Requests);
    }

    [Theory, Rule("NTF-18")]
    [InlineData("success", DeliveryState.Delivered)]
    [InlineData("failed:user block", DeliveryState.Blocked)]
    [InlineData("failed: system failed", DeliveryState.Failed)]
    internal async Task WeChats_last_word_is_joined_to_its_message_even_when_it_came_first(string status, DeliveryState expected)
    {
        await rig.Database.Do($"""
            insert into send_receipt (id, account, msg_id, status, received_at)
            values ('{Guid.CreateVersion7()}', 'Agency', 1, '{status}', now())
            """);
        await rig.Worker();

        await rig.Announce(1);

        await rig.Until((expected, 1));
        Assert.Equal(0, await rig.Database.Ask<long>("select count(*) from send_receipt"));
    }

    [Fact]
    public async Task Due_deliveries_that_nobody_moves_are_reported()
    {
        var worker = await rig.Worker();
        await worker.Stop();
        await rig.Announce(1);
        await rig.Database.Do("update delivery set created_at = now() - interval '20 seconds'");

        await using var database = PushDatabase.Open(PushRig.Configuration(rig.Database.App));
        var health = await new PushHealth(database, PushRig.Impatient).CheckHealthAsync(new());

        Assert.Equal("Degraded", health.Status.ToString());
        Assert.Contains("20 s", health.Description);
    }
}
