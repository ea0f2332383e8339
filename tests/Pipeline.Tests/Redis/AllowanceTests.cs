using System.Diagnostics;

namespace WeChatService.Pipeline.Tests.Redis;

public sealed class AllowanceTests : IDisposable
{
    private readonly RedisServer server = new();
    private readonly RedisPushTransport transport;

    public AllowanceTests() => transport = Given.AReadyTransport(Given.Options(server.Port));

    [Theory]
    [InlineData(200, 20)]
    [InlineData(500, 50)]
    public async Task Greedy_callers_together_get_the_rate_and_no_more(int perSecond, int burst)
    {
        var limit = new SendLimit(perSecond, burst);
        var granted = 0;
        var clock = Stopwatch.StartNew();
        async Task GreedyAsync()
        {
            while (clock.ElapsedMilliseconds < 2_000)
            {
                var grant = await transport.Allowance.Take(Given.Account, 7, limit);
                Interlocked.Add(ref granted, grant.Granted);
                await Task.Delay(1);
            }
        }

        await Task.WhenAll(GreedyAsync(), GreedyAsync(), GreedyAsync());
        var elapsed = clock.Elapsed.TotalSeconds;

        // The ceiling is the promise; the floor is low because a busy machine must not fail the test.
        Assert.InRange(granted, 0.5 * perSecond * elapsed, burst + (perSecond * elapsed));
    }

    [Fact]
    public async Task A_refused_caller_is_told_when_to_come_again()
    {
        var limit = new SendLimit(PerSecond: 1, Burst: 2);

        var clock = Stopwatch.StartNew();
        var first = await transport.Allowance.Take(Given.Account, 2, limit);
        var second = await transport.Allowance.Take(Given.Account, 1, limit);
        var between = clock.Elapsed.TotalMilliseconds;
        await Task.Delay(second.RetryAfter);
        var third = await transport.Allowance.Take(Given.Account, 1, limit);
        for (var early = 0; early < 3 && third.Granted == 0; early++)
        {
            await Task.Delay(third.RetryAfter); // Redis' clock and this process' timer may differ by a moment
            third = await transport.Allowance.Take(Given.Account, 1, limit);
        }

        Assert.Equal(new SendGrant(2, TimeSpan.Zero), first);
        Assert.Equal(0, second.Granted);
        Assert.InRange(second.RetryAfter.TotalMilliseconds, 999 - between, 1_001);
        Assert.Equal(1, third.Granted);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_does_not_stop_the_account()
    {
        var limit = new SendLimit(PerSecond: 10, Burst: 2);
        var inAnHour = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds() * 1_000;
        server.Ask($"SET push:allowance:{Given.Account} {inAnHour}");

        var grant = await transport.Allowance.Take(Given.Account, 1, limit);

        Assert.InRange(grant.RetryAfter.TotalMilliseconds, 1, 101);
    }

    [Fact]
    public async Task A_reserve_is_left_to_whoever_is_more_urgent()
    {
        var ordinary = await transport.Allowance.Take(Given.Account, 10, new SendLimit(PerSecond: 1, Burst: 10, Reserve: 3));
        var more = await transport.Allowance.Take(Given.Account, 1, new SendLimit(PerSecond: 1, Burst: 10, Reserve: 3));
        var urgent = await transport.Allowance.Take(Given.Account, 10, new SendLimit(PerSecond: 1, Burst: 10));

        Assert.Equal((7, 0, 3), (ordinary.Granted, more.Granted, urgent.Granted));
        Assert.InRange(more.RetryAfter.TotalMilliseconds, 1, 1_001);
    }

    [Fact]
    public async Task Accounts_have_budgets_of_their_own()
    {
        var limit = new SendLimit(PerSecond: 1, Burst: 1);

        var agency = await transport.Allowance.Take("agency", 1, limit);
        var owner = await transport.Allowance.Take("owner", 1, limit);

        Assert.Equal((1, 1), (agency.Granted, owner.Granted));
    }

    public void Dispose()
    {
        transport.Dispose();
        server.Dispose();
    }
}
