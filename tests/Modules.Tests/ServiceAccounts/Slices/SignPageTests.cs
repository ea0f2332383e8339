using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.ServiceAccounts.Slices;

public class SignPageTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_page_of_ours_gets_what_wx_config_accepts()
    {
        var owner = await house.Owner("sh-contact");
        var page = new Uri(house.System.Host, "/owner/bind?scene=1").AbsoluteUri;
        var signed = (await owner.Get("/js-sdk?url=" + Uri.EscapeDataString(page))).ShouldBeOk();
        var verdict = await house.Sandbox.Post("js-sdk/check", new
        {
            appId = signed["appId"].GetString(), url = page, timestamp = signed["timestamp"].GetInt64(),
            nonceStr = signed["nonceStr"].GetString(), signature = signed["signature"].GetString(),
        });
        Assert.True(verdict.GetProperty("valid").GetBoolean(), verdict.ToString());
    }

    [Theory]
    [InlineData("https://evil.example/owner")]
    [InlineData("/owner/bind")]
    [InlineData("javascript:alert(1)")]
    public async Task A_page_of_somebody_else_is_not_signed(string url) =>
        (await (await house.Owner("sh-contact")).Get("/js-sdk?url=" + Uri.EscapeDataString(url))).ShouldRefuse("js_sdk.page_not_ours", status: 400);

    [Fact]
    public async Task Nobody_signed_in_gets_no_signature() =>
        (await house.Anonymous("owner").Get("/js-sdk?url=" + Uri.EscapeDataString(house.System.Host.AbsoluteUri))).ShouldRefuse("session.missing", status: 401);
}
