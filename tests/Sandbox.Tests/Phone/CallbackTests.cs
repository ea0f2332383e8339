using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.Tests.Kit;
using static WeChatService.Sandbox.Tests.Kit.SandboxUnderTest;

namespace WeChatService.Sandbox.Tests.Phone;

public sealed class CallbackTests(ImpatientSandbox sandbox) : IClassFixture<ImpatientSandbox>, IAsyncLifetime
{
    readonly SandboxUnderTest _sandbox = sandbox;

    public Task InitializeAsync() => _sandbox.Reset();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Following_by_a_scene_code_posts_an_encrypted_subscribe_with_the_scene()
    {
        string content = await SceneCode("bind-77");
        JsonNode scan = (await _sandbox.Drive($"people/{Contact}/scan", new { content }))!;
        Assert.Equal(("ServiceAccount", "subscribe", "owner"), ((string)scan["kind"]!, (string)scan["event"]!, (string)scan["account"]!));
        Assert.Equal("Acknowledged", (string?)scan["callback"]!["outcome"]);
        ReceivedCallback received = Assert.Single(_sandbox.Host.Received);
        Assert.Equal("/wechat/owner/callback", received.Path);
        Assert.Equal("aes", received.Query["encrypt_type"]);
        Assert.Equal(_sandbox.OpenId(Contact, AccountKind.Owner), received.Query["openid"]);
        XElement envelope = XElement.Parse(received.Body);
        Assert.Equal(["ToUserName", "Encrypt"], envelope.Elements().Select(e => e.Name.LocalName));
        XElement message = Open(received, _sandbox.Accounts.Owner);
        Assert.Equal("qrscene_bind-77", message.Element("EventKey")!.Value);
        Assert.Equal(_sandbox.Accounts.Owner.OriginalId, message.Element("ToUserName")!.Value);
        Assert.NotEmpty(message.Element("Ticket")!.Value);
    }

    [Fact]
    public async Task A_follower_who_scans_again_is_announced_without_the_prefix()
    {
        string content = await SceneCode("bind-77");
        await _sandbox.Drive($"people/{Contact}/scan", new { content });
        JsonNode again = (await _sandbox.Drive($"people/{Contact}/scan", new { content }))!;
        Assert.Equal("SCAN", (string?)again["event"]);
        XElement message = Open(_sandbox.Host.Received[^1], _sandbox.Accounts.Owner);
        Assert.Equal(("SCAN", "bind-77"), (message.Element("Event")!.Value, message.Element("EventKey")!.Value));
    }

    [Fact]
    public async Task Every_kind_of_act_has_its_event()
    {
        string token = await _sandbox.Token();
        await _sandbox.PostText("/cgi-bin/menu/create?access_token=" + token,
            """{"button":[{"type":"view","name":"服务入口","url":"http://127.0.0.1/agency"},{"type":"click","name":"项目消息","key":"messages"}]}""");
        await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        Assert.Equal("http://127.0.0.1/agency", (string?)(await _sandbox.Drive($"people/{Lead}/menu", new { account = "agency", key = "服务入口" }))!["url"]);
        await _sandbox.Drive($"people/{Lead}/menu", new { account = "agency", key = "messages" });
        await _sandbox.Drive($"people/{Lead}/text", new { account = "agency", content = "在吗 😀 ]]> <x>" });
        await _sandbox.Drive($"people/{Lead}/unfollow", new { account = "agency" });
        XElement[] messages = [.. _sandbox.Host.Received.Select(r => Open(r, _sandbox.Accounts.Agency))];
        Assert.Equal(["subscribe", "VIEW", "CLICK", "text", "unsubscribe"], messages.Select(m => m.Element("Event")?.Value ?? m.Element("MsgType")!.Value));
        Assert.Equal("在吗 😀 ]]> <x>", messages[3].Element("Content")!.Value);
        Assert.True(long.Parse(messages[3].Element("MsgId")!.Value) > int.MaxValue);
    }

    [Fact]
    public async Task An_unanswered_callback_is_sent_three_times_in_all_with_the_same_message()
    {
        _sandbox.Host.Answers = async (_, context) =>
        {
            context.Response.StatusCode = 500;
            await context.Response.WriteAsync("oops");
        };
        JsonNode callback = (await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" }))!["callback"]!;
        Assert.Equal(("Failed", 3), ((string)callback["outcome"]!, callback["attempts"]!.AsArray().Count));
        Assert.Single(_sandbox.Host.Received.Select(r => Open(r, _sandbox.Accounts.Agency).ToString()).Distinct());
        Assert.Equal(3, _sandbox.Host.Received.Select(r => r.Query["nonce"]).Distinct().Count());
        Assert.Contains((await Chat()), m => ((string?)m!["text"])?.Contains("出现故障") == true);
    }

    [Fact]
    public async Task A_slow_host_is_given_up_at_the_deadline_and_tried_again()
    {
        int calls = 0;
        _sandbox.Host.Answers = async (_, context) =>
        {
            if (Interlocked.Increment(ref calls) == 1) await Task.Delay(5000, context.RequestAborted);
            await context.Response.WriteAsync("success");
        };
        JsonNode callback = (await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" }))!["callback"]!;
        Assert.Equal(["timeout", "ack"], callback["attempts"]!.AsArray().Select(a => (string)a!["outcome"]!));
        Assert.Equal("Acknowledged", (string?)callback["outcome"]);
    }

    [Fact]
    public async Task An_encrypted_passive_reply_is_opened_checked_and_shown()
    {
        Reply(r => r);
        JsonNode callback = (await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" }))!["callback"]!;
        Assert.Equal(("Replied", "欢迎关注"), ((string)callback["outcome"]!, (string)callback["reply"]!["text"]!));
        Assert.Equal("欢迎关注", (string?)(await Chat())[^1]!["text"]);
    }

    [Theory]
    [InlineData("plain", "reply not encrypted")]
    [InlineData("signature", "reply signature wrong")]
    [InlineData("appid", "reply not decryptable: The appid is another's.")]
    [InlineData("names", "reply names not swapped")]
    [InlineData("json", "unknown body")]
    [InlineData("dtd", "unknown body")]
    public async Task A_wrong_passive_reply_is_refused_and_told_why(string fault, string outcome)
    {
        Reply(r => r, fault);
        JsonNode callback = (await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" }))!["callback"]!;
        Assert.Equal("Failed", (string?)callback["outcome"]);
        Assert.All(callback["attempts"]!.AsArray(), a => Assert.Equal(outcome, (string?)a!["outcome"]));
    }

    [Fact]
    public async Task A_delivery_can_be_repeated_as_the_platform_does()
    {
        JsonNode callback = (await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" }))!["callback"]!;
        await _sandbox.Drive($"callbacks/{callback["id"]}/repeat");
        Assert.Equal(2, _sandbox.Host.Received.Count);
        Assert.Equal(Open(_sandbox.Host.Received[0], _sandbox.Accounts.Agency).ToString(), Open(_sandbox.Host.Received[1], _sandbox.Accounts.Agency).ToString());
    }

    [Fact]
    public async Task A_lost_acknowledgement_brings_the_same_message_twice()
    {
        await _sandbox.Drive("faults", new { target = "callback", mode = "lost", times = 1 });
        JsonNode callback = (await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" }))!["callback"]!;
        Assert.Equal("Acknowledged", (string?)callback["outcome"]);
        Assert.Equal(2, _sandbox.Host.Received.Count);
    }

    [Theory]
    [InlineData("compatible")]
    [InlineData("plain")]
    public async Task The_other_forms_carry_the_fields_in_the_open(string mode)
    {
        await _sandbox.Drive("accounts/agency/callback-mode", new { mode });
        await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        ReceivedCallback received = _sandbox.Host.Received[^1];
        XElement body = XElement.Parse(received.Body);
        Assert.Equal("subscribe", body.Element("Event")!.Value);
        Assert.Equal(mode == "compatible", body.Element("Encrypt") is not null);
        Assert.Equal(mode == "compatible", received.Query.ContainsKey("msg_signature"));
        Assert.Equal(CallbackCrypto.Signature(_sandbox.Accounts.Agency.Token, received.Query["timestamp"], received.Query["nonce"]), received.Query["signature"]);
    }

    [Fact]
    public async Task The_echo_check_wants_the_text_back_byte_for_byte()
    {
        _sandbox.Host.Answers = (r, context) => context.Response.WriteAsync(r.Query["echostr"]);
        Assert.True((bool)(await _sandbox.Drive("callbacks/echo", new { account = "owner" }))!["ok"]!);
        _sandbox.Host.Answers = (r, context) => context.Response.WriteAsync($"\"{r.Query["echostr"]}\"");
        Assert.False((bool)(await _sandbox.Drive("callbacks/echo", new { account = "owner" }))!["ok"]!);
    }

    async Task<string> SceneCode(string scene)
    {
        string token = await _sandbox.Token(AccountKind.Owner);
        JsonNode code = await _sandbox.PostRaw("/cgi-bin/qrcode/create?access_token=" + token, new { expire_seconds = 600, action_name = "QR_STR_SCENE", action_info = new { scene = new { scene_str = scene } } });
        return (string)code["url"]!;
    }

    async Task<JsonArray> Chat() => (await _sandbox.Get($"/__sandbox/people/{Lead}/chats/agency")).AsArray();

    /// <summary>Opens a safe-mode callback the way a host must: signature over the ciphertext first.</summary>
    static XElement Open(ReceivedCallback received, DemoAccount account)
    {
        string encrypt = XElement.Parse(received.Body).Element("Encrypt")!.Value;
        Assert.Equal(CallbackCrypto.Signature(account.Token, received.Query["timestamp"], received.Query["nonce"], encrypt), received.Query["msg_signature"]);
        return XElement.Parse(CallbackCrypto.Decrypt(encrypt, account.AesKey, account.AppId));
    }

    /// <summary>Makes the host answer an encrypted text reply, with one fault in it.</summary>
    void Reply(Func<string, string> change, string? fault = null) => _sandbox.Host.Answers = (received, context) =>
    {
        DemoAccount a = _sandbox.Accounts.Agency;
        (string to, string from) = fault == "names" ? (a.OriginalId, received.Query["openid"]) : (received.Query["openid"], a.OriginalId);
        string plain = change($"<xml><ToUserName><![CDATA[{to}]]></ToUserName><FromUserName><![CDATA[{from}]]></FromUserName><CreateTime>1763650003</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[欢迎关注]]></Content></xml>");
        string nonce = received.Query["nonce"], encrypt = CallbackCrypto.Encrypt(plain, a.AesKey, fault == "appid" ? "wx0000000000000000" : a.AppId);
        string signature = fault == "signature" ? new string('0', 40) : CallbackCrypto.Signature(a.Token, "1763650003", nonce, encrypt);
        return context.Response.WriteAsync(fault switch
        {
            "plain" => plain,
            "json" => """{"ok":true}""",
            "dtd" => "<!DOCTYPE xml [<!ENTITY x \"y\">]>" + plain,
            _ => $"<xml><Encrypt><![CDATA[{encrypt}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature><TimeStamp>1763650003</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>",
        });
    };
}
