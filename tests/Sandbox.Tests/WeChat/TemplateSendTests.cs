using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.Tests.Kit;
using static WeChatService.Sandbox.Tests.Kit.SandboxUnderTest;

namespace WeChatService.Sandbox.Tests.WeChat;

public sealed class TemplateSendTests(SandboxUnderTest sandbox) : IClassFixture<SandboxUnderTest>, IAsyncLifetime
{
    readonly SandboxUnderTest _sandbox = sandbox;
    string _token = "";

    public async Task InitializeAsync()
    {
        await _sandbox.Reset();
        _token = await _sandbox.Token();
        await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_message_reaches_the_followers_chat_and_its_delivery_is_reported()
    {
        JsonNode answer = await Send(Message());
        Assert.Equal((0, "ok"), (Code(answer), (string?)answer["errmsg"]));
        JsonNode line = (await Chat()).Last(m => (string?)m!["kind"] == "template")!;
        Assert.Equal("记录等您审核", (string?)line["title"]);
        Assert.Equal("项目名称|澄湖商务中心", $"{line["fields"]![0]!["label"]}|{line["fields"]![0]!["value"]}");
        Assert.Equal("http://127.0.0.1/agency/reviews/1", (string?)line["url"]);
        await Until(async () => (string?)(await Chat()).Last()!["status"] == "success");
        await Until(async () => (await _sandbox.Get("/__sandbox/callbacks?account=agency")).AsArray().Any(c => (string?)c!["event"] == "TEMPLATESENDJOBFINISH"));
    }

    [Theory]
    [InlineData("thing1", "一二三四五六七八九十一二三四五六七八九十一")]
    [InlineData("thing1", "有\n换行")]
    [InlineData("thing1", "")]
    [InlineData("thing1", "   ")]
    [InlineData("name2", "一二三四五六七八九十一")]
    [InlineData("time3", "刚才")]
    [InlineData("time3", "2026-11-20T15:01:00Z")]
    public async Task A_value_that_does_not_fit_its_type_is_refused_by_name(string field, string value)
    {
        JsonNode answer = await Send(Message(m => m["data"]![field] = new JsonObject { ["value"] = value }));
        Assert.Equal(47003, Code(answer));
        Assert.Contains($"data.{field}.value", (string)answer["errmsg"]!);
    }

    [Fact]
    public async Task Missing_extra_and_suffixed_keys_are_refused()
    {
        Assert.Equal(47003, Code(await Send(Message(m => ((JsonObject)m["data"]!).Remove("name2")))));
        Assert.Equal(47003, Code(await Send(Message(m => m["data"]!["thing9"] = new JsonObject { ["value"] = "多的" }))));
        JsonNode suffixed = await Send(Message(m =>
        {
            JsonObject data = (JsonObject)m["data"]!;
            data["thing1.DATA"] = data["thing1"]!.DeepClone();
            data.Remove("thing1");
        }));
        Assert.Equal(47003, Code(suffixed));
        Assert.Contains("data.thing1.value is empty", (string)suffixed["errmsg"]!);
    }

    [Fact]
    public async Task Receivers_and_templates_must_belong_to_the_account()
    {
        Assert.Equal(40003, Code(await Send(Message(m => m["touser"] = "oNobody"))));
        Assert.Equal(40003, Code(await Send(Message(m => m["touser"] = _sandbox.OpenId(Lead, AccountKind.Owner)))));
        Assert.Equal(40037, Code(await Send(Message(m => m["template_id"] = MiniTemplate))));
        Assert.Equal(43004, Code(await Send(Message(m => m["touser"] = _sandbox.OpenId(Operator)))));
        string owner = await _sandbox.Token(AccountKind.Owner);
        Assert.Equal(40003, Code(await _sandbox.PostRaw("/cgi-bin/message/template/send?access_token=" + owner, Message())));
    }

    [Fact]
    public async Task A_mini_program_jump_must_name_the_linked_program_and_a_page_it_has()
    {
        Assert.Equal(40166, Code(await Send(Message(m => m["miniprogram"] = new JsonObject { ["appid"] = "wx0000000000000000", ["pagepath"] = "pages/login/login" }))));
        Assert.Equal(40165, Code(await Send(Message(m => m["miniprogram"] = new JsonObject { ["appid"] = _sandbox.Accounts.MiniProgram.AppId, ["pagepath"] = "pages/none" }))));
        Assert.Equal(0, Code(await Send(Message(m => m["miniprogram"] = new JsonObject { ["appid"] = _sandbox.Accounts.MiniProgram.AppId, ["pagepath"] = "pages/login/login?id=1" }))));
    }

    [Fact]
    public async Task The_same_client_msg_id_is_one_message_for_ten_minutes()
    {
        JsonObject message = Message(m => m["client_msg_id"] = "notice-1");
        long first = (long)(await Send(message))["msgid"]!;
        Assert.Equal(first, (long)(await Send(message))["msgid"]!);
        Assert.Single((await Chat()), m => (string?)m!["kind"] == "template");
        await _sandbox.Drive("clock/advance", new { seconds = 601 });
        Assert.NotEqual(first, (long)(await Send(message))["msgid"]!);
    }

    [Fact]
    public async Task The_daily_quota_ends_with_45009_and_clearing_it_helps()
    {
        await _sandbox.Drive("accounts/agency/daily-limit", new { limit = 1 });
        Assert.Equal(0, Code(await Send(Message())));
        Assert.Equal(45009, Code(await Send(Message())));
        Assert.Equal(0, Code(await _sandbox.PostRaw("/cgi-bin/clear_quota?access_token=" + _token, new { appid = _sandbox.Accounts.Agency.AppId })));
        Assert.Equal(0, Code(await Send(Message())));
    }

    [Fact]
    public async Task Who_refuses_messages_is_reported_as_user_block_and_sees_nothing()
    {
        await _sandbox.Drive($"people/{Lead}/block", new { account = "agency", blocked = true });
        Assert.Equal(0, Code(await Send(Message())));
        await Until(async () => (await _sandbox.Get("/__sandbox/accounts/agency/messages")).AsArray().Any(m => (string?)m!["status"] == "failed:user block"));
        Assert.DoesNotContain((await Chat()), m => (string?)m!["kind"] == "template");
    }

    [Fact]
    public async Task The_template_list_shows_the_fields_as_placeholders()
    {
        JsonNode list = (await _sandbox.Get("/cgi-bin/template/get_all_private_template?access_token=" + _token))["template_list"]!;
        Assert.Equal(TaskTemplate, (string?)list[0]!["template_id"]);
        Assert.Contains("{{thing1.DATA}}", (string)list[0]!["content"]!);
    }

    [Fact]
    public async Task Industry_templates_are_closed_to_new_use() => Assert.Equal(40247,
        Code(await _sandbox.PostRaw("/cgi-bin/template/api_add_template?access_token=" + _token, new { template_id_short = "TM00015" })));

    [Fact]
    public async Task A_mini_program_message_needs_an_accepted_prompt_each_time()
    {
        string token = await _sandbox.Token(AccountKind.MiniProgram);
        object message = new { touser = _sandbox.OpenId(Operator, AccountKind.MiniProgram), template_id = MiniTemplate, page = "pages/login/login", data = new { thing1 = new { value = "澄湖商务中心" } } };
        string path = "/cgi-bin/message/subscribe/send?access_token=" + token;
        Assert.Equal(43101, Code(await _sandbox.PostRaw(path, message)));
        await _sandbox.Drive($"people/{Operator}/accept", new { templateId = MiniTemplate, times = 1 });
        Assert.Equal(0, Code(await _sandbox.PostRaw(path, message)));
        Assert.Equal(43101, Code(await _sandbox.PostRaw(path, message)));
        Assert.Equal(41030, Code(await _sandbox.PostRaw(path, new { touser = _sandbox.OpenId(Operator, AccountKind.MiniProgram), template_id = MiniTemplate, page = "pages/none", data = new { thing1 = new { value = "x" } } })));
        Assert.Equal(48001, Code(await _sandbox.PostRaw("/cgi-bin/message/subscribe/send?access_token=" + _token, message)));
    }

    Task<JsonNode> Send(JsonObject message) => _sandbox.PostRaw("/cgi-bin/message/template/send?access_token=" + _token, message);

    async Task<JsonArray> Chat() => (await _sandbox.Get($"/__sandbox/people/{Lead}/chats/agency")).AsArray();

    JsonObject Message(Action<JsonObject>? change = null)
    {
        JsonObject message = new()
        {
            ["touser"] = _sandbox.OpenId(Lead),
            ["template_id"] = TaskTemplate,
            ["url"] = "http://127.0.0.1/agency/reviews/1",
            ["data"] = new JsonObject
            {
                ["thing1"] = new JsonObject { ["value"] = "澄湖商务中心" },
                ["name2"] = new JsonObject { ["value"] = "韩柏川" },
                ["time3"] = new JsonObject { ["value"] = "2026年11月20日 15:01" },
            },
        };
        change?.Invoke(message);
        return message;
    }
}
