using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.Tests.Kit;
using static WeChatService.Sandbox.Tests.Kit.SandboxUnderTest;

namespace WeChatService.Sandbox.Tests.WeChat;

public sealed class MiniProgramTests(SandboxUnderTest sandbox) : IClassFixture<SandboxUnderTest>, IAsyncLifetime
{
    readonly SandboxUnderTest _sandbox = sandbox;
    string _token = "";

    public async Task InitializeAsync()
    {
        await _sandbox.Reset();
        _token = await _sandbox.Token(AccountKind.MiniProgram);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_session_key_is_checked_and_replaced()
    {
        (string openId, string key) = await SignIn();
        Assert.Equal(0, Code(await Session("checksession", openId, Sign(key))));
        Assert.Equal(87009, Code(await Session("checksession", openId, Sign("other"))));
        Assert.Equal(87008, Code(await Session("checksession", openId, Sign(key), "md5")));
        Assert.Equal(40003, Code(await Session("checksession", "o-nobody", Sign(key))));
        JsonNode fresh = await Session("resetusersessionkey", openId, Sign(key));
        Assert.Equal(87009, Code(await Session("checksession", openId, Sign(key))));
        Assert.Equal(0, Code(await Session("checksession", openId, Sign((string)fresh["session_key"]!))));
    }

    [Fact]
    public async Task One_user_signs_in_a_hundred_times_a_minute_at_most()
    {
        await _sandbox.AtMinuteStart();
        for (int i = 0; i < 100; i++) await SignIn();
        Assert.Equal(45011, Code(await TrySignIn()));
        await _sandbox.Drive("clock/advance", new { seconds = 61 });
        Assert.Equal(0, Code(await TrySignIn()));
    }

    [Fact]
    public async Task A_phone_code_works_once_for_its_owner_within_five_minutes()
    {
        Assert.Equal(40029, Code(await Phone((string)(await _sandbox.Drive($"people/{Lead}/jscode"))!["code"]!)));
        string code = await PhoneCode();
        Assert.Equal(40029, Code(await Phone(code, _sandbox.OpenId(Operator, AccountKind.MiniProgram))));
        Assert.Equal("19900000102", (string?)(await Phone(code))["phone_info"]!["phoneNumber"]);
        Assert.Equal(40163, Code(await Phone(code)));
        string late = await PhoneCode();
        await _sandbox.Drive("clock/advance", new { seconds = 301 });
        Assert.Equal(40029, Code(await Phone(late)));
    }

    [Theory]
    [InlineData("""{"path":"pages/login/login?id=1"}""", 0)]
    [InlineData("""{"path":"pages/none"}""", 41030)]
    [InlineData("""{"path":""}""", 40159)]
    [InlineData("no json", 40159)]
    [InlineData("""{"path":"pages/login/login","width":200}""", 40097)]
    [InlineData("""{"path":"pages/login/login","env_version":"beta"}""", 40097)]
    public async Task A_code_by_path_is_a_picture_or_a_refusal(string body, int code)
    {
        using HttpResponseMessage answer = await _sandbox.Http.PostAsync("/wxa/getwxacode?access_token=" + _token, new StringContent(body));
        MediaTypeHeaderValue type = answer.Content.Headers.ContentType!;
        Assert.Equal(code == 0 ? "image/png" : "application/json", type.MediaType);
        if (code != 0) Assert.Equal(code, Code(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!));
    }

    [Fact]
    public async Task Scene_codes_have_a_limit_a_minute_that_says_45009()
    {
        await _sandbox.Drive("accounts/miniprogram/quota", new { path = "/wxa/getwxacodeunlimit", daily = 100, perMinute = 1 });
        object code = new { scene = "p=1", page = "pages/login/login" };
        await _sandbox.AtMinuteStart();
        using HttpResponseMessage first = await _sandbox.Http.PostAsync("/wxa/getwxacodeunlimit?access_token=" + _token, new StringContent("""{"scene":"p=1"}"""));
        Assert.Equal("image/png", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal(45009, Code(await Post("wxa/getwxacodeunlimit", code)));
        Assert.Equal(40169, Code(await PostAfterAMinute("not json")));
        Assert.Equal(40169, Code(await PostAfterAMinute("""{"scene":""}""")));
    }

    [Theory]
    [InlineData("""{"path":"pages/login/login","query":"id=1","expire_type":1,"expire_interval":30}""", 0)]
    [InlineData("""{"path":"pages/login/login?id=1"}""", 40165)]
    [InlineData("""{"path":"pages/none"}""", 40165)]
    [InlineData("""{"query":"编号=1"}""", 40212)]
    [InlineData("""{"expire_type":1,"expire_interval":31}""", 85401)]
    [InlineData("""{"expire_type":0,"expire_time":1}""", 85401)]
    [InlineData("""{"expire_type":7}""", 40097)]
    [InlineData("""{"env_version":"beta"}""", 40097)]
    public async Task A_link_keeps_the_platforms_limits(string body, int code)
    {
        JsonNode link = await _sandbox.PostText("/wxa/generate_urllink?access_token=" + _token, body);
        Assert.Equal(code, Code(link));
        JsonNode scheme = await _sandbox.PostRaw("/wxa/generatescheme?access_token=" + _token, Scheme(JsonNode.Parse(body)!.AsObject()));
        Assert.Equal(code, Code(scheme));
        if (code != 0) return;
        Assert.StartsWith("https://wxaurl.cn/", (string)link["url_link"]!);
        Assert.StartsWith("weixin://dl/business/?t=", (string)scheme["openlink"]!);
        Assert.Equal("id=1", (string?)(await Post("wxa/query_urllink", new { url_link = (string)link["url_link"]! }))["url_link_info"]!["query"]);
    }

    [Theory]
    [InlineData("一切正常", "pass")]
    [InlineData("违规内容", "risky")]
    [InlineData("可疑内容", "review")]
    public async Task Texts_are_judged_at_once_and_pictures_by_an_event(string content, string suggest)
    {
        string openId = _sandbox.OpenId(Lead, AccountKind.MiniProgram);
        Assert.Equal(suggest, (string?)(await Post("wxa/msg_sec_check", new { version = 2, scene = 2, openid = openId, content }))["result"]!["suggest"]);
        JsonNode asked = await Post("wxa/media_check_async", new { media_url = "https://x.example/" + content, media_type = 2, version = 2, scene = 1, openid = openId });
        await Until(() => Task.FromResult(_sandbox.Host.Received.Count > 0));
        await Until(async () => (await _sandbox.Get("/__sandbox/callbacks?account=miniprogram")).AsArray().Any(c => (string?)c!["event"] == "wxa_media_check"));
        Assert.NotNull(asked["trace_id"]);
        _sandbox.Host.Reset();
    }

    static JsonObject Scheme(JsonObject link)
    {
        JsonObject jump = [];
        foreach (string name in new[] { "path", "query", "env_version" })
            if (link[name] is { } value) jump[name] = value.DeepClone();
        JsonObject made = new() { ["jump_wxa"] = jump, ["is_expire"] = true };
        foreach (string name in new[] { "expire_type", "expire_time", "expire_interval" })
            if (link[name] is { } value) made[name] = value.DeepClone();
        return made;
    }

    async Task<(string OpenId, string Key)> SignIn()
    {
        JsonNode answer = await TrySignIn();
        return ((string)answer["openid"]!, (string)answer["session_key"]!);
    }

    async Task<JsonNode> TrySignIn()
    {
        string code = (string)(await _sandbox.Drive($"people/{Lead}/jscode"))!["code"]!;
        DemoAccount a = _sandbox.Accounts.MiniProgram;
        return await _sandbox.Get($"/sns/jscode2session?appid={a.AppId}&secret={a.Secret}&js_code={code}&grant_type=authorization_code");
    }

    async Task<JsonNode> PostAfterAMinute(string body)
    {
        await _sandbox.Drive("clock/advance", new { seconds = 61 });
        return await _sandbox.PostText("/wxa/getwxacodeunlimit?access_token=" + _token, body);
    }

    async Task<string> PhoneCode() => (string)(await _sandbox.Drive($"people/{Lead}/phone-code"))!["code"]!;

    Task<JsonNode> Phone(string code, string? openId = null) => Post("wxa/business/getuserphonenumber", new { code, openid = openId ?? "" });

    Task<JsonNode> Session(string path, string openId, string signature, string method = "hmac_sha256") =>
        _sandbox.Get($"/wxa/{path}?access_token={_token}&openid={openId}&signature={signature}&sig_method={method}");

    Task<JsonNode> Post(string path, object body) => _sandbox.PostRaw($"/{path}?access_token={_token}", body);

    static string Sign(string key) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(key), Array.Empty<byte>()));
}
