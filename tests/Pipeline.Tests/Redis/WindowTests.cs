namespace WeChatService.Pipeline.Tests.Redis;

public sealed class WindowTests : IDisposable
{
    private readonly RedisServer server = new();
    private readonly RedisPushTransport transport;

    public WindowTests() => transport = Given.AReadyTransport(Given.Options(server.Port));

    [Fact]
    public async Task A_window_takes_no_more_than_its_size()
    {
        var rung = await transport.Doorbell.Ring(Given.Account, Given.Parcels(70), Given.Window);
        var rest = await transport.Doorbell.Ring(Given.Account, Given.Parcels(70), Given.Window);
        var none = await transport.Doorbell.Ring(Given.Account, Given.Parcels(1), Given.Window);

        Assert.Equal((70, 30, 0), (rung, rest, none));
        Assert.Equal(100, await transport.Doorbell.Count(Given.Account));
    }

    [Fact]
    public async Task What_was_rung_before_the_group_existed_is_read_in_order()
    {
        var ids = Given.Ids(3);
        await transport.Doorbell.Ring(Given.Account, [ids[..2], ids[2..]], Given.Window);

        var first = await transport.Listener.Read(Given.Accounts, 10, Given.NoWait);
        var second = await transport.Listener.Read(Given.Accounts, 10, Given.NoWait);

        Assert.True(first.WindowWasLost);
        Assert.Equal([ids[..2], ids[2..]], second.Parcels.Select(parcel => parcel.Deliveries));
    }

    [Fact]
    public async Task A_waiting_read_wakes_up_when_an_id_is_rung()
    {
        using var patient = Given.APatientTransport(server.Port);
        await patient.Listener.Read(Given.Accounts, 10, Given.NoWait);
        var read = patient.Listener.Read(Given.Accounts, 10, Given.LongWait);
        await Task.Delay(100);
        Assert.False(read.IsCompleted);

        await patient.Doorbell.Ring(Given.Account, Given.Parcels(1), Given.Window);

        Assert.Single((await read.WaitAsync(Given.LongWait / 2)).Parcels);
    }

    [Fact]
    public async Task One_read_serves_several_accounts()
    {
        string[] accounts = ["agency", "owner"];
        await transport.Listener.Read(accounts, 10, Given.NoWait);
        await transport.Doorbell.Ring("agency", Given.Parcels(2), Given.Window);
        await transport.Doorbell.Ring("owner", Given.Parcels(1), Given.Window);

        var batch = await transport.Listener.Read(accounts, 10, Given.NoWait);
        await transport.Listener.Finish(batch.Parcels);

        Assert.Equal(["agency", "agency", "owner"], batch.Parcels.Select(parcel => parcel.Stream));
        Assert.Equal(0, await transport.Doorbell.Count("owner"));
    }

    [Fact]
    public async Task Finishing_frees_the_places_and_may_be_repeated()
    {
        await transport.Listener.Read(Given.Accounts, 10, Given.NoWait);
        await transport.Doorbell.Ring(Given.Account, Given.Parcels(5), Given.Window);
        var batch = await transport.Listener.Read(Given.Accounts, 10, Given.NoWait);

        await transport.Listener.Finish(batch.Parcels);
        await transport.Listener.Finish(batch.Parcels);

        Assert.Equal(0, await transport.Doorbell.Count(Given.Account));
        Assert.StartsWith("*4\r\n:0\r\n", server.Ask($"XPENDING push:{Given.Account} senders"));
    }

    [Fact]
    public async Task What_is_given_back_is_read_again_by_any_consumer()
    {
        await transport.Listener.Read(Given.Accounts, 10, Given.NoWait);
        await transport.Doorbell.Ring(Given.Account, [Given.Ids(3)], Given.Window);
        var parcel = (await transport.Listener.Read(Given.Accounts, 10, Given.NoWait)).Parcels[0];

        await transport.Listener.GiveBack([parcel with { Deliveries = parcel.Deliveries[1..] }]);

        using var other = Given.AReadyTransport(Given.Options(server.Port) with { Consumer = "worker-2" });
        var again = await other.Listener.Read(Given.Accounts, 10, Given.NoWait);
        Assert.Equal(parcel.Deliveries[1..], Assert.Single(again.Parcels).Deliveries);
        Assert.Equal(1, await transport.Doorbell.Count(Given.Account));
    }

    [Fact]
    public async Task An_entry_that_was_deleted_but_not_acknowledged_leaves_nothing_behind()
    {
        await transport.Listener.Read(Given.Accounts, 10, Given.NoWait);
        await transport.Doorbell.Ring(Given.Account, Given.Parcels(1), Given.Window);
        var batch = await transport.Listener.Read(Given.Accounts, 10, Given.NoWait);
        server.Ask($"XDEL push:{Given.Account} {batch.Parcels[0].Entry}");

        var taken = await transport.Listener.TakeOver(Given.Account, TimeSpan.Zero, 10);

        Assert.Empty(taken.Parcels);
        Assert.StartsWith("*4\r\n:0\r\n", server.Ask($"XPENDING push:{Given.Account} senders"));
    }

    [Fact]
    public async Task What_a_dead_consumer_held_is_taken_over_after_its_idle_time()
    {
        await transport.Listener.Read(Given.Accounts, 10, Given.NoWait);
        await transport.Doorbell.Ring(Given.Account, Given.Parcels(4), Given.Window);
        await transport.Listener.Read(Given.Accounts, 10, Given.NoWait);
        using var other = Given.AReadyTransport(Given.Options(server.Port) with { Consumer = "worker-2" });

        var early = await other.Listener.TakeOver(Given.Account, TimeSpan.FromSeconds(30), 10);
        await Task.Delay(60);
        var late = await other.Listener.TakeOver(Given.Account, TimeSpan.FromMilliseconds(50), 10);

        Assert.Empty(early.Parcels);
        Assert.Equal(4, late.Parcels.Count);
    }

    public void Dispose()
    {
        transport.Dispose();
        server.Dispose();
    }
}
