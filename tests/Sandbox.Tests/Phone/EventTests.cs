using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.Tests.Kit;
using static WeChatService.Sandbox.Tests.Kit.SandboxUnderTest;

namespace WeChatService.Sandbox.Tests.Phone;

public sealed class EventTests(SandboxUnderTest sandbox) : IClassFixture<SandboxUnderTest>, IAsyncLifetime
{
    readonly SandboxUnderTest _sandbox = sandbox;

    public Task InitializeAsync() => _sandbox.Reset();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Accepted_prompts_are_told_as_a_list_and_the_sending_too()
    {
        await _sandbox.Drive($"people/{Operator}/accept", new { templateId = MiniTemplate, times = 2 });
        XElement[] items = [.. Open(_sandbox.Host.Received[^1]).Element("SubscribeMsgPopupEvent")!.Elements("List")];
        Assert.Equal(["accept", "accept"], items.Select(i => i.Element("SubscribeStatusString")!.Value));
        string token = await _sandbox.Token(AccountKind.MiniProgram);
        JsonNode sent = await _sandbox.PostRaw("/cgi-bin/message/subscribe/send?access_token=" + token,
            new { touser = _sandbox.OpenId(Operator, AccountKind.MiniProgram), template_id = MiniTemplate, data = new { thing1 = new { value = "澄湖" } } });
        await Until(() => Task.FromResult(_sandbox.Host.Received.Count == 2));
        XElement report = Open(_sandbox.Host.Received[^1]).Element("SubscribeMsgSentEvent")!.Element("List")!;
        Assert.Equal((sent["msgid"]!.ToString(), "0", "success"), (report.Element("MsgID")!.Value, report.Element("ErrorCode")!.Value, report.Element("ErrorStatus")!.Value));
        JsonNode off = (await _sandbox.Drive($"people/{Operator}/switch", new { templateId = MiniTemplate, accepted = false }))!;
        Assert.Equal(0, (int)off["left"]!);
        Assert.Equal("reject", Open(_sandbox.Host.Received[^1]).Element("SubscribeMsgChangeEvent")!.Element("List")!.Element("SubscribeStatusString")!.Value);
    }

    [Theory]
    [InlineData("safe", 1)]
    [InlineData("safe", 2)]
    [InlineData("compatible", 2)]
    [InlineData("plain", 1)]
    public async Task A_mini_program_may_take_json_and_a_list_of_one_is_an_object(string mode, int times)
    {
        await _sandbox.Drive("accounts/miniprogram/callback-format", new { format = "Json" });
        await _sandbox.Drive("accounts/miniprogram/callback-mode", new { mode });
        JsonNode callback = (await _sandbox.Drive($"people/{Operator}/accept", new { templateId = MiniTemplate, times }))!["callback"]!;
        Assert.Equal(("Acknowledged", "success"), ((string)callback["outcome"]!, (string)callback["ack"]!));
        JsonNode body = JsonNode.Parse(_sandbox.Host.Received[^1].Body)!;
        Assert.Equal(mode != "plain", body["Encrypt"] is not null);
        DemoAccount mini = _sandbox.Accounts.MiniProgram;
        JsonNode message = mode == "safe" ? JsonNode.Parse(CallbackCrypto.Decrypt((string)body["Encrypt"]!, mini.AesKey, mini.AppId))! : body;
        Assert.Equal((mini.OriginalId, "subscribe_msg_popup_event"), ((string)message["ToUserName"]!, (string)message["Event"]!));
        JsonNode first = times == 1 ? Assert.IsType<JsonObject>(message["List"]) : message["List"]![0]!;
        Assert.Equal("accept", (string?)first["SubscribeStatusString"]);
    }

    [Fact]
    public async Task Service_accounts_know_no_json()
    {
        using HttpResponseMessage answer = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(_sandbox.Http, "/__sandbox/accounts/agency/callback-format", new { format = "Json" });
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Position_revocation_and_events_of_any_kind_can_be_sent()
    {
        await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        await _sandbox.Drive($"people/{Lead}/location", new { account = "agency", latitude = 31.2, longitude = 121.5 });
        Assert.Equal(("LOCATION", "31.200000"), (Open(_sandbox.Host.Received[^1]).Element("Event")!.Value, Open(_sandbox.Host.Received[^1]).Element("Latitude")!.Value));
        await _sandbox.Drive($"people/{Lead}/revoke", new { info = "301" });
        Assert.Equal(("user_authorization_revoke", _sandbox.OpenId(Lead, AccountKind.MiniProgram)), (Open(_sandbox.Host.Received[^1]).Element("Event")!.Value, Open(_sandbox.Host.Received[^1]).Element("OpenID")!.Value));
        await _sandbox.Drive($"people/{Lead}/event", new { account = "owner", @event = "scancode_waitmsg", fields = JsonNode.Parse("""{"EventKey":"k","ScanCodeInfo":{"ScanType":"qrcode","ScanResult":"1"},"Times":[1,2]}""") });
        XElement made = Open(_sandbox.Host.Received[^1]);
        Assert.Equal(("scancode_waitmsg", "qrcode", "12"), (made.Element("Event")!.Value, made.Element("ScanCodeInfo")!.Element("ScanType")!.Value, string.Concat(made.Elements("Times").Select(t => t.Value))));
        await _sandbox.Drive($"people/{Lead}/event", new { account = "agency", msgType = "image", fields = JsonNode.Parse("""{"PicUrl":"http://x/1","MediaId":"m","MsgId":7}""") });
        Assert.Equal(("image", "7"), (Open(_sandbox.Host.Received[^1]).Element("MsgType")!.Value, Open(_sandbox.Host.Received[^1]).Element("MsgId")!.Value));
    }

    [Theory]
    [InlineData("failed:user block")]
    [InlineData("failed: system failed")]
    public async Task The_delivery_report_says_what_was_asked_for(string status)
    {
        await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        await _sandbox.Drive($"people/{Lead}/delivery", new { account = "agency", status });
        string token = await _sandbox.Token();
        JsonNode sent = await _sandbox.PostRaw("/cgi-bin/message/template/send?access_token=" + token,
            new { touser = _sandbox.OpenId(Lead), template_id = TaskTemplate, data = new { thing1 = new { value = "澄湖" }, name2 = new { value = "韩柏川" }, time3 = new { value = "15:01" } } });
        await Until(() => Task.FromResult(_sandbox.Host.Received.Count == 2));
        XElement report = Open(_sandbox.Host.Received[^1]);
        Assert.Equal((sent["msgid"]!.ToString(), status), (report.Element("MsgID")!.Value, report.Element("Status")!.Value));
    }

    [Fact]
    public async Task An_empty_answer_acknowledges_as_well_and_is_told_apart()
    {
        _sandbox.Host.Answers = (_, _) => Task.CompletedTask;
        JsonNode callback = (await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" }))!["callback"]!;
        Assert.Equal(("Acknowledged", "empty", 1), ((string)callback["outcome"]!, (string)callback["ack"]!, callback["attempts"]!.AsArray().Count));
    }

    [Fact]
    public async Task Callbacks_are_dropped_doubled_and_delayed_by_event_and_account()
    {
        await _sandbox.Drive("faults", new { target = "callback", mode = "drop", times = 1, account = "agency", @event = "unsubscribe" });
        await _sandbox.Drive("faults", new { target = "callback", mode = "double", times = 1, account = "owner" });
        await _sandbox.Drive("faults", new { target = "callback", mode = "late", times = 1, @event = "text", seconds = 0.2 });
        await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        Assert.Single(_sandbox.Host.Received);
        await _sandbox.Drive($"people/{Contact}/follow", new { account = "owner" });
        Assert.Equal(3, _sandbox.Host.Received.Count);
        long started = Environment.TickCount64;
        await _sandbox.Drive($"people/{Lead}/text", new { account = "agency", content = "在吗" });
        Assert.True(Environment.TickCount64 - started >= 190);
        JsonNode gone = (await _sandbox.Drive($"people/{Lead}/unfollow", new { account = "agency" }))!["callback"]!;
        Assert.Equal("Dropped", (string?)gone["outcome"]);
        Assert.Equal(4, _sandbox.Host.Received.Count);
        Assert.Empty((await _sandbox.Get("/__sandbox/faults")).AsArray());
    }

    XElement Open(ReceivedCallback received)
    {
        DemoAccount account = _sandbox.Accounts.ByPathName(received.Path.Split('/')[2])!;
        return XElement.Parse(CallbackCrypto.Decrypt(XElement.Parse(received.Body).Element("Encrypt")!.Value, account.AesKey, account.AppId));
    }
}
