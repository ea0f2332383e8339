using Microsoft.Extensions.DependencyInjection;
using WeChatService.Adapters.Tests.Kit;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.Adapters.Tests.WeChat;

public sealed class TokenTests(AdaptersAtSandbox at) : IClassFixture<AdaptersAtSandbox>, IAsyncLifetime
{
    private const string Issue = "/cgi-bin/stable_token", Create = "/cgi-bin/qrcode/create";

    public Task InitializeAsync() => at.Fresh();
    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Many_calls_of_two_processes_fetch_one_token()
    {
        IServiceProvider[] processes = [at.Provider(), at.Provider()];
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Code(processes[i % 2], $"scene-{i}")));
        Assert.Equal(1, await at.Calls(Issue));
    }

    [Theory]
    [InlineData("invalidate")]
    [InlineData("expire")]
    public async Task A_token_that_WeChat_took_back_is_replaced_and_the_call_made_once_more(string action)
    {
        var process = at.Provider();
        await Code(process, "before");
        await at.Post("accounts/agency/token", new { action });
        await Code(process, "after");
        Assert.Equal(3, await at.Calls(Create));
        Assert.Equal(2, await at.Calls(Issue));
    }

    [Fact]
    public async Task A_token_that_another_process_has_renewed_meanwhile_is_taken_over_without_asking_for_one()
    {
        var (one, other) = (at.Provider(), at.Provider());
        await Code(one, "a");
        await Code(other, "b");
        await at.Post("accounts/agency/token", new { action = "invalidate" });
        await Code(one, "c");
        var issued = await at.Calls(Issue);
        await Code(other, "d");
        Assert.Equal(issued, await at.Calls(Issue));
    }

    [Fact]
    public async Task When_WeChat_refuses_the_second_token_too_it_is_not_asked_a_third_time()
    {
        await at.Fault("wechat", "errcode:40001", times: 50, path: Create);
        await Assert.ThrowsAsync<WeChatMisconfigured>(() => Code(at.Provider(), "x"));
        Assert.Equal(2, await at.Calls(Create));
    }

    [Fact]
    public async Task A_wrong_secret_is_a_setting_to_mend_not_an_outage()
    {
        await Assert.ThrowsAsync<WeChatMisconfigured>(() => Code(at.Provider(("WeChat:Agency:secret", "wrong")), "x"));
        Assert.Equal(1, await at.Calls(Issue));
    }

    [Fact]
    public async Task A_process_that_could_not_renew_does_not_keep_others_from_it()
    {
        await Assert.ThrowsAsync<WeChatMisconfigured>(() => Code(at.Provider(("WeChat:Agency:secret", "wrong")), "x"));
        var start = TimeProvider.System.GetTimestamp();
        await Code(at.Provider(), "y");
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task A_busy_moment_when_a_token_is_issued_is_waited_out()
    {
        await at.Fault("wechat", "errcode:-1", times: 2, path: Issue);
        await Code(at.Provider(), "x");
    }

    private static Task<IssuedQrCode> Code(IServiceProvider process, string scene) =>
        process.GetRequiredService<IQrCodeIssuer>().Issue(ServiceAccountKind.Agency, scene, TimeSpan.FromHours(1), default);
}
