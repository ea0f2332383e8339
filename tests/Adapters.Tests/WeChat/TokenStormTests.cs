using Microsoft.Extensions.DependencyInjection;
using WeChatService.Adapters.Tests.Kit;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.Adapters.Tests.WeChat;

/// <summary>Tokens on a bad day: taken back under load, refused again and again, WeChat silent when one should be renewed.</summary>
public sealed class TokenStormTests(AdaptersAtSandbox at) : IClassFixture<AdaptersAtSandbox>, IAsyncLifetime
{
    private const string Issue = "/cgi-bin/stable_token", Create = "/cgi-bin/qrcode/create";

    public Task InitializeAsync() => at.Fresh();
    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("invalidate")]
    [InlineData("expire")]
    public async Task A_token_that_is_taken_back_under_load_is_fetched_once_by_all_processes_together(string action)
    {
        IServiceProvider[] processes = [at.Provider(), at.Provider(), at.Provider()];
        await Task.WhenAll(processes.Select(p => Code(p, "warm")));
        await at.Post("accounts/agency/token", new { action });
        var issued = await at.Calls(Issue);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Code(processes[i % 3], $"scene-{i}")));
        Assert.Equal(issued + 1, await at.Calls(Issue));
    }

    [Fact]
    public async Task While_WeChat_refuses_every_token_hardly_any_is_fetched()
    {
        var process = at.Provider();
        await at.Fault("wechat", "errcode:40001", times: 1000, path: Create);
        for (var i = 0; i < 12; i++) await Record.ExceptionAsync(() => Code(process, $"scene-{i}"));
        // The first one; asked again, the same; forced, a new one; asked again, the same, and then no more for a while.
        Assert.InRange(await at.Calls(Issue), 1, 4);
    }

    [Fact]
    public async Task While_no_token_is_accepted_the_alarm_says_so_and_ends_with_the_first_accepted_call()
    {
        var process = at.Provider();
        await at.Fault("wechat", "errcode:40001", times: 2, path: Create);
        await Assert.ThrowsAsync<WeChatMisconfigured>(() => Code(process, "x"));
        Assert.Contains((ServiceAccountKind.Agency, 40001, Create), at.Alarms.Open.Keys);
        await Code(process, "y");
        Assert.Empty(at.Alarms.Open);
    }

    [Fact]
    public async Task A_token_in_its_last_minutes_serves_on_while_WeChat_gives_no_new_one()
    {
        await Code(at.Provider(), "first");
        var (name, token) = at.Tokens.Held.Single(h => h.Key.EndsWith(":access", StringComparison.Ordinal));
        var now = TimeProvider.System.GetUtcNow();
        at.Tokens.Held[name] = token with { RenewFrom = now.AddMinutes(-1), ExpiresAt = now.AddMinutes(3) };
        await at.Fault("wechat", "down", times: 1000, path: Issue);
        var late = at.Provider();
        for (var i = 0; i < 5; i++) await Code(late, $"scene-{i}");
    }

    [Fact]
    public async Task A_token_in_its_last_minutes_is_renewed_behind_the_callers_back()
    {
        var process = at.Provider();
        var (name, clock) = ("Agency:", TimeProvider.System);
        await Code(process, "first");
        name = at.Tokens.Held.Keys.Single(k => k.StartsWith(name, StringComparison.Ordinal));
        var old = at.Tokens.Held[name];
        at.Tokens.Held[name] = old with { RenewFrom = clock.GetUtcNow().AddMinutes(-1), ExpiresAt = clock.GetUtcNow().AddMinutes(3) };
        var late = at.Provider();
        await Code(late, "second");
        await Code(late, "third");
        for (var i = 0; i < 300 && at.Tokens.Held[name].RenewFrom < clock.GetUtcNow(); i++) await Task.Delay(100);
        Assert.True(at.Tokens.Held[name].RenewFrom > clock.GetUtcNow(), "nobody renewed it");
    }

    private static Task<IssuedQrCode> Code(IServiceProvider process, string scene) =>
        process.GetRequiredService<IQrCodeIssuer>().Issue(ServiceAccountKind.Agency, scene, TimeSpan.FromHours(1), default);
}
