using System.Diagnostics;
using System.Net;
using Npgsql;
using WeChatService.TestKit;
using Xunit.Abstractions;

namespace WeChatService.Pipeline.Tests.Callbacks;

/// <summary>C2: with the database hung or gone every callback is answered in time and none is called stored that is not; Redis does not matter.</summary>
public sealed class FrozenTests(House house, ITestOutputHelper output) : IClassFixture<House>, IAsyncLifetime
{
    private static readonly TimeSpan WeChatsPatience = TimeSpan.FromSeconds(4.5);

    private readonly CallbackAccount _account = CallbackAccount.Demo();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public Task InitializeAsync() => house.Renew();

    public Task DisposeAsync()
    {
        _http.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_the_database_is_away_nothing_is_acknowledged_that_is_not_stored_and_the_repeat_has_the_effect_once(bool hangs)
    {
        var own = new NpgsqlConnectionStringBuilder(TestServices.Ready.App(house.Database));
        using var line = Line.To("127.0.0.1", own.Port);
        own.Port = line.Port;
        await house.Restart(new Dictionary<string, string?> { ["Database:App"] = own.ConnectionString });
        Assert.Equal(HttpStatusCode.OK, (await Post("oBefore")).Status);

        if (hangs) line.Freeze();
        else line.Cut();
        var late = HowLate();
        var during = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Post($"oDuring{i}")));
        if (hangs) line.Thaw();
        else line.Mend();

        var slowest = during.Max(a => a.Took);
        var allowed = WeChatsPatience + await late;
        output.WriteLine($"slowest {slowest.TotalSeconds:0.00} s, allowed {allowed.TotalSeconds:0.00} s, {during.Count(a => a.Status == HttpStatusCode.ServiceUnavailable)} of 60 told to come again");
        Assert.All(during, a => Assert.Equal(HttpStatusCode.ServiceUnavailable, a.Status));
        Assert.True(slowest < allowed, $"{slowest} is longer than {allowed}");

        await Repeat(during.Select(a => a.OpenId));
        await Applied();
        Assert.Equal(60, await house.Value<long>("select count(*) from callback_message where sender like 'oDuring%' and state = 'Done'"));
        Assert.Equal(61, await house.Value<long>("select count(*) from follower where subscribed and (open_id like 'oDuring%' or open_id = 'oBefore')"));
    }

    [Fact]
    public async Task A_short_absence_of_the_database_is_not_noticed_outside()
    {
        var own = new NpgsqlConnectionStringBuilder(TestServices.Ready.App(house.Database));
        using var line = Line.To("127.0.0.1", own.Port);
        own.Port = line.Port;
        await house.Restart(new Dictionary<string, string?> { ["Database:App"] = own.ConnectionString });
        Assert.Equal(HttpStatusCode.OK, (await Post("oBefore")).Status);
        line.Cut();
        var during = Task.WhenAll(Enumerable.Range(0, 20).Select(i => Post($"oDuring{i}")));
        await Task.Delay(300);
        line.Mend();
        Assert.All(await during, a => Assert.Equal(HttpStatusCode.OK, a.Status));
    }

    [Fact]
    public async Task Callbacks_do_not_need_Redis()
    {
        using var line = Line.To(TestServices.Ready.RedisHost, int.Parse(TestServices.Ready.RedisPort, System.Globalization.CultureInfo.InvariantCulture));
        await house.Restart(new Dictionary<string, string?> { ["Redis:Port"] = $"{line.Port}" });
        line.Cut();
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Post($"oDuring{i}"))), a => Assert.Equal(HttpStatusCode.OK, a.Status));
        await Applied();
        Assert.Equal(20, await house.Value<long>("select count(*) from follower where subscribed and open_id like 'oDuring%'"));
    }

    /// <summary>Not House.Settled: nobody is behind these openids, and the sandbox says so to who asks for them.</summary>
    private async Task Applied()
    {
        for (var until = DateTimeOffset.UtcNow.AddSeconds(60); await house.Value<bool>("select exists (select from callback_message where state = 'Waiting')"); await Task.Delay(100))
        {
            Assert.True(DateTimeOffset.UtcNow < until, "callbacks still wait");
        }
    }

    private async Task<(string OpenId, HttpStatusCode Status, TimeSpan Took)> Post(string openId)
    {
        var callback = _account.Genuine(CallbackAccount.Event(openId, "subscribe", "", 1_763_650_000));
        var began = Stopwatch.GetTimestamp();
        using var answer = await _http.PostAsync(new Uri(house.System.Host, $"{_account.Path}?{callback.Query}"), new ByteArrayContent(callback.Body));
        return (openId, answer.StatusCode, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>As WeChat does it, only more patiently.</summary>
    private async Task Repeat(IEnumerable<string> openIds)
    {
        foreach (var openId in openIds)
        {
            for (var until = DateTimeOffset.UtcNow.AddSeconds(60); (await Post(openId)).Status != HttpStatusCode.OK;)
            {
                Assert.True(DateTimeOffset.UtcNow < until, "the database is back and callbacks are still refused");
            }
        }
    }

    /// <summary>How late this machine wakes who asked for four seconds: what it does to a mere timer is not held against the Host.</summary>
    private static async Task<TimeSpan> HowLate()
    {
        var waits = Enumerable.Range(0, 20).Select(async i =>
        {
            var began = Stopwatch.GetTimestamp();
            var asked = TimeSpan.FromSeconds(3.5 + (0.05 * i));
            await Task.Delay(asked);
            return Stopwatch.GetElapsedTime(began) - asked;
        });
        return (await Task.WhenAll(waits)).Max() * 3;
    }
}
