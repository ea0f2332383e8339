using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.Tests.Kit;
using static WeChatService.Sandbox.Tests.Kit.SandboxUnderTest;

namespace WeChatService.Sandbox.Tests.Inspect;

public sealed class FaultTests(SandboxUnderTest sandbox) : IClassFixture<SandboxUnderTest>, IAsyncLifetime
{
    readonly SandboxUnderTest _sandbox = sandbox;

    public Task InitializeAsync() => _sandbox.Reset();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_errcode_comes_as_often_as_asked_and_only_on_its_path()
    {
        string token = await _sandbox.Token();
        await Fault(new { target = "wechat", mode = "errcode:-1", times = 2, path = "/cgi-bin/menu" });
        Assert.Equal(0, Code(await _sandbox.Get("/cgi-bin/getcallbackip?access_token=" + token)));
        Assert.Equal(-1, Code(await _sandbox.Get("/cgi-bin/menu/get?access_token=" + token)));
        Assert.Equal(-1, Code(await _sandbox.Get("/cgi-bin/menu/get?access_token=" + token)));
        Assert.Equal(46003, Code(await _sandbox.Get("/cgi-bin/menu/get?access_token=" + token)));
        Assert.Empty((await _sandbox.Get("/__sandbox/faults")).AsArray());
    }

    [Fact]
    public async Task A_platform_that_is_down_drops_the_connection_until_the_fault_is_deleted()
    {
        await Fault(new { target = "face", mode = "down" });
        await Assert.ThrowsAsync<HttpRequestException>(() => _sandbox.Http.PostAsync("/", new StringContent("{}")));
        await _sandbox.Http.DeleteAsync("/__sandbox/faults");
        Assert.Equal(HttpStatusCode.OK, (await _sandbox.Http.PostAsync("/", new StringContent("{}"))).StatusCode);
    }

    [Fact]
    public async Task A_face_code_and_a_store_code_come_in_their_own_envelopes()
    {
        await Fault(new { target = "face", mode = "code:FailedOperation.ServerError", times = 1 });
        using HttpResponseMessage face = await _sandbox.Http.PostAsync("/", new StringContent("{}"));
        Assert.Equal("FailedOperation.ServerError", (string?)(await face.Content.ReadFromJsonAsync<JsonNode>())!["Response"]!["Error"]!["Code"]);
        await Fault(new { target = "store", mode = "code:InternalError", times = 1 });
        using HttpResponseMessage store = await _sandbox.Http.GetAsync("/__s3/wcs-demo/a");
        Assert.Equal(HttpStatusCode.InternalServerError, store.StatusCode);
        Assert.Contains("<Code>InternalError</Code>", await store.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_lost_answer_means_that_the_work_was_done()
    {
        await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        string token = await _sandbox.Token();
        await Fault(new { target = "wechat", mode = "lost", times = 1, path = "/cgi-bin/message" });
        await Assert.ThrowsAsync<HttpRequestException>(() => _sandbox.PostRaw("/cgi-bin/message/template/send?access_token=" + token, new
        {
            touser = _sandbox.OpenId(Lead),
            template_id = TaskTemplate,
            client_msg_id = "n1",
            data = new { thing1 = new { value = "澄湖" }, name2 = new { value = "韩柏川" }, time3 = new { value = "15:01" } },
        }));
        Assert.Single((await _sandbox.Get("/__sandbox/accounts/agency/messages")).AsArray());
    }

    [Fact]
    public async Task Slow_and_hanging_answers_can_be_timed_out()
    {
        await Fault(new { target = "wechat", mode = "slow", seconds = 0.4, times = 1 });
        long started = Environment.TickCount64;
        await _sandbox.Token();
        Assert.True(Environment.TickCount64 - started >= 390);
        await Fault(new { target = "wechat", mode = "hang", times = 1 });
        using CancellationTokenSource patience = new(300);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _sandbox.Http.GetAsync("/cgi-bin/token", patience.Token));
    }

    [Theory]
    [InlineData("weather", "rain", null)]
    [InlineData("wechat", "drop", null)]
    [InlineData("wechat", "http:200", null)]
    [InlineData("wechat", "storm:0", null)]
    [InlineData("callback", "garbage", null)]
    [InlineData("wechat", "down", 1.5)]
    public async Task A_nonsense_fault_is_refused(string target, string mode, double? probability)
    {
        using HttpResponseMessage answer = await _sandbox.Http.PostAsJsonAsync("/__sandbox/faults", new { target, mode, probability });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_fault_can_be_meant_for_one_account_by_token_appid_or_body()
    {
        string agency = await _sandbox.Token(), owner = await _sandbox.Token(AccountKind.Owner);
        await Fault(new { target = "wechat", mode = "errcode:-1", account = "agency" });
        Assert.Equal((-1, 46003), (Code(await _sandbox.Get("/cgi-bin/menu/get?access_token=" + agency)), Code(await _sandbox.Get("/cgi-bin/menu/get?access_token=" + owner))));
        (DemoAccount a, DemoAccount o) = (_sandbox.Accounts.Agency, _sandbox.Accounts.Owner);
        Assert.Equal(-1, Code(await _sandbox.PostRaw("/cgi-bin/stable_token", new { grant_type = "client_credential", appid = a.AppId, secret = a.Secret })));
        Assert.Equal(0, Code(await _sandbox.PostRaw("/cgi-bin/stable_token", new { grant_type = "client_credential", appid = o.AppId, secret = o.Secret })));
        Assert.Equal(-1, Code(await _sandbox.Get($"/cgi-bin/token?grant_type=client_credential&appid={a.AppId}&secret={a.Secret}")));
    }

    [Fact]
    public async Task A_share_of_the_calls_fails_the_same_way_with_the_same_seed()
    {
        string token = await _sandbox.Token();
        async Task<string> Draw(int seed)
        {
            await _sandbox.Http.DeleteAsync("/__sandbox/faults");
            await Fault(new { target = "wechat", mode = "errcode:43004", probability = 0.3, seed });
            string drawn = "";
            for (int i = 0; i < 40; i++) drawn += Code(await _sandbox.Get("/cgi-bin/getcallbackip?access_token=" + token)) == 43004 ? 'x' : '.';
            return drawn;
        }
        string first = await Draw(7);
        Assert.InRange(first.Count(c => c == 'x'), 4, 24);
        Assert.Equal(first, await Draw(7));
        Assert.NotEqual(first, await Draw(8));
        JsonNode standing = Assert.Single((await _sandbox.Get("/__sandbox/faults")).AsArray())!;
        Assert.True((int)standing["hits"]! > 0);
        await _sandbox.Http.DeleteAsync("/__sandbox/faults/" + standing["id"]);
        Assert.Empty((await _sandbox.Get("/__sandbox/faults")).AsArray());
    }

    [Fact]
    public async Task A_storm_voids_all_tokens_with_every_third_call()
    {
        await Fault(new { target = "wechat", mode = "storm:3", account = "agency" });
        List<int> codes = [];
        string token = await _sandbox.Token();
        for (int i = 0; i < 9; i++)
        {
            codes.Add(Code(await _sandbox.Get("/cgi-bin/getcallbackip?access_token=" + token)));
            if (codes[^1] == 40001) token = await _sandbox.Token();
        }
        Assert.Equal([0, 0, 40001, 0, 0, 40001, 0, 0, 40001], codes);
    }

    [Theory]
    [InlineData("http:502", 502, false)]
    [InlineData("http:504", 504, false)]
    [InlineData("garbage", 200, false)]
    public async Task A_gateways_page_and_nonsense_come_without_effect(string mode, int status, bool effect)
    {
        await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        string token = await _sandbox.Token();
        await Fault(new { target = "wechat", mode, times = 1, path = "/cgi-bin/message" });
        using HttpResponseMessage answer = await Send(token);
        Assert.Equal(status, (int)answer.StatusCode);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => JsonNode.Parse(body));
        Assert.Equal(effect, (await _sandbox.Get("/__sandbox/accounts/agency/messages")).AsArray().Count > 0);
    }

    [Fact]
    public async Task A_mangled_answer_breaks_off_after_the_effect()
    {
        await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        string token = await _sandbox.Token();
        await Fault(new { target = "wechat", mode = "mangled", times = 1, path = "/cgi-bin/message" });
        await Assert.ThrowsAsync<HttpRequestException>(() => Send(token));
        Assert.Single((await _sandbox.Get("/__sandbox/accounts/agency/messages")).AsArray());
    }

    [Fact]
    public async Task An_address_that_is_not_listed_is_named_also_when_it_is_a_fault()
    {
        await Fault(new { target = "wechat", mode = "errcode:40164", times = 1, path = "/cgi-bin/stable_token" });
        DemoAccount a = _sandbox.Accounts.Agency;
        JsonNode refused = await _sandbox.PostRaw("/cgi-bin/stable_token", new { grant_type = "client_credential", appid = a.AppId, secret = a.Secret });
        Assert.StartsWith("invalid ip 203.0.113.77 ", (string)refused["errmsg"]!);
    }

    [Fact]
    public async Task With_the_window_off_a_repeated_message_is_a_second_one()
    {
        await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        await _sandbox.Drive("repeat-window", new { on = false });
        string token = await _sandbox.Token();
        (await Send(token, "n1")).Dispose();
        (await Send(token, "n1")).Dispose();
        Assert.Equal(2, (await _sandbox.Get("/__sandbox/accounts/agency/messages")).AsArray().Count);
        Assert.Equal(2, (int)(await _sandbox.Get("/__sandbox/accounts"))[0]!["effects"]!);
    }

    Task<HttpResponseMessage> Send(string token, string? id = null) => _sandbox.Http.PostAsJsonAsync("/cgi-bin/message/template/send?access_token=" + token, new
    {
        touser = _sandbox.OpenId(Lead),
        template_id = TaskTemplate,
        client_msg_id = id,
        data = new { thing1 = new { value = "澄湖" }, name2 = new { value = "韩柏川" }, time3 = new { value = "15:01" } },
    });

    [Fact]
    public async Task The_log_tells_the_order_and_the_codes_without_secrets()
    {
        string token = await _sandbox.Token();
        await _sandbox.Get("/cgi-bin/menu/get?access_token=" + token);
        await _sandbox.Get($"/cgi-bin/token?grant_type=client_credential&appid={_sandbox.Accounts.Agency.AppId}&secret={_sandbox.Accounts.Agency.Secret}");
        string log = await _sandbox.Http.GetStringAsync("/__sandbox/log?target=wechat");
        Assert.DoesNotContain(token, log);
        Assert.DoesNotContain(_sandbox.Accounts.Agency.Secret, log);
        JsonArray entries = JsonNode.Parse(log)!.AsArray();
        Assert.Equal(3, entries.Count);
        Assert.Equal("46003", (string?)entries[1]!["code"]);
    }

    Task Fault(object fault) => _sandbox.Drive("faults", fault);
}
