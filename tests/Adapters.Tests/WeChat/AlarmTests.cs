using Microsoft.Extensions.DependencyInjection;
using WeChatService.Adapters.Tests.Kit;
using WeChatService.Messaging.Ports;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Http;

namespace WeChatService.Adapters.Tests.WeChat;

public sealed class AlarmTests(AdaptersAtSandbox at) : IClassFixture<AdaptersAtSandbox>, IAsyncLifetime
{
    private const string Issue = "/cgi-bin/stable_token", Create = "/cgi-bin/qrcode/create";

    public Task InitializeAsync() => at.Fresh();
    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(40013, "WeChat__Agency__AppId")]
    [InlineData(40125, "WeChat__Agency__Secret")]
    [InlineData(40243, "解冻")]
    [InlineData(89503, "同意")]
    [InlineData(89506, "24 小时")]
    [InlineData(89507, "1 小时")]
    [InlineData(50007, "申诉")]
    public async Task A_refusal_to_give_a_token_rings_an_alarm_that_names_what_to_mend(int code, string names)
    {
        await at.Fault("wechat", $"errcode:{code}", times: 1, path: Issue);
        await Assert.ThrowsAsync<WeChatMisconfigured>(() => Code(at.Provider()));
        Assert.Contains(names, at.Alarms.Open[(ServiceAccountKind.Agency, code, Issue)]);
        await Code(at.Provider());
        Assert.Empty(at.Alarms.Open);
    }

    [Fact]
    public async Task An_address_that_is_not_listed_is_named_in_the_alarm()
    {
        await at.Post("accounts/agency/ip-list", new { addresses = new[] { "203.0.113.9" } });
        await Assert.ThrowsAsync<WeChatMisconfigured>(() => Code(at.Provider()));
        var what = at.Alarms.Open[(ServiceAccountKind.Agency, 40164, Issue)];
        Assert.Contains("127.0.0.1", what);
        Assert.Contains("IP白名单", what);
    }

    [Fact]
    public async Task A_call_that_the_account_may_not_make_is_named()
    {
        await at.Fault("wechat", "errcode:48001", times: 1, path: Create);
        await Assert.ThrowsAsync<WeChatMisconfigured>(() => Code(at.Provider()));
        Assert.Contains(Create, at.Alarms.Open[(ServiceAccountKind.Agency, 48001, Create)]);
    }

    [Fact]
    public async Task A_template_id_of_another_account_rings_for_its_setting_and_lets_the_account_go_on()
    {
        var openId = await at.OpenId(AdaptersAtSandbox.Lead, "agency");
        await at.Post($"people/{AdaptersAtSandbox.Lead}/follow", new { account = "agency" });
        var notice = new NoticeToSend(new Kernel.Ids(TimeProvider.System).Next(), ServiceAccountKind.Agency, openId, "task_submitted", [], null);
        var wrong = at.Provider(("WeChat:Agency:Templates:task_submitted", new string('x', 43))).GetRequiredService<INoticeSender>();
        Assert.IsType<SendOutcome.Refused>(await wrong.Send(notice, default));
        Assert.Contains("WeChat__Agency__Templates__task_submitted", at.Alarms.Open.Single().Value);
        Assert.IsType<SendOutcome.Sent>(await at.Provider().GetRequiredService<INoticeSender>().Send(notice, default));
        Assert.Empty(at.Alarms.Open);
    }

    [Theory]
    [InlineData("invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 65f0-1", "203.0.113.7")]
    [InlineData("invalid ip 2408:8207:abcd::1, not in whitelist", "2408:8207:abcd::1")]
    [InlineData("not in whitelist", "（微信没有给出）")]
    [InlineData(null, "（微信没有给出）")]
    public void The_address_is_read_from_what_WeChat_says(string? message, string address) => Assert.Equal(address, Refusals.Address(message));

    private static Task<IssuedQrCode> Code(IServiceProvider process) =>
        process.GetRequiredService<IQrCodeIssuer>().Issue(ServiceAccountKind.Agency, "scene", TimeSpan.FromHours(1), default);
}
