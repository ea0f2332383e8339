using WeChatService.Adapters.Tests.Kit;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.Adapters.Tests.WeChat;

public sealed class PageAndCodeTests(AdaptersAtSandbox at) : IClassFixture<AdaptersAtSandbox>, IAsyncLifetime
{
    public Task InitializeAsync() => at.Fresh();
    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_signed_page_passes_what_wx_config_checks()
    {
        const string page = "http://127.0.0.1:5080/agency/reviews/7?from=push&x=%E4%B8%AD#/top";
        var jsSdk = (IJsSdk)at.Provider().GetService(typeof(IJsSdk))!;
        var signed = await jsSdk.Sign(ServiceAccountKind.Agency, page, default);
        var verdict = await at.Post("js-sdk/check", new { appId = signed.AppId, url = page.Split('#')[0], timestamp = signed.Timestamp, nonceStr = signed.NonceStr, signature = signed.Signature });
        Assert.True(verdict!["valid"]!.GetValue<bool>(), verdict.ToJsonString());
        await jsSdk.Sign(ServiceAccountKind.Agency, page, default);
        Assert.Equal(1, await at.Calls("/cgi-bin/ticket/getticket"));
    }

    [Fact]
    public async Task A_code_leads_the_scanner_into_the_owners_chat_with_its_scene()
    {
        var code = await at.Get<IQrCodeIssuer>().Issue(ServiceAccountKind.Owner, "bind-42", TimeSpan.FromDays(90), default);
        var image = await at.Drive.GetByteArrayAsync(code.ImageUrl);
        var scan = await at.Post($"people/{AdaptersAtSandbox.Lead}/scan", new { pngBase64 = Convert.ToBase64String(image) });
        Assert.Equal("ServiceAccount", scan!["kind"]!.GetValue<string>());
        Assert.Equal("bind-42", scan["scene"]!.GetValue<string>());
        Assert.Equal(code.Content.OriginalString, scan["content"]!.GetValue<string>());
        Assert.InRange(code.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(29.9), TimeSpan.FromDays(30.1));
    }

    [Fact]
    public async Task A_code_without_a_lifetime_never_ends_and_leads_there_all_the_same()
    {
        var code = await at.Get<IQrCodeIssuer>().Issue(ServiceAccountKind.Owner, "bind-for-ever", lifetime: null, default);
        Assert.Null(code.ExpiresAt);
        var scan = await at.Post($"people/{AdaptersAtSandbox.Lead}/scan", new { pngBase64 = Convert.ToBase64String(await at.Drive.GetByteArrayAsync(code.ImageUrl)) });
        Assert.Equal("bind-for-ever", scan!["scene"]!.GetValue<string>());
    }

    [Fact]
    public async Task Whether_somebody_follows_is_answered_by_WeChat()
    {
        var openId = await at.OpenId(AdaptersAtSandbox.Lead, "agency");
        Assert.False((await at.Get<IFollowerLookup>().Ask(ServiceAccountKind.Agency, openId, default))!.Subscribed);
        await at.Post($"people/{AdaptersAtSandbox.Lead}/follow", new { account = "agency" });
        Assert.True((await at.Get<IFollowerLookup>().Ask(ServiceAccountKind.Agency, openId, default))!.Subscribed);
    }

    [Fact]
    public async Task Of_an_openid_that_WeChat_does_not_know_nothing_is_known() =>
        Assert.Null(await at.Get<IFollowerLookup>().Ask(ServiceAccountKind.Agency, "oNobodyAtAll", default));

    [Fact]
    public async Task A_code_that_got_no_answer_is_asked_for_again()
    {
        await at.Fault("wechat", "lost", times: 1, path: "/cgi-bin/qrcode/create");
        var issuer = (IQrCodeIssuer)at.Provider().GetService(typeof(IQrCodeIssuer))!;
        Assert.NotNull(await issuer.Issue(ServiceAccountKind.Owner, "again", TimeSpan.FromHours(1), default));
        Assert.Equal(2, await at.Calls("/cgi-bin/qrcode/create"));
    }
}
