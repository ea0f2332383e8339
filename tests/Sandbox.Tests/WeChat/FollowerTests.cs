using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.Tests.Kit;
using static WeChatService.Sandbox.Tests.Kit.SandboxUnderTest;

namespace WeChatService.Sandbox.Tests.WeChat;

public sealed class FollowerTests(SandboxUnderTest sandbox) : IClassFixture<SandboxUnderTest>, IAsyncLifetime
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
    public async Task A_hundred_may_be_asked_for_at_once_and_no_more()
    {
        Assert.Equal(40032, Code(await Post("user/info/batchget", new { user_list = Array.Empty<object>() })));
        await _sandbox.Drive("accounts/agency/crowd", new { count = 101 });
        string[] crowd = await Crowd();
        Assert.Equal(40032, Code(await Post("user/info/batchget", new { user_list = crowd.Take(101).Select(o => new { openid = o }) })));
        JsonNode answer = await Post("user/info/batchget", new { user_list = crowd.Take(99).Append(_sandbox.OpenId(Operator)).Select(o => new { openid = o, lang = "zh_CN" }) });
        JsonArray list = answer["user_info_list"]!.AsArray();
        Assert.Equal((100, 99), (list.Count, list.Count(u => (int)u!["subscribe"]! == 1)));
        Assert.Null(list[99]!["subscribe_time"]);
    }

    [Fact]
    public async Task Pages_of_followers_end_with_an_empty_next_openid()
    {
        await _sandbox.Drive("accounts/agency/crowd", new { count = 25 });
        await _sandbox.Drive("accounts/agency/page-size", new { size = 10 });
        List<string> all = [];
        string next = "";
        int pages = 0;
        while (true)
        {
            JsonNode page = await _sandbox.Get($"/cgi-bin/user/get?access_token={_token}&next_openid={next}");
            Assert.Equal(26, (int)page["total"]!);
            pages++;
            next = (string)page["next_openid"]!;
            if (page["data"] is null) break;
            all.AddRange(page["data"]!["openid"]!.AsArray().Select(o => (string)o!));
        }
        Assert.Equal((26, 26, "", 4), (all.Count, all.Distinct().Count(), next, pages));
        Assert.All(all, o => Assert.Equal(28, o.Length));
    }

    [Fact]
    public async Task The_crowd_takes_messages_and_its_strangers_do_not_exist()
    {
        await _sandbox.Drive("accounts/agency/crowd", new { count = 3 });
        JsonNode gathered = (await _sandbox.Drive("accounts/agency/crowd", new { count = 2 }))!;
        string last = (string)gathered["last"]!;
        Assert.Equal(0, Code(await Post("message/template/send", Message(last))));
        Assert.Equal(40003, Code(await Post("message/template/send", Message(last.Replace("00000001", "00000002")))));
        string owner = await _sandbox.Token(AccountKind.Owner);
        Assert.Equal(40003, Code(await _sandbox.Get($"/cgi-bin/user/info?access_token={owner}&openid={last}")));
    }

    [Fact]
    public async Task Who_is_on_the_blacklist_gets_no_template_messages()
    {
        Assert.Equal(0, Code(await Post("tags/members/batchblacklist", new { openid_list = new[] { _sandbox.OpenId(Lead) } })));
        Assert.Equal(43019, Code(await Post("message/template/send", Message(_sandbox.OpenId(Lead)))));
        Assert.Equal(_sandbox.OpenId(Lead), (string?)(await Post("tags/members/getblacklist", new { begin_openid = "" }))["data"]!["openid"]![0]);
        await Post("tags/members/batchunblacklist", new { openid_list = new[] { _sandbox.OpenId(Lead) } });
        Assert.Equal(0, Code(await Post("message/template/send", Message(_sandbox.OpenId(Lead)))));
        Assert.Equal(40032, Code(await Post("tags/members/batchblacklist", new { openid_list = Enumerable.Repeat("o", 21) })));
        Assert.Equal(40003, Code(await Post("tags/members/batchblacklist", new { openid_list = new[] { "o" } })));
    }

    [Fact]
    public async Task Tags_have_their_own_limits()
    {
        Assert.Equal(45158, Code(await Post("tags/create", new { tag = new { name = new string('长', 11) } })));
        int tag = (int)(await Post("tags/create", new { tag = new { name = "负责人" } }))["tag"]!["id"]!;
        Assert.Equal(45157, Code(await Post("tags/create", new { tag = new { name = "负责人" } })));
        Assert.Equal(45159, Code(await Post("tags/members/batchtagging", new { tagid = 999, openid_list = new[] { _sandbox.OpenId(Lead) } })));
        Assert.Equal(45058, Code(await Post("tags/delete", new { tag = new { id = 2 } })));
        Assert.Equal(0, Code(await Post("tags/members/batchtagging", new { tagid = tag, openid_list = new[] { _sandbox.OpenId(Lead) } })));
        Assert.Equal(tag, (int)(await _sandbox.Get($"/cgi-bin/user/info?access_token={_token}&openid={_sandbox.OpenId(Lead)}"))["tagid_list"]![0]!);
        for (int i = 0; i < 19; i++)
        {
            int another = (int)(await Post("tags/create", new { tag = new { name = "标签" + i } }))["tag"]!["id"]!;
            Assert.Equal(0, Code(await Post("tags/members/batchtagging", new { tagid = another, openid_list = new[] { _sandbox.OpenId(Lead) } })));
        }
        Assert.Equal(45059, Code(await Post("tags/members/batchtagging", new { tagid = 2, openid_list = new[] { _sandbox.OpenId(Lead) } })));
    }

    [Fact]
    public async Task Without_an_open_platform_account_there_is_no_unionid_anywhere()
    {
        string info = $"/cgi-bin/user/info?access_token={_token}&openid={_sandbox.OpenId(Lead)}";
        Assert.NotNull((await _sandbox.Get(info))["unionid"]);
        await _sandbox.Drive("unionid", new { bound = false });
        Assert.Null((await _sandbox.Get(info))["unionid"]);
        string code = (string)(await _sandbox.Drive($"people/{Lead}/jscode"))!["code"]!;
        DemoAccount mini = _sandbox.Accounts.MiniProgram;
        Assert.Null((await _sandbox.Get($"/sns/jscode2session?appid={mini.AppId}&secret={mini.Secret}&js_code={code}&grant_type=authorization_code"))["unionid"]);
    }

    [Fact]
    public async Task An_answer_needs_an_open_window_and_fits_into_it()
    {
        object answer = new { touser = _sandbox.OpenId(Operator), msgtype = "text", text = new { content = "您好" } };
        Assert.Equal(45015, Code(await Post("message/custom/send", answer)));
        await _sandbox.Drive($"people/{Operator}/follow", new { account = "agency" });
        Assert.Equal((int[])[0, 0, 0, 45047], (int[])[Code(await Post("message/custom/send", answer)), Code(await Post("message/custom/send", answer)), Code(await Post("message/custom/send", answer)), Code(await Post("message/custom/send", answer))]);
        await _sandbox.Drive($"people/{Operator}/text", new { account = "agency", content = "在吗" });
        await _sandbox.Drive("clock/advance", new { seconds = 47 * 3600 });
        _token = await _sandbox.Token();
        Assert.Equal(0, Code(await Post("message/custom/send", answer)));
        await _sandbox.Drive("clock/advance", new { seconds = 2 * 3600 });
        _token = await _sandbox.Token();
        Assert.Equal(45015, Code(await Post("message/custom/send", answer)));
        Assert.Equal(40008, Code(await Post("message/custom/send", new { touser = _sandbox.OpenId(Operator), msgtype = "dance" })));
        Assert.Equal(45002, Code(await Post("message/custom/send", new { touser = _sandbox.OpenId(Operator), msgtype = "text", text = new { content = new string('字', 700) } })));
    }

    async Task<string[]> Crowd() =>
        [.. (await _sandbox.Get("/cgi-bin/user/get?access_token=" + _token))["data"]!["openid"]!.AsArray().Select(o => (string)o!).Where(o => o.Contains("_crowd_"))];

    Task<JsonNode> Post(string path, object body) => _sandbox.PostRaw($"/cgi-bin/{path}?access_token={_token}", body);

    static object Message(string openId) => new
    {
        touser = openId,
        template_id = TaskTemplate,
        data = new { thing1 = new { value = "澄湖" }, name2 = new { value = "韩柏川" }, time3 = new { value = "15:01" } },
    };
}
