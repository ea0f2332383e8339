using System.Text;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.Tests.Kit;
using static WeChatService.Sandbox.Tests.Kit.SandboxUnderTest;

namespace WeChatService.Sandbox.Tests.WeChat;

/// <summary>What every path has in common: token, method, body, right of the account, quota, request id.</summary>
public sealed class RefusalTests(SandboxUnderTest sandbox) : IClassFixture<SandboxUnderTest>, IAsyncLifetime
{
    const string SendPath = "/cgi-bin/message/template/send";

    readonly SandboxUnderTest _sandbox = sandbox;
    string _token = "", _mini = "";

    public async Task InitializeAsync()
    {
        await _sandbox.Reset();
        _token = await _sandbox.Token();
        _mini = await _sandbox.Token(AccountKind.MiniProgram);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("", 41001)]
    [InlineData("?access_token=", 41001)]
    [InlineData("?access_token=not%20a%20token", 40014)]
    [InlineData("?access_token=%E4%BB%A4%E7%89%8C", 40014)]
    [InlineData("?access_token=80_unknown", 40001)]
    public async Task Tokens_that_are_missing_malformed_or_unknown_have_their_own_codes(string query, int code)
    {
        JsonNode answer = await _sandbox.PostText(SendPath + query, "{}");
        Assert.Equal(code, Code(answer));
        Assert.Matches(" rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$", (string)answer["errmsg"]!);
    }

    [Fact]
    public async Task A_token_over_512_characters_is_malformed() =>
        Assert.Equal(40014, Code(await _sandbox.PostText($"{SendPath}?access_token={new string('a', 513)}", "{}")));

    [Fact]
    public async Task A_sign_in_token_is_no_token_of_the_account()
    {
        string code = await OAuthCode();
        DemoAccount a = _sandbox.Accounts.Agency;
        JsonNode grant = await _sandbox.Get($"/sns/oauth2/access_token?appid={a.AppId}&secret={a.Secret}&code={code}&grant_type=authorization_code");
        Assert.Equal(40001, Code(await _sandbox.Get("/cgi-bin/menu/get?access_token=" + grant["access_token"])));
    }

    [Fact]
    public async Task The_token_is_looked_at_before_the_method_and_the_method_before_the_body()
    {
        Assert.Equal(41001, Code(await _sandbox.Get(SendPath)));
        Assert.Equal(43002, Code(await _sandbox.Get(SendPath + "?access_token=" + _token)));
        Assert.Equal(44002, Code(await Send("")));
        Assert.Equal(44002, Code(await Send(" \r\n ")));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"touser\":")]
    [InlineData("{\"touser\":\"a\",}")]
    [InlineData("{'touser':'a'}")]
    [InlineData("{\"touser\":\"\\ud83d\"}")]
    [InlineData("{\"touser\":7}")]
    [InlineData("a=1&b=2")]
    public async Task A_body_that_cannot_be_read_is_47001(string body) => Assert.Equal(47001, Code(await Send(body)));

    [Fact]
    public async Task A_body_that_is_no_utf8_is_47001()
    {
        using ByteArrayContent content = new([.. "{\"touser\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
        using HttpResponseMessage answer = await _sandbox.Http.PostAsync(SendPath + "?access_token=" + _token, content);
        Assert.Equal(47001, Code(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!));
    }

    [Theory]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/octet-stream")]
    public async Task The_body_counts_and_not_what_the_client_calls_it(string type)
    {
        await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        // A byte order mark, fields nobody knows and a field given twice are no reason to refuse.
        string body = "\ufeff" + $$$"""{"touser":"x","touser":"{{{_sandbox.OpenId(Lead)}}}","template_id":"{{{TaskTemplate}}}","topcolor":"#FF0000","unknown":{"a":[1]},"miniprogram":{"appid":"","pagepath":""},"data":{"thing1":{"value":"澄湖","color":"#173177"},"name2":{"value":"韩柏川"},"time3":{"value":"15:01"} } }""";
        using ByteArrayContent content = new(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using HttpResponseMessage answer = await _sandbox.Http.PostAsync(SendPath + "?access_token=" + _token, content);
        Assert.Equal("{\"errcode\":0,\"errmsg\":\"ok\"", (await answer.Content.ReadAsStringAsync())[..26]);
    }

    [Theory]
    [InlineData("POST", "/cgi-bin/message/template/send")]
    [InlineData("GET", "/cgi-bin/template/get_all_private_template")]
    [InlineData("POST", "/cgi-bin/message/subscribe/bizsend")]
    [InlineData("GET", "/cgi-bin/user/get")]
    [InlineData("POST", "/cgi-bin/menu/create")]
    [InlineData("POST", "/cgi-bin/qrcode/create")]
    [InlineData("POST", "/cgi-bin/tags/create")]
    [InlineData("GET", "/cgi-bin/ticket/getticket")]
    public async Task The_mini_program_has_no_right_to_what_is_for_service_accounts(string method, string path) => Assert.Equal(48001, await Try(method, path, _mini));

    [Theory]
    [InlineData("POST", "/cgi-bin/message/subscribe/send")]
    [InlineData("POST", "/wxa/getwxacodeunlimit")]
    [InlineData("POST", "/wxa/business/getuserphonenumber")]
    [InlineData("GET", "/wxa/checksession")]
    [InlineData("POST", "/wxa/generate_urllink")]
    public async Task A_service_account_has_no_right_to_what_is_for_mini_programs(string method, string path) => Assert.Equal(48001, await Try(method, path, _token));

    [Fact]
    public async Task Quotas_end_with_45009_for_the_day_and_45011_for_the_minute()
    {
        await _sandbox.Drive("accounts/agency/quota", new { path = "/cgi-bin/user/get", daily = 2 });
        string path = "/cgi-bin/user/get?access_token=" + _token;
        Assert.Equal((int[])[0, 0, 45009], (int[])[Code(await _sandbox.Get(path)), Code(await _sandbox.Get(path)), Code(await _sandbox.Get(path))]);
        await _sandbox.Drive("accounts/agency/quota", new { path = "/cgi-bin/user/get", daily = 100, perMinute = 3 });
        await _sandbox.AtMinuteStart();
        int[] codes = [Code(await _sandbox.Get(path)), Code(await _sandbox.Get(path)), Code(await _sandbox.Get(path)), Code(await _sandbox.Get(path))];
        Assert.Equal([0, 0, 0, 45011], codes);
        await _sandbox.Drive("clock/advance", new { seconds = 61 });
        Assert.Equal(0, Code(await _sandbox.Get(path)));
    }

    [Fact]
    public async Task The_template_quota_can_be_asked_for_and_begins_again_at_chinas_midnight()
    {
        await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        await _sandbox.Drive("accounts/agency/quota", new { daily = 2, perMinute = 100 });
        Assert.Equal(0, Code(await Send(Message("a"))));
        Assert.Equal(0, Code(await Send(Message("a"))));
        JsonNode quota = await _sandbox.PostRaw("/cgi-bin/openapi/quota/get?access_token=" + _token, new { cgi_path = SendPath });
        Assert.Equal((2, 1, 1, 100), ((int)quota["quota"]!["daily_limit"]!, (int)quota["quota"]!["used"]!, (int)quota["quota"]!["remain"]!, (int)quota["rate_limit"]!["call_count"]!));
        Assert.Equal(76021, Code(await _sandbox.PostRaw("/cgi-bin/openapi/quota/get?access_token=" + _token, new { cgi_path = "/cgi-bin/none" })));
        Assert.Equal((int[])[0, 45009], (int[])[Code(await Send(Message("b"))), Code(await Send(Message("c")))]);
        Assert.Equal(0, Code(await Send(Message("a"))));
        DateTimeOffset now = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8));
        await _sandbox.Drive("clock/advance", new { seconds = (now.Date.AddDays(1) - now.DateTime).TotalSeconds + 1 });
        _token = await _sandbox.Token();
        Assert.Equal(0, Code(await Send(Message("d"))));
    }

    [Fact]
    public async Task Quotas_can_be_cleared_ten_times_a_month()
    {
        DemoAccount a = _sandbox.Accounts.Agency;
        for (int i = 0; i < 9; i++) Assert.Equal(0, Code(await _sandbox.PostRaw("/cgi-bin/clear_quota?access_token=" + _token, new { appid = a.AppId })));
        Assert.Equal(0, Code(await _sandbox.PostRaw("/cgi-bin/clear_quota/v2", new { appid = a.AppId, appsecret = a.Secret })));
        Assert.Equal(48006, Code(await _sandbox.PostText($"/cgi-bin/clear_quota/v2?appid={a.AppId}&appsecret={a.Secret}", "")));
        Assert.Equal(40013, Code(await _sandbox.PostRaw("/cgi-bin/clear_quota?access_token=" + _token, new { appid = _sandbox.Accounts.Owner.AppId })));
        Assert.Equal(40125, Code(await _sandbox.PostRaw("/cgi-bin/clear_quota/v2", new { appid = a.AppId, appsecret = "x" })));
    }

    [Fact]
    public async Task A_request_id_is_explained_to_its_own_account_only()
    {
        JsonNode refused = await _sandbox.Get("/cgi-bin/menu/get?access_token=" + _token);
        string rid = ((string)refused["errmsg"]!)[^26..];
        JsonNode explained = await _sandbox.PostRaw("/cgi-bin/openapi/rid/get?access_token=" + _token, new { rid });
        Assert.Contains("46003", (string)explained["request"]!["response_body"]!);
        Assert.Equal(76022, Code(await _sandbox.PostRaw("/cgi-bin/openapi/rid/get?access_token=" + _mini, new { rid })));
        Assert.Equal(76001, Code(await _sandbox.PostRaw("/cgi-bin/openapi/rid/get?access_token=" + _token, new { rid = "00000000-00000000-00000000" })));
    }

    [Fact]
    public async Task The_reachability_check_names_what_is_wrong_with_the_question()
    {
        string path = "/cgi-bin/callback/check?access_token=" + _token;
        JsonNode answer = await _sandbox.PostRaw(path, new { action = "all", check_operator = "DEFAULT" });
        Assert.Equal(("127.0.0.1", "0%"), ((string)answer["dns"]![0]!["ip"]!, (string)answer["ping"]![0]!["package_loss"]!));
        Assert.Equal(40202, Code(await _sandbox.PostRaw(path, new { action = "trace", check_operator = "DEFAULT" })));
        Assert.Equal(40203, Code(await _sandbox.PostRaw(path, new { action = "all", check_operator = "SOMEBODY" })));
        await _sandbox.Drive("host", new { @base = (string?)null });
        Assert.Equal(40201, Code(await _sandbox.PostRaw(path, new { action = "all", check_operator = "DEFAULT" })));
        await _sandbox.Drive("host", new { @base = _sandbox.Host.Base });
    }

    [Fact]
    public async Task A_short_token_life_shortens_the_hand_over_too()
    {
        await _sandbox.Drive("token-life", new { seconds = 40 });
        string first = await _sandbox.Token(force: true);
        Assert.Equal(first, await _sandbox.Token());
        await _sandbox.Drive("clock/advance", new { seconds = 31 });
        string second = await _sandbox.Token();
        Assert.NotEqual(first, second);
        Assert.Equal(46003, Code(await _sandbox.Get("/cgi-bin/menu/get?access_token=" + first)));
        await _sandbox.Drive("clock/advance", new { seconds = 41 });
        Assert.Equal(42001, Code(await _sandbox.Get("/cgi-bin/menu/get?access_token=" + second)));
    }

    [Fact]
    public async Task The_address_list_takes_networks_and_answers_with_the_callers_address()
    {
        await _sandbox.Drive("accounts/agency/ip-list", new { addresses = new[] { "203.0.113.0/24" } });
        DemoAccount a = _sandbox.Accounts.Agency;
        JsonNode refused = await _sandbox.Get($"/cgi-bin/token?grant_type=client_credential&appid={a.AppId}&secret={a.Secret}");
        Assert.Equal(40164, Code(refused));
        Assert.StartsWith("invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: ", (string)refused["errmsg"]!);
        await _sandbox.Drive("accounts/agency/ip-list", new { addresses = new[] { "127.0.0.0/8" } });
        Assert.Equal(0, Code(await _sandbox.Get($"/cgi-bin/token?grant_type=client_credential&appid={a.AppId}&secret={a.Secret}")));
    }

    async Task<int> Try(string method, string path, string token)
    {
        string address = $"{path}?access_token={token}";
        return Code(method == "GET" ? await _sandbox.Get(address) : await _sandbox.PostText(address, "{}"));
    }

    async Task<string> OAuthCode()
    {
        DemoAccount a = _sandbox.Accounts.Agency;
        using HttpResponseMessage answer = await _sandbox.Http.GetAsync($"/connect/oauth2/authorize?appid={a.AppId}&redirect_uri={Uri.EscapeDataString(_sandbox.Host.Base + "/back")}&response_type=code&scope=snsapi_base&state=s&sandbox_person={Lead}");
        return System.Web.HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"]!;
    }

    Task<JsonNode> Send(string body) => _sandbox.PostText(SendPath + "?access_token=" + _token, body);

    string Message(string id) =>
        $$$"""{"touser":"{{{_sandbox.OpenId(Lead)}}}","template_id":"{{{TaskTemplate}}}","client_msg_id":"{{{id}}}","data":{"thing1":{"value":"澄湖"},"name2":{"value":"韩柏川"},"time3":{"value":"15:01"} } }""";
}
