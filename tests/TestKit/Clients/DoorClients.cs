using System.Net.Http.Headers;
using WeChatService.Kernel;

namespace WeChatService.TestKit;

/// <summary>Somebody of an agency on the agency account's H5 pages: signed in by WeChat, linked by password at the first time.</summary>
public sealed class AgencyClient(RunningSystem system) : Caller(system, "agency")
{
    public async Task<AgencyClient> SignIn(string personKey)
    {
        var page = await Browse("/wechat/agency/oauth/start?return=/agency/", personKey);
        if (page.AbsolutePath.Contains("sign-in", StringComparison.Ordinal))
        {
            var person = Demo.Person(personKey);
            (await Post("/sign-in", new { userName = person.UserName, password = person.Password })).ShouldBeOk();
        }

        return this;
    }
}

/// <summary>A contact of an owner on the owner account's H5 pages: WeChat only, no password.</summary>
public sealed class OwnerClient(RunningSystem system) : Caller(system, "owner")
{
    public async Task<OwnerClient> SignIn(string personKey)
    {
        await Browse("/wechat/owner/oauth/start?return=/owner/", personKey);
        return this;
    }
}

/// <summary>The mini program: <c>wx.login</c>'s code for a token, linked by password at the first time.</summary>
public sealed class MiniProgramClient(RunningSystem system) : Caller(system, "miniprogram")
{
    public async Task<MiniProgramClient> SignIn(string personKey)
    {
        var signedIn = (await Post("/sign-in", new { code = await System.Phone(personKey).JsCode() })).ShouldBeOk();
        Use(signedIn);
        if (!signedIn["linked"].GetBoolean())
        {
            var person = Demo.Person(personKey);
            Use((await Post("/link", new { userName = person.UserName, password = person.Password })).ShouldBeOk());
        }

        return this;
    }

    /// <summary>
    /// What 开始执业 and 结束执业 send: first a challenge, then a fresh selfie, and the place (CHK-01, CHK-07). Sent twice it is the same attempt.
    /// </summary>
    /// <param name="act">Start or End.</param>
    public async Task<object> CheckIn(Guid projectId, string personKey, ReportedPosition position, string act = "Start") =>
        new { projectId, challenge = await Challenge(projectId, act), photoId = await UploadSelfie(personKey), position };

    public async Task<string> Challenge(Guid projectId, string act = "Start") =>
        (await Post("/visits/challenges", new { projectId, act })).Json.TryGetProperty("challenge", out var challenge) ? challenge.GetString()! : "";

    public async Task<Answer> StartVisit(Guid projectId, string personKey, ReportedPosition position, string? key = null) =>
        await Post("/visits", await CheckIn(projectId, personKey, position), key);

    public async Task<Answer> EndVisit(Guid visitId, Guid projectId, string personKey, ReportedPosition position, string? key = null) =>
        await Post($"/visits/{visitId}/end", await CheckIn(projectId, personKey, position, "End"), key);

    private void Use(Answer signedIn)
    {
        if (signedIn.Json.TryGetProperty("token", out var token) && token.GetString() is { Length: > 0 } bearer)
        {
            Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }
    }
}

/// <summary>The console in a desk's browser: user name and password.</summary>
public sealed class ConsoleClient(RunningSystem system) : Caller(system, "console")
{
    public async Task<ConsoleClient> SignIn(string personKey)
    {
        var person = Demo.Person(personKey);
        (await Post("/sign-in", new { userName = person.UserName, password = person.Password })).ShouldBeOk();
        return this;
    }
}

/// <summary>Brigade and corps: the console's sign-in, the authority's door.</summary>
public sealed class AuthorityClient(RunningSystem system) : Caller(system, "authority")
{
    public async Task<AuthorityClient> SignIn(string personKey)
    {
        var person = Demo.Person(personKey);
        (await Post("/api/console/sign-in", new { userName = person.UserName, password = person.Password })).ShouldBeOk();
        return this;
    }
}
