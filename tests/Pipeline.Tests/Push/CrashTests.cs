using WeChatService.Messaging;
using WeChatService.Messaging.Push;

namespace WeChatService.Pipeline.Tests.Push;

/// <summary>Workers that die with deliveries in hand, and answers that come late.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private readonly PushRig rig = new();

    public Task InitializeAsync() => rig.InitializeAsync();

    public Task DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task A_delivery_that_kills_its_sender_is_dead_after_three_crashes_and_its_neighbours_go_out()
    {
        await rig.Announce(20);
        for (var life = 1; life <= 3; life++)
        {
            var crash = life;
            await rig.Worker(name: $"worker-{life}", dies: point =>
                point == KillPoint.AfterSend && rig.Sink.Seen.Count(of => of.OpenId == "o7") >= crash ? throw new KilledException() : Task.CompletedTask);
            Assert.True(await rig.Becomes(() => rig.Database.Ask<int>("select crashes from delivery where open_id = 'o7'"), crash), $"crash {crash} never noticed");
        }

        await rig.Worker(name: "worker-4");

        await rig.Until((DeliveryState.Sent, 19), (DeliveryState.Dead, 1));
        Assert.Equal("o7", await rig.Database.Ask<string>("select open_id from delivery where state = 'Dead'"));
        Assert.Equal(DeliveryReasons.Poison, await rig.Database.Ask<string>("select reason from delivery where state = 'Dead'"));
        Assert.Equal(3, rig.Sink.Seen.Count(of => of.OpenId == "o7"));
    }

    [Fact]
    public async Task A_late_answer_settles_what_had_been_called_unknown()
    {
        rig.Sink.Answers = _ => SinkAnswer.TakenAndSaidLate;
        await rig.Worker(PushRig.Impatient with { Unknown = UnknownPolicy.Park });

        await rig.Announce(3);

        await rig.Until((DeliveryState.Sent, 3));
        Assert.Equal((3, 3L), (rig.Sink.Requests, await rig.Database.Ask<long>("select count(*) from delivery where msg_id > 0 and uncertain_since is null")));
    }

    [Fact]
    public async Task One_that_hangs_neither_holds_up_its_parcel_nor_parks_it()
    {
        rig.Sink.Answers = request => request.OpenId == "o3" ? SinkAnswer.TakenButSilent : SinkAnswer.Ok;
        await rig.Worker(PushRig.Impatient with { Unknown = UnknownPolicy.Park, Lanes = 1, SendDeadline = TimeSpan.FromSeconds(8) });

        await rig.Announce(40);
        await rig.Until((DeliveryState.Sent, 39), (DeliveryState.Pending, 1));
        rig.Sink.Answers = _ => SinkAnswer.Ok;
        await rig.Announce(40);
        await rig.Until((DeliveryState.Sent, 79), (DeliveryState.Pending, 1));

        await rig.Until((DeliveryState.Sent, 79), (DeliveryState.Unknown, 1));
        Assert.Equal(0, await rig.Database.Ask<long>("select count(*) from push_attempt"));
    }

    [Fact]
    public void Silence_is_death_only_while_the_watch_itself_was_awake()
    {
        var now = 0L;
        var watch = new WorkerWatch(TimeSpan.FromSeconds(3), () => now);
        string[] At(long at, long beat)
        {
            now = at;
            return watch.Look(new Dictionary<string, long> { ["a"] = beat, ["b"] = at });
        }

        Assert.Empty(At(0, 7));
        Assert.Empty(At(1_000, 7));
        Assert.Empty(At(2_000, 7));
        Assert.Equal(["a"], At(3_000, 7));
        Assert.Empty(At(4_000, 8));

        // Ten seconds without the database: nobody could say that he lives.
        Assert.Empty(At(14_000, 8));
        Assert.Empty(At(15_000, 8));
        Assert.Empty(At(16_000, 8));
        Assert.Equal(["a"], At(17_000, 8));
    }
}
