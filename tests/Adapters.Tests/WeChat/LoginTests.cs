using System.Web;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Adapters.Tests.Kit;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.Adapters.Tests.WeChat;

public sealed class LoginTests(AdaptersAtSandbox at) : IClassFixture<AdaptersAtSandbox>, IAsyncLifetime
{
    public Task InitializeAsync() => at.Fresh();
    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task WeChats_page_sends_the_visitor_back_with_a_code_that_names_him()
    {
        var identity = await at.Get<IWeChatLogin>().ByOAuthCode(ServiceAccountKind.Agency, await OAuthCode(), default);
        Assert.Equal(await at.OpenId(AdaptersAtSandbox.Lead, "agency"), identity.OpenId);
    }

    [Fact]
    public async Task A_code_that_arrives_twice_gives_the_same_person_twice_and_is_exchanged_once()
    {
        var (login, code) = (at.Provider().GetRequiredService<IWeChatLogin>(), await OAuthCode());
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => login.ByOAuthCode(ServiceAccountKind.Agency, code, default)));
        Assert.Single(all.Distinct());
        Assert.Equal(1, await at.Calls("/sns/oauth2/access_token"));
    }

    [Fact]
    public async Task A_made_up_code_and_one_of_the_other_account_are_refused()
    {
        var login = at.Provider().GetRequiredService<IWeChatLogin>();
        await Assert.ThrowsAsync<LoginCodeRefused>(() => login.ByOAuthCode(ServiceAccountKind.Agency, "made-up", default));
        var code = await OAuthCode();
        await Assert.ThrowsAsync<LoginCodeRefused>(() => login.ByOAuthCode(ServiceAccountKind.Owner, code, default));
    }

    [Fact]
    public async Task When_WeChat_does_not_answer_the_code_can_be_tried_again()
    {
        var (login, code) = (at.Provider().GetRequiredService<IWeChatLogin>(), await OAuthCode());
        await at.Fault("wechat", "down", times: 1, path: "/sns/oauth2/access_token");
        await Assert.ThrowsAsync<WeChatUnavailable>(() => login.ByOAuthCode(ServiceAccountKind.Agency, code, default));
        await login.ByOAuthCode(ServiceAccountKind.Agency, code, default);
    }

    [Fact]
    public async Task A_mini_program_code_names_the_person_and_hides_the_session_key()
    {
        var code = (await at.Post($"people/{AdaptersAtSandbox.Operator}/jscode", new { }))!["code"]!.GetValue<string>();
        var identity = await at.Get<IWeChatLogin>().ByMiniProgramCode(code, default);
        Assert.Equal(await at.OpenId(AdaptersAtSandbox.Operator, "miniProgram"), identity.OpenId);
        Assert.DoesNotContain(identity.SessionKey, identity.ToString());
    }

    [Fact]
    public async Task A_code_that_arrives_at_several_processes_is_exchanged_once_and_names_the_same_person()
    {
        var code = (await at.Post($"people/{AdaptersAtSandbox.Operator}/jscode", new { }))!["code"]!.GetValue<string>();
        IWeChatLogin[] processes = [.. Enumerable.Range(0, 3).Select(_ => at.Provider().GetRequiredService<IWeChatLogin>())];
        var all = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => processes[i % 3].ByMiniProgramCode(code, default)));
        Assert.Single(all.Select(i => (i.OpenId, i.SessionKey)).Distinct());
        Assert.Equal(all[0].OpenId, (await at.Provider().GetRequiredService<IWeChatLogin>().ByMiniProgramCode(code, default)).OpenId);
        Assert.Equal(1, await at.Calls("/sns/jscode2session"));
    }

    private async Task<string> OAuthCode()
    {
        var page = at.Get<IWeChatLogin>().AuthorizePage(ServiceAccountKind.Agency, new("http://127.0.0.1:5080/wechat/agency/oauth/callback"), "0123abcd");
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.Add("Cookie", $"sandbox_person={AdaptersAtSandbox.Lead}");
        using var answer = await browser.SendAsync(request);
        var back = HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        Assert.Equal("0123abcd", back["state"]);
        return back["code"]!;
    }
}
