using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
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

    [Fact]
    public async Task A_nonsense_fault_is_refused()
    {
        using HttpResponseMessage answer = await _sandbox.Http.PostAsJsonAsync("/__sandbox/faults", new { target = "weather", mode = "rain" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

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
