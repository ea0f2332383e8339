using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.Tests.Kit;
using static WeChatService.Sandbox.Tests.Kit.SandboxUnderTest;

namespace WeChatService.Sandbox.Tests.WeChat;

public sealed class TemplateAdminTests(SandboxUnderTest sandbox) : IClassFixture<SandboxUnderTest>, IAsyncLifetime
{
    readonly SandboxUnderTest _sandbox = sandbox;
    string _token = "", _mini = "";

    public async Task InitializeAsync()
    {
        await _sandbox.Reset();
        _token = await _sandbox.Token();
        _mini = await _sandbox.Token(AccountKind.MiniProgram);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_category_template_is_added_by_number_and_keywords_and_deleted()
    {
        string id = (string)(await Add("43216", "项目名称", "提交人"))["template_id"]!;
        JsonNode list = (await _sandbox.Get("/cgi-bin/template/get_all_private_template?access_token=" + _token))["template_list"]!;
        Assert.Equal("项目名称:{{thing1.DATA}}\n提交人:{{thing2.DATA}}\n", (string?)list.AsArray().Single(t => (string?)t!["template_id"] == id)!["content"]);
        Assert.Equal(40246, Code(await Add("43216")));
        Assert.Equal(40246, Code(await Add("43216", "甲", "乙", "丙", "丁", "戊", "己")));
        Assert.Equal(40246, Code(await Add("43216", "甲", "甲")));
        Assert.Equal(40037, Code(await Add("first")));
        Assert.Equal(0, Code(await Post("/cgi-bin/template/del_private_template", new { template_id = id })));
        Assert.Equal(40037, Code(await Post("/cgi-bin/template/del_private_template", new { template_id = id })));
    }

    [Fact]
    public async Task The_twenty_sixth_template_is_one_too_many()
    {
        for (int i = 1; i < 25; i++) Assert.Equal(0, Code(await Add((50_000 + i).ToString(), "项目名称")));
        Assert.Equal(45026, Code(await Add("60000", "项目名称")));
    }

    [Fact]
    public async Task Industries_change_once_a_month()
    {
        Assert.Equal(40102, Code(await Post("/cgi-bin/template/api_set_industry", new { industry_id1 = "42", industry_id2 = "1" })));
        Assert.Equal(0, Code(await Post("/cgi-bin/template/api_set_industry", new { industry_id1 = "29", industry_id2 = "30" })));
        Assert.Equal(43100, Code(await Post("/cgi-bin/template/api_set_industry", new { industry_id1 = "1", industry_id2 = "2" })));
        Assert.Equal("建筑", (string?)(await _sandbox.Get("/cgi-bin/template/get_industry?access_token=" + _token))["primary_industry"]!["second_class"]);
    }

    [Fact]
    public async Task Subscribe_templates_come_from_the_library()
    {
        JsonNode titles = await _sandbox.Get($"/wxaapi/newtmpl/getpubtemplatetitles?access_token={_mini}&ids=612&start=0&limit=30");
        int tid = (int)titles["data"]!.AsArray().Single(t => (string?)t!["title"] == "记录等您审核")!["tid"]!;
        JsonNode keywords = await _sandbox.Get($"/wxaapi/newtmpl/getpubtemplatekeywords?access_token={_mini}&tid={tid}");
        Assert.Equal(["thing", "name", "time"], keywords["data"]!.AsArray().Select(k => (string)k!["rule"]!));
        JsonNode added = await Mini("addtemplate", new { tid = tid.ToString(), kidList = new[] { 3, 1 }, sceneDesc = "审核提醒" });
        string id = (string)added["priTmplId"]!;
        JsonNode shown = (await _sandbox.Get($"/wxaapi/newtmpl/gettemplate?access_token={_mini}"))["data"]!.AsArray().Single(t => (string?)t!["priTmplId"] == id)!;
        Assert.Equal("提交时间:{{time3.DATA}}\n项目名称:{{thing1.DATA}}\n", (string?)shown["content"]);
        Assert.Equal(200022, Code(await Mini("addtemplate", new { tid, kidList = new[] { 3, 1 } })));
        Assert.Equal(200014, Code(await Mini("addtemplate", new { tid = 1, kidList = new[] { 1 } })));
        Assert.Equal(200020, Code(await Mini("addtemplate", new { tid, kidList = new[] { 4 } })));
        Assert.Equal(200021, Code(await Mini("addtemplate", new { tid, kidList = new[] { 2 }, sceneDesc = new string('长', 16) })));
        Assert.Equal(0, Code(await Mini("deltemplate", new { priTmplId = id })));
        Assert.Equal(200014, Code(await Mini("deltemplate", new { priTmplId = id })));
    }

    [Fact]
    public async Task By_hand_a_template_is_changed_taken_away_and_barred()
    {
        await _sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        await Put(new { key = "task_submitted", content = "项目名称:{{thing1.DATA}}\n检查结论:{{const2.DATA}}\n" });
        Assert.Equal(47003, Code(await Send(new { thing1 = new { value = "澄湖" } })));
        Assert.Equal(0, Code(await Send(new { thing1 = new { value = "澄湖" }, const2 = new { value = "合格" } })));
        await Put(new { key = "task_submitted", barred = true });
        JsonNode sent = await Send(new { thing1 = new { value = "澄湖" }, const2 = new { value = "合格" } });
        Assert.Equal(0, Code(sent));
        await Until(async () => (await Post("/wxa/sec/queryblocktmplmsg", new { tmpl_msg_id = "", largest_id = 0, limit = 10 }))["msginfo"]!.AsArray().Count == 1);
        JsonNode blocked = (await Post("/wxa/sec/queryblocktmplmsg", new { tmpl_msg_id = sent["msgid"]!.ToString(), largest_id = 0, limit = 10 }))["msginfo"]![0]!;
        Assert.Equal(_sandbox.OpenId(Lead), (string?)blocked["openid"]);
        await Until(async () => (await _sandbox.Get("/__sandbox/accounts/agency/messages")).AsArray().Any(m => (string?)m!["status"] == "failed: system failed"));
        using HttpResponseMessage gone = await _sandbox.Http.DeleteAsync("/__sandbox/accounts/agency/templates?key=task_submitted");
        Assert.True(gone.IsSuccessStatusCode);
        Assert.Equal(40037, Code(await Send(new { thing1 = new { value = "澄湖" } })));
    }

    [Fact]
    public async Task A_service_accounts_notice_needs_an_accepted_prompt_each_time()
    {
        object notice = new { touser = _sandbox.OpenId(Contact), template_id = TaskTemplate, page = "http://127.0.0.1/x", data = new { thing1 = new { value = "澄湖" }, name2 = new { value = "韩柏川" }, time3 = new { value = "15:01" } } };
        Assert.Equal(43101, Code(await Post("/cgi-bin/message/subscribe/bizsend", notice)));
        await _sandbox.Drive($"people/{Contact}/accept", new { account = "agency", templateId = TaskTemplate });
        Assert.Equal(0, Code(await Post("/cgi-bin/message/subscribe/bizsend", notice)));
        Assert.Equal(43101, Code(await Post("/cgi-bin/message/subscribe/bizsend", notice)));
    }

    [Theory]
    [InlineData("lang", "fr_FR")]
    [InlineData("miniprogram_state", "beta")]
    public async Task A_subscribe_message_in_an_unknown_tongue_or_state_is_47003(string field, string value)
    {
        JsonObject message = new() { ["touser"] = _sandbox.OpenId(Operator, AccountKind.MiniProgram), ["template_id"] = MiniTemplate, ["data"] = new JsonObject { ["thing1"] = new JsonObject { ["value"] = "澄湖" } }, [field] = value };
        JsonNode answer = await _sandbox.PostRaw("/cgi-bin/message/subscribe/send?access_token=" + _mini, message);
        Assert.Equal(47003, Code(answer));
        Assert.Contains(field, (string)answer["errmsg"]!);
    }

    async Task Put(object template)
    {
        using HttpResponseMessage answer = await _sandbox.Http.PutAsJsonAsync("/__sandbox/accounts/agency/templates", template);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    Task<JsonNode> Add(string number, params string[] labels) => Post("/cgi-bin/template/api_add_template", new { template_id_short = number, keyword_name_list = labels });

    Task<JsonNode> Send(object data) => Post("/cgi-bin/message/template/send", new { touser = _sandbox.OpenId(Lead), template_id = TaskTemplate, data });

    Task<JsonNode> Post(string path, object body) => _sandbox.PostRaw($"{path}?access_token={_token}", body);

    Task<JsonNode> Mini(string path, object body) => _sandbox.PostRaw($"/wxaapi/newtmpl/{path}?access_token={_mini}", body);
}
