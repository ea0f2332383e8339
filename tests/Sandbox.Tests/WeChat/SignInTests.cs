using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.Tests.Kit;
using WeChatService.Sandbox.WeChat;
using static WeChatService.Sandbox.Tests.Kit.SandboxUnderTest;

namespace WeChatService.Sandbox.Tests.WeChat;

public sealed class SignInTests(SandboxUnderTest sandbox) : IClassFixture<SandboxUnderTest>, IAsyncLifetime
{
    readonly SandboxUnderTest _sandbox = sandbox;

    public Task InitializeAsync() => _sandbox.Reset();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_cookie_says_who_signs_in_and_the_state_comes_back()
    {
        using HttpResponseMessage answer = await Authorize();
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Uri back = answer.Headers.Location!;
        Assert.Equal("/wechat/agency/oauth/callback", back.AbsolutePath);
        Assert.Equal("s1", HttpUtility.ParseQueryString(back.Query)["state"]);
        JsonNode who = await Exchange(Code(answer));
        Assert.Equal(_sandbox.OpenId(Lead), (string?)who["openid"]);
        Assert.Equal("snsapi_base", (string?)who["scope"]);
        Assert.Null(who["unionid"]);
    }

    [Fact]
    public async Task The_userinfo_scope_gives_the_unionid_and_the_base_scope_no_profile()
    {
        JsonNode wide = await Exchange(Code(await Authorize(scope: "snsapi_userinfo")));
        Assert.Equal(_sandbox.People.UnionId(_sandbox.People.Find(Lead)!), (string?)wide["unionid"]);
        JsonNode profile = await _sandbox.Get($"/sns/userinfo?access_token={wide["access_token"]}&openid={wide["openid"]}&lang=zh_CN");
        Assert.Equal("顾南舟", (string?)profile["nickname"]);
        JsonNode narrow = await Exchange(Code(await Authorize()));
        Assert.Equal(48001, SandboxUnderTest.Code(await _sandbox.Get($"/sns/userinfo?access_token={narrow["access_token"]}&openid={narrow["openid"]}")));
        JsonNode again = await _sandbox.Get($"/sns/oauth2/refresh_token?appid=x&grant_type=refresh_token&refresh_token={narrow["refresh_token"]}");
        Assert.Equal((string?)narrow["openid"], (string?)again["openid"]);
    }

    [Fact]
    public async Task Who_refuses_comes_back_without_a_code_and_who_only_looks_in_is_nobody()
    {
        await _sandbox.Drive($"people/{Lead}/sign-in", new { manner = "Refuse" });
        using HttpResponseMessage refused = await Authorize();
        Assert.Null(HttpUtility.ParseQueryString(refused.Headers.Location!.Query)["code"]);
        await _sandbox.Drive($"people/{Lead}/sign-in", new { manner = "Snapshot" });
        JsonNode who = await Exchange(Code(await Authorize()));
        Assert.Equal(1, (int)who["is_snapshotuser"]!);
        Assert.Null(_sandbox.People.ByOpenId((string?)who["openid"]));
    }

    [Fact]
    public async Task Sign_in_tokens_end_with_their_own_codes()
    {
        JsonNode grant = await Exchange(Code(await Authorize()));
        string refresh = $"/sns/oauth2/refresh_token?appid={_sandbox.Accounts.Agency.AppId}&grant_type=refresh_token&refresh_token=";
        Assert.Equal(41003, SandboxUnderTest.Code(await _sandbox.Get(refresh)));
        Assert.Equal(40030, SandboxUnderTest.Code(await _sandbox.Get(refresh + "nonsense")));
        Assert.Equal(40030, SandboxUnderTest.Code(await _sandbox.Get($"/sns/oauth2/refresh_token?appid={_sandbox.Accounts.Owner.AppId}&grant_type=refresh_token&refresh_token={grant["refresh_token"]}")));
        string check = $"/sns/auth?access_token={grant["access_token"]}&openid=";
        Assert.Equal(0, SandboxUnderTest.Code(await _sandbox.Get(check + grant["openid"])));
        Assert.Equal(40003, SandboxUnderTest.Code(await _sandbox.Get(check + "other")));
        Assert.Equal(40001, SandboxUnderTest.Code(await _sandbox.Get("/sns/auth?access_token=nonsense&openid=x")));
        await _sandbox.Drive("clock/advance", new { seconds = 7201 });
        Assert.Equal(42001, SandboxUnderTest.Code(await _sandbox.Get(check + grant["openid"])));
        await _sandbox.Drive("clock/advance", new { seconds = 31 * 86400 });
        Assert.Equal(42002, SandboxUnderTest.Code(await _sandbox.Get(refresh + grant["refresh_token"])));
    }

    [Fact]
    public async Task A_code_works_once_for_its_own_account_within_five_minutes()
    {
        string code = Code(await Authorize());
        Assert.Equal(40029, SandboxUnderTest.Code(await Exchange(code, AccountKind.Owner)));
        Assert.Equal(0, SandboxUnderTest.Code(await Exchange(code)));
        Assert.Equal(40163, SandboxUnderTest.Code(await Exchange(code)));
        string late = Code(await Authorize());
        await _sandbox.Drive("clock/advance", new { seconds = 301 });
        Assert.Equal(42003, SandboxUnderTest.Code(await Exchange(late)));
        Assert.Equal(40029, SandboxUnderTest.Code(await Exchange("nonsense")));
        Assert.Equal(41008, SandboxUnderTest.Code(await Exchange("")));
    }

    [Theory]
    [InlineData("scope", "snsapi_all", "10005")]
    [InlineData("state", "with-dash", "10016")]
    [InlineData("appid", "wx0000000000000000", "10013")]
    [InlineData("redirect_uri", "http://elsewhere.example/cb", "10003")]
    [InlineData("redirect_uri", "javascript:alert(1)", "10003")]
    [InlineData("response_type", "token", "10004")]
    [InlineData("sandbox_person", "nobody", "10006")]
    public async Task A_wrong_authorize_address_is_a_page_not_a_redirect(string name, string value, string code)
    {
        using HttpResponseMessage answer = await Authorize(change: (name, value));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(code, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_mini_program_code_gives_identity_and_a_new_session_key_each_time()
    {
        JsonNode first = await Session(await JsCode());
        Assert.Equal(_sandbox.OpenId(Operator, AccountKind.MiniProgram), (string?)first["openid"]);
        Assert.NotNull((string?)first["unionid"]);
        Assert.Equal(0, await CheckSession(first));
        JsonNode second = await Session(await JsCode());
        Assert.NotEqual((string?)first["session_key"], (string?)second["session_key"]);
        Assert.Equal((87009, 0), (await CheckSession(first), await CheckSession(second)));
    }

    [Fact]
    public async Task Mini_program_codes_work_once_and_not_after_five_minutes()
    {
        string code = await JsCode();
        Assert.Equal((0, 40163), (SandboxUnderTest.Code(await Session(code)), SandboxUnderTest.Code(await Session(code))));
        string late = await JsCode();
        await _sandbox.Drive("clock/advance", new { seconds = 301 });
        Assert.Equal(40029, SandboxUnderTest.Code(await Session(late)));
        Assert.Equal(40029, SandboxUnderTest.Code(await Session(await JsCode(), AccountKind.Agency)));
    }

    [Fact]
    public async Task A_phone_code_is_not_a_sign_in_code()
    {
        string token = await _sandbox.Token(AccountKind.MiniProgram), path = "/wxa/business/getuserphonenumber?access_token=" + token;
        string code = (string)(await _sandbox.Drive($"people/{Operator}/phone-code"))!["code"]!;
        Assert.Equal(40029, SandboxUnderTest.Code(await _sandbox.PostRaw(path, new { code = await JsCode() })));
        Assert.Equal("19900000105", (string?)(await _sandbox.PostRaw(path, new { code }))["phone_info"]!["purePhoneNumber"]);
        Assert.Equal(40163, SandboxUnderTest.Code(await _sandbox.PostRaw(path, new { code })));
    }

    [Theory]
    [InlineData("""{"scene":"id-1_a","page":"pages/login/login"}""", 0)]
    [InlineData("""{"scene":""}""", 40169)]
    [InlineData("""{"scene":"123456789012345678901234567890123"}""", 40169)]
    [InlineData("""{"scene":"项目"}""", 40129)]
    [InlineData("""{"scene":"a","page":"/pages/login/login"}""", 41030)]
    [InlineData("""{"scene":"a","page":"pages/none"}""", 41030)]
    [InlineData("""{"scene":"a","page":"pages/none","check_path":false}""", 0)]
    [InlineData("""{"scene":"a","env_version":"beta"}""", 40097)]
    public async Task A_mini_program_code_is_an_image_or_a_json_refusal(string body, int code)
    {
        string token = await _sandbox.Token(AccountKind.MiniProgram);
        using HttpResponseMessage answer = await _sandbox.Http.PostAsync("/wxa/getwxacodeunlimit?access_token=" + token, new StringContent(body, Encoding.UTF8, "application/json"));
        byte[] bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        if (code == 0)
        {
            Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
            JsonNode scan = (await _sandbox.Drive($"people/{Operator}/scan", new { pngBase64 = bytes }))!;
            Assert.Equal("MiniProgram", (string?)scan["kind"]);
        }
        else Assert.Equal(code, SandboxUnderTest.Code(JsonNode.Parse(bytes)!));
    }

    [Fact]
    public async Task The_page_signature_is_judged_by_the_ticket_given_out()
    {
        string token = await _sandbox.Token();
        JsonNode ticket = await _sandbox.Get($"/cgi-bin/ticket/getticket?access_token={token}&type=jsapi");
        Assert.Equal(7200, (int)ticket["expires_in"]!);
        Assert.Equal((string?)ticket["ticket"], (string?)(await _sandbox.Get($"/cgi-bin/ticket/getticket?access_token={token}&type=jsapi"))["ticket"]);
        Assert.Equal(40097, SandboxUnderTest.Code(await _sandbox.Get($"/cgi-bin/ticket/getticket?access_token={token}&type=wx_card")));
        string signature = JsTickets.Sign((string)ticket["ticket"]!, "n1", "1700000000", "http://127.0.0.1/agency/reviews?x=1");
        Assert.True(await Valid("http://127.0.0.1/agency/reviews?x=1#part", signature));
        Assert.False(await Valid("http://127.0.0.1/agency/reviews", signature));
        await _sandbox.Drive("clock/advance", new { seconds = 7201 });
        Assert.False(await Valid("http://127.0.0.1/agency/reviews?x=1", signature));
    }

    [Fact]
    public void The_page_signature_equals_the_published_samples()
    {
        foreach (JsonNode? v in Vector.File("jssdk-signature")["vectors"]!.AsArray())
            Assert.Equal((string?)v!["signature"], JsTickets.Sign((string)v["jsapi_ticket"]!, (string)v["noncestr"]!, v["timestamp"]!.ToString(), (string)v["pageUrl"]!));
    }

    [Fact]
    public async Task User_info_tells_followers_from_others()
    {
        string token = await _sandbox.Token();
        JsonNode stranger = await _sandbox.Get($"/cgi-bin/user/info?access_token={token}&openid={_sandbox.OpenId(Lead)}");
        Assert.Equal(0, (int)stranger["subscribe"]!);
        await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        JsonNode follower = await _sandbox.Get($"/cgi-bin/user/info?access_token={token}&openid={_sandbox.OpenId(Lead)}");
        Assert.Equal((1, _sandbox.People.UnionId(_sandbox.People.Find(Lead)!)), ((int)follower["subscribe"]!, (string)follower["unionid"]!));
        Assert.Equal(_sandbox.OpenId(Lead), (string?)(await _sandbox.Get($"/cgi-bin/user/get?access_token={token}"))["data"]!["openid"]![0]);
        Assert.Equal(40003, SandboxUnderTest.Code(await _sandbox.Get($"/cgi-bin/user/info?access_token={token}&openid=oNobody")));
    }

    Task<HttpResponseMessage> Authorize(string scope = "snsapi_base", (string Name, string Value)? change = null)
    {
        Dictionary<string, string> query = new()
        {
            ["appid"] = _sandbox.Accounts.Agency.AppId,
            ["redirect_uri"] = _sandbox.Host.Base + "/wechat/agency/oauth/callback",
            ["response_type"] = "code",
            ["scope"] = scope,
            ["state"] = "s1",
        };
        if (change is { } c) query[c.Name] = c.Value;
        HttpRequestMessage request = new(HttpMethod.Get, "/connect/oauth2/authorize?" + string.Join('&', query.Select(q => q.Key + "=" + Uri.EscapeDataString(q.Value))));
        request.Headers.Add("Cookie", "sandbox_person=" + Lead);
        return _sandbox.Http.SendAsync(request);
    }

    static string Code(HttpResponseMessage redirect) => HttpUtility.ParseQueryString(redirect.Headers.Location!.Query)["code"]!;

    Task<JsonNode> Exchange(string code, AccountKind kind = AccountKind.Agency) =>
        _sandbox.Get($"/sns/oauth2/access_token?appid={_sandbox.Accounts[kind].AppId}&secret={_sandbox.Accounts[kind].Secret}&code={code}&grant_type=authorization_code");

    async Task<string> JsCode() => (string)(await _sandbox.Drive($"people/{Operator}/jscode"))!["code"]!;

    Task<JsonNode> Session(string code, AccountKind kind = AccountKind.MiniProgram) =>
        _sandbox.Get($"/sns/jscode2session?appid={_sandbox.Accounts[kind].AppId}&secret={_sandbox.Accounts[kind].Secret}&js_code={code}&grant_type=authorization_code");

    async Task<int> CheckSession(JsonNode session)
    {
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes((string)session["session_key"]!), Array.Empty<byte>()));
        return SandboxUnderTest.Code(await _sandbox.Get($"/wxa/checksession?access_token={await _sandbox.Token(AccountKind.MiniProgram)}&openid={session["openid"]}&signature={signature}&sig_method=hmac_sha256"));
    }

    async Task<bool> Valid(string url, string signature) =>
        (bool)(await _sandbox.Drive("js-sdk/check", new { appId = _sandbox.Accounts.Agency.AppId, url, timestamp = 1700000000, nonceStr = "n1", signature }))!["valid"]!;
}
