namespace WeChatService.Pipeline.Tests.Redis;

public sealed class ForgettingTests : IDisposable
{
    private readonly RedisServer server = new();
    private readonly RedisPushTransport transport;

    public ForgettingTests() => transport = Given.AReadyTransport(Given.Options(server.Port));

    [Fact]
    public async Task A_forgotten_script_is_sent_again()
    {
        await transport.Doorbell.Ring(Given.Account, Given.Parcels(1), Given.Window);
        server.Ask("SCRIPT FLUSH");

        Assert.Equal(1, await transport.Doorbell.Ring(Given.Account, Given.Parcels(1), Given.Window));
    }

    [Fact]
    public async Task A_window_lost_during_a_waiting_read_is_reported_and_made_anew()
    {
        using var patient = Given.APatientTransport(server.Port);
        await patient.Listener.Read(Given.Accounts, 10, Given.NoWait);
        var read = patient.Listener.Read(Given.Accounts, 10, Given.LongWait);
        await Task.Delay(50);
        server.Ask("FLUSHALL");

        Assert.True((await read).WindowWasLost);
        await transport.Doorbell.Ring(Given.Account, Given.Parcels(1), Given.Window);
        Assert.Single((await transport.Listener.Read(Given.Accounts, 10, Given.NoWait)).Parcels);
    }

    [Fact]
    public async Task A_window_lost_between_reads_is_reported_by_whoever_comes_first()
    {
        await transport.Listener.Read(Given.Accounts, 10, Given.NoWait);
        server.Ask("FLUSHALL");

        var takeOver = await transport.Listener.TakeOver(Given.Account, TimeSpan.Zero, 10);
        var read = await transport.Listener.Read(Given.Accounts, 10, Given.NoWait);

        Assert.Equal((true, false), (takeOver.WindowWasLost, read.WindowWasLost));
    }

    [Fact]
    public async Task A_full_redis_refuses_to_ring_but_still_drains()
    {
        await transport.Listener.Read(Given.Accounts, 10, Given.NoWait);
        await transport.Doorbell.Ring(Given.Account, Given.Parcels(50), Given.Window);
        server.Ask("CONFIG SET maxmemory 1mb");

        var refused = await Assert.ThrowsAsync<PushTransportException>(
            () => transport.Doorbell.Ring(Given.Account, Given.Parcels(1), Given.Window));
        var batch = await transport.Listener.Read(Given.Accounts, 100, Given.NoWait);
        await transport.Listener.Finish(batch.Parcels);

        Assert.Equal(PushFailure.Full, refused.Failure);
        Assert.Equal(50, batch.Parcels.Count);
        Assert.True(transport.IsReady);
    }

    [Fact]
    public async Task An_evicting_redis_is_not_healthy()
    {
        Assert.True((await transport.Check()).IsReady);
        server.Ask("CONFIG SET maxmemory-policy allkeys-lru");

        Assert.False((await transport.Check()).IsReady);
    }

    public void Dispose()
    {
        transport.Dispose();
        server.Dispose();
    }
}
