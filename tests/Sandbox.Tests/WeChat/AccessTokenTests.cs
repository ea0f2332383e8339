using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.Tests.Kit;
using static WeChatService.Sandbox.Tests.Kit.SandboxUnderTest;

namespace WeChatService.Sandbox.Tests.WeChat;

public sealed class AccessTokenTests(SandboxUnderTest sandbox) : IClassFixture<SandboxUnderTest>, IAsyncLifetime
{
    readonly SandboxUnderTest _sandbox = sandbox;

    public Task InitializeAsync() => _sandbox.Reset();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_stable_endpoint_gives_the_same_token_until_five_minutes_before_its_end()
    {
        string first = await _sandbox.Token();
        await Advance(6800);
        Assert.Equal(first, await _sandbox.Token());
        await Advance(120);
        string second = await _sandbox.Token();
        Assert.NotEqual(first, second);
        Assert.Equal((0, 0), (await Use(first), await Use(second)));
    }

    [Fact]
    public async Task Both_tokens_work_for_five_minutes_and_then_the_old_one_is_invalid()
    {
        string first = await Classic();
        string second = await Classic();
        Assert.NotEqual(first, second);
        Assert.Equal(0, await Use(first));
        await Advance(301);
        Assert.Equal((40001, 0), (await Use(first), await Use(second)));
    }

    [Fact]
    public async Task The_two_endpoints_do_not_retire_each_others_tokens()
    {
        string stable = await _sandbox.Token();
        await Classic();
        await Classic();
        await Advance(400);
        Assert.Equal(0, await Use(stable));
    }

    [Fact]
    public async Task A_forced_refresh_kills_the_previous_token_at_once_but_not_within_thirty_seconds_of_the_last()
    {
        string first = await _sandbox.Token();
        string second = await _sandbox.Token(force: true);
        Assert.NotEqual(first, second);
        Assert.Equal((40001, 0), (await Use(first), await Use(second)));
        Assert.Equal(second, await _sandbox.Token(force: true));
        await Advance(31);
        Assert.NotEqual(second, await _sandbox.Token(force: true));
    }

    [Fact]
    public async Task The_twenty_first_forced_refresh_of_a_day_is_refused()
    {
        await _sandbox.Token();
        for (int i = 0; i < 20; i++)
        {
            await _sandbox.Token(force: true);
            await Advance(31);
        }
        JsonNode refused = await _sandbox.PostRaw("/cgi-bin/stable_token", Credentials(force: true));
        Assert.Equal(45009, Code(refused));
    }

    [Fact]
    public async Task Missing_unknown_and_expired_tokens_have_their_own_codes()
    {
        string token = await _sandbox.Token();
        Assert.Equal(41001, Code(await _sandbox.Get("/cgi-bin/menu/get")));
        JsonNode unknown = await _sandbox.Get("/cgi-bin/menu/get?access_token=nonsense");
        Assert.Equal(40001, Code(unknown));
        Assert.Matches("rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$", (string)unknown["errmsg"]!);
        await Advance(7201);
        Assert.Equal(42001, await Use(token));
    }

    [Fact]
    public async Task Tokens_can_be_spoilt_from_outside()
    {
        string token = await _sandbox.Token();
        await _sandbox.Drive("accounts/agency/token", new { action = "invalidate" });
        Assert.Equal(40001, await Use(token));
        token = await _sandbox.Token();
        await _sandbox.Drive("accounts/agency/token", new { action = "expire" });
        Assert.Equal(42001, await Use(token));
    }

    [Theory]
    [InlineData("""{"grant_type":"client_credential","secret":"x"}""", 41002)]
    [InlineData("""{"grant_type":"client_credential","appid":"wx0000000000000000","secret":"x"}""", 40013)]
    [InlineData("""{"grant_type":"client_credential","appid":"wx8d3c5f1a7e204b96"}""", 41004)]
    [InlineData("""{"grant_type":"client_credential","appid":"wx8d3c5f1a7e204b96","secret":"x"}""", 40125)]
    [InlineData("""{"grant_type":"password","appid":"wx8d3c5f1a7e204b96","secret":"x"}""", 40002)]
    [InlineData("", 44002)]
    [InlineData("not json", 47001)]
    [InlineData("[]", 47001)]
    public async Task Wrong_credentials_are_refused_with_the_platforms_codes(string body, int code) =>
        Assert.Equal(code, Code(await _sandbox.PostText("/cgi-bin/stable_token", body)));

    [Fact]
    public async Task The_stable_endpoint_wants_post_and_the_classic_one_get()
    {
        Assert.Equal(43002, Code(await _sandbox.Get("/cgi-bin/stable_token")));
        Assert.Equal(43001, Code(await _sandbox.PostText("/cgi-bin/token", "{}")));
    }

    [Fact]
    public async Task A_caller_outside_the_address_list_learns_its_address()
    {
        await _sandbox.Drive("accounts/agency/ip-list", new { addresses = new[] { "203.0.113.9" } });
        JsonNode refused = await _sandbox.PostRaw("/cgi-bin/stable_token", Credentials());
        Assert.Equal(40164, Code(refused));
        Assert.Contains("127.0.0.1", (string)refused["errmsg"]!);
        await _sandbox.Drive("accounts/agency/ip-list", new { addresses = (string[]?)null });
        Assert.Equal(0, Code(await _sandbox.PostRaw("/cgi-bin/stable_token", Credentials())));
    }

    [Fact]
    public async Task An_unknown_path_is_refused_the_vendors_way() =>
        Assert.Equal(40066, Code(await _sandbox.Get("/cgi-bin/no/such/thing")));

    Task Advance(double seconds) => _sandbox.Drive("clock/advance", new { seconds });

    async Task<int> Use(string token) => Code(await _sandbox.Get("/cgi-bin/getcallbackip?access_token=" + token));

    async Task<string> Classic()
    {
        DemoAccount a = _sandbox.Accounts.Agency;
        return (string)(await _sandbox.Get($"/cgi-bin/token?grant_type=client_credential&appid={a.AppId}&secret={a.Secret}"))["access_token"]!;
    }

    object Credentials(bool force = false) => new
    {
        grant_type = "client_credential",
        appid = _sandbox.Accounts.Agency.AppId,
        secret = _sandbox.Accounts.Agency.Secret,
        force_refresh = force,
    };
}
