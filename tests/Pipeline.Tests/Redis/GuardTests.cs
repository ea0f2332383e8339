using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;

namespace WeChatService.Pipeline.Tests.Redis;

public sealed class GuardTests : IDisposable
{
    private readonly RedisServer server = new();
    private readonly FaultProxy proxy;
    private readonly LineLog log = new(print: false);
    private readonly RedisPushTransport transport;

    public GuardTests()
    {
        proxy = new FaultProxy(server.Port);
        transport = Given.AReadyTransport(Given.ImpatientOptions(proxy.Port), log);
    }

    [Fact]
    public async Task A_call_to_a_silent_peer_ends_at_its_deadline()
    {
        proxy.FallSilent();
        var clock = Stopwatch.StartNew();

        var failed = await Assert.ThrowsAsync<PushTransportException>(() => transport.Doorbell.Count(Given.Account));

        Assert.Equal(PushFailure.TimedOut, failed.Failure);
        Assert.True(failed.MayHaveRun);
        Assert.InRange(clock.ElapsedMilliseconds, 250, 20_000);
    }

    [Fact]
    public async Task A_silent_peer_is_noticed_calls_fail_at_once_and_heal_by_themselves()
    {
        proxy.FallSilent();
        Assert.True(Given.Within(20_000, () => !transport.IsReady), "never noticed");
        bool BothNoticed() => log.Lines.Count(line => line.Contains("-> Down")) == 2;
        Assert.True(Given.Within(20_000, BothNoticed), "only one link noticed");

        var clock = Stopwatch.StartNew();
        var failed = await Assert.ThrowsAsync<PushTransportException>(() => transport.Doorbell.Count(Given.Account));
        Assert.Equal(PushFailure.Down, failed.Failure);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 200);

        proxy.Heal();
        Assert.True(Given.Within(20_000, () => transport.IsReady), "never healed");
        Assert.Equal(0, await transport.Doorbell.Count(Given.Account));
    }

    [Fact]
    public async Task A_reader_that_waits_all_the_time_is_not_taken_for_silent()
    {
        // A generous deadline: the claim is about the pings, and a busy machine must not fail it.
        var options = Given.ImpatientOptions(server.Port) with { CallDeadline = TimeSpan.FromSeconds(5) };
        var ownLog = new LineLog(print: false);
        using var waiting = Given.AReadyTransport(options, ownLog);
        for (var i = 0; i < 10; i++)
        {
            await waiting.Listener.Read(Given.Accounts, 10, TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, ownLog.Lines.Count); // the two links becoming ready
    }

    [Fact]
    public void A_loading_redis_is_asked_a_few_times_a_second_and_logged_once()
    {
        proxy.SayLoading();
        server.Ask("CLIENT KILL TYPE normal SKIPME yes");
        Assert.True(Given.Within(20_000, () => log.Lines.Count(line => line.Contains("-> Loading")) == 2), "LOADING unseen");

        var (before, clock) = (proxy.Accepted, Stopwatch.StartNew());
        Assert.True(Given.Within(20_000, () => proxy.Accepted >= before + 20), "asked no more");
        var seconds = clock.Elapsed.TotalSeconds;
        proxy.Heal();

        Assert.InRange(20 / seconds, 0.5, 25); // two links, a probe each 100 ms; fewer where the machine is loaded
        Assert.True(Given.Within(20_000, () => transport.IsReady), "never healed");
        Assert.InRange(log.Lines.Count, 2 + 6, 2 + 6); // Down, Loading, Ready for each link
    }

    [Fact]
    public async Task A_killed_redis_is_found_again_with_everything_acknowledged()
    {
        await transport.Doorbell.Ring(Given.Account, Given.Parcels(20), Given.Window);

        server.KillNine();
        Assert.True(Given.Within(20_000, () => !transport.IsReady), "unnoticed");
        server.Restart();

        Assert.True(Given.Within(20_000, () => transport.IsReady), "never healed");
        Assert.Equal(20, await transport.Doorbell.Count(Given.Account));
    }

    [Fact]
    public async Task A_starved_thread_pool_is_not_taken_for_a_silent_peer()
    {
        await transport.Doorbell.Count(Given.Account);
        for (var i = 0; i < 60; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => Thread.Sleep(300), null);
        }

        Thread.Sleep(3_000);

        Assert.Equal(2, log.Lines.Count); // the two links becoming ready
    }

    [Fact]
    public async Task Calls_to_a_silent_peer_are_bounded_in_number()
    {
        using var bounded = Given.AReadyTransport(Given.ImpatientOptions(proxy.Port) with { MaxUnanswered = 50 });
        proxy.FallSilent();

        var calls = Enumerable.Range(0, 200).Select(_ => bounded.Doorbell.Count(Given.Account)).ToList();
        await Task.WhenAll(calls.Select(call => call.ContinueWith(_ => { })));
        var failures = calls.CountBy(call => ((PushTransportException)call.Exception!.InnerException!).Failure).ToDictionary();

        Assert.InRange(failures[PushFailure.Busy], 148, 152);
    }

    [Fact]
    public async Task A_password_opens_the_door_and_a_wrong_one_is_reported()
    {
        server.Ask("CONFIG SET requirepass secret");
        var options = Given.ImpatientOptions(server.Port);

        using var right = Given.AReadyTransport(options with { Password = "secret" });
        using var wrong = new RedisPushTransport(options with { Password = "guess" }, NullLogger<RedisPushTransport>.Instance);

        Assert.Equal(0, await right.Doorbell.Count(Given.Account));
        Assert.True(Given.Within(20_000, () => wrong.Check().GetAwaiter().GetResult().Detail.Contains("WRONGPASS")), "the wrong password is not reported");
    }

    [Fact]
    public void Replaced_connections_leave_no_clients_at_the_server()
    {
        for (var i = 0; i < 10; i++)
        {
            server.Ask("CLIENT KILL TYPE normal SKIPME yes");
            Thread.Sleep(50);
            Assert.True(Given.Within(20_000, () => transport.IsReady), "never healed");
        }

        Assert.True(Given.Within(20_000, () => server.Info("clients", "connected_clients") == 3), "clients left behind");
    }

    public void Dispose()
    {
        transport.Dispose();
        proxy.Dispose();
        server.Dispose();
    }
}
