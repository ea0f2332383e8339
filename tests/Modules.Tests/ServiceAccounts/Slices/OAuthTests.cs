using System.Net;
using Microsoft.EntityFrameworkCore;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Followers;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.ServiceAccounts.Slices;

public class OAuthTests(House house) : IClassFixture<House>
{
    [Fact, Rule("ACC-18")]
    public async Task A_page_opened_without_a_session_comes_back_to_itself_after_sign_in()
    {
        var back = await Walk("/wechat/owner/oauth/start?return=%2Fowner%2Freports%2F7%3Fa%3D1");
        Assert.Equal("/owner/reports/7?a=1", back.OriginalString);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/owner")]
    [InlineData("/\\evil.example")]
    [InlineData("owner")]
    [InlineData("/owner/\r\nSet-Cookie: a=b")]
    public async Task A_way_back_that_leads_elsewhere_is_refused(string back)
    {
        using var browser = Browser(out _);
        using var answer = await browser.GetAsync("/wechat/owner/oauth/start?return=" + Uri.EscapeDataString(back));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("oauth.return_not_local", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_callback_that_another_browser_started_is_refused()
    {
        var callback = await CallbackAddress("/wechat/owner/oauth/start", Browser(out _));
        using var other = Browser(out _);
        using var answer = await other.GetAsync(callback);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("oauth.state_unknown", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_callback_that_the_browser_opens_twice_signs_in_twice()
    {
        using var browser = Browser(out _);
        var callback = await CallbackAddress("/wechat/owner/oauth/start", browser);
        for (var i = 0; i < 2; i++)
        {
            using var answer = await browser.GetAsync(callback);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Equal("/owner/", answer.Headers.Location!.OriginalString);
        }
    }

    [Fact]
    public async Task Two_pages_opened_at_once_both_come_back_to_themselves()
    {
        using var browser = Browser(out _);
        var one = await CallbackAddress("/wechat/owner/oauth/start?return=/owner/one", browser);
        var two = await CallbackAddress("/wechat/owner/oauth/start?return=/owner/two", browser);
        using var first = await browser.GetAsync(one);
        using var second = await browser.GetAsync(two);
        Assert.Equal("/owner/one", first.Headers.Location!.OriginalString);
        Assert.Equal("/owner/two", second.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_made_up_code_is_refused_with_a_sentence_on_a_page_for_people()
    {
        using var browser = Browser(out _);
        var callback = new Uri((await CallbackAddress("/wechat/owner/oauth/start", browser)).OriginalString.Replace("code=", "code=x", StringComparison.Ordinal));
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        using var answer = await browser.GetAsync(callback);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("请从公众号菜单重新打开", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task When_WeChat_is_down_the_visitor_is_told_to_come_back()
    {
        using var browser = Browser(out _);
        var callback = await CallbackAddress("/wechat/owner/oauth/start", browser);
        await house.Sandbox.Fault("wechat", "down", 1, "/sns/oauth2/access_token");
        using var answer = await browser.GetAsync(callback);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        using var again = await browser.GetAsync(callback);
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
    }

    [Fact, Rule("OWN-08")]
    public async Task Somebody_who_followed_before_we_were_told_is_found_to_follow_at_the_first_sign_in()
    {
        await house.Phone("sh-lead2").Follow("agency");
        await house.SqlAsAdmin("delete from follower where account = 'Agency'");
        await house.Agency("sh-lead2");
        await house.Settled();
        var follower = await house.InDatabase(db => db.Set<Follower>().SingleAsync(f => f.Account == ServiceAccountKind.Agency));
        Assert.True(follower.Subscribed);
    }

    private HttpClient Browser(out CookieContainer cookies)
    {
        cookies = new CookieContainer();
        cookies.Add(house.System.Sandbox, new Cookie("sandbox_person", "sh-contact"));
        return new HttpClient(new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = house.System.Host };
    }

    private async Task<Uri> Walk(string start)
    {
        using var browser = Browser(out _);
        using var answer = await browser.GetAsync(await CallbackAddress(start, browser));
        return answer.Headers.Location!;
    }

    /// <summary>Where the platform sends the browser back to.</summary>
    private static async Task<Uri> CallbackAddress(string start, HttpClient browser)
    {
        using var toPlatform = await browser.GetAsync(start);
        Assert.Equal(HttpStatusCode.Redirect, toPlatform.StatusCode);
        using var back = await browser.GetAsync(toPlatform.Headers.Location);
        return back.Headers.Location!;
    }
}
