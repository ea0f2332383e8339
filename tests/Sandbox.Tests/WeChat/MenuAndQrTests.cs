using System.Net;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.Tests.Kit;
using static WeChatService.Sandbox.Tests.Kit.SandboxUnderTest;

namespace WeChatService.Sandbox.Tests.WeChat;

public sealed class MenuAndQrTests(SandboxUnderTest sandbox) : IClassFixture<SandboxUnderTest>, IAsyncLifetime
{
    readonly SandboxUnderTest _sandbox = sandbox;
    string _token = "";

    public async Task InitializeAsync()
    {
        await _sandbox.Reset();
        _token = await _sandbox.Token();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_menu_is_set_shown_and_deleted()
    {
        Assert.Equal(46003, Code(await _sandbox.Get("/cgi-bin/menu/get?access_token=" + _token)));
        Assert.Equal(0, Code(await Create("""{"button":[{"type":"view","name":"服务入口","url":"http://127.0.0.1/agency"},{"name":"常用","sub_button":[{"type":"click","name":"项目消息","key":"messages"}]}]}""")));
        JsonNode menu = await _sandbox.Get("/cgi-bin/menu/get?access_token=" + _token);
        Assert.Equal("服务入口", (string?)menu["menu"]!["button"]![0]!["name"]);
        await _sandbox.Get("/cgi-bin/menu/delete?access_token=" + _token);
        Assert.Equal(46003, Code(await _sandbox.Get("/cgi-bin/menu/get?access_token=" + _token)));
    }

    [Fact]
    public async Task Escaped_characters_in_a_menu_are_refused() =>
        Assert.Equal(40033, Code(await Create("""{"button":[{"type":"view","name":"\u670d\u52a1","url":"http://127.0.0.1/agency"}]}""")));

    [Theory]
    [InlineData("""{"button":[]}""", 40016)]
    [InlineData("""{"button":[{"type":"click","name":"a","key":"k"},{"type":"click","name":"b","key":"k"},{"type":"click","name":"c","key":"k"},{"type":"click","name":"d","key":"k"}]}""", 40016)]
    [InlineData("""{"button":[{"type":"jump","name":"a","key":"k"}]}""", 40017)]
    [InlineData("""{"button":[{"type":"click","name":"六个汉字太长","key":"k"}]}""", 40018)]
    [InlineData("""{"button":[{"type":"click","name":"a"}]}""", 40019)]
    [InlineData("""{"button":[{"type":"view","name":"a"}]}""", 40020)]
    [InlineData("""{"button":[{"name":"a","sub_button":[{"type":"click","name":"1","key":"k"},{"type":"click","name":"2","key":"k"},{"type":"click","name":"3","key":"k"},{"type":"click","name":"4","key":"k"},{"type":"click","name":"5","key":"k"},{"type":"click","name":"6","key":"k"}]}]}""", 40023)]
    [InlineData("""{"button":[{"name":"a","sub_button":[{"type":"jump","name":"1","key":"k"}]}]}""", 40024)]
    [InlineData("""{"button":[{"name":"a","sub_button":[{"type":"view","name":"1"}]}]}""", 40027)]
    [InlineData("""{"button":[{"type":"miniprogram","name":"a","url":"http://127.0.0.1/","appid":"wx0","pagepath":"p"}]}""", 40166)]
    public async Task A_menu_beyond_the_limits_is_refused(string body, int code) => Assert.Equal(code, Code(await Create(body)));

    [Fact]
    public async Task The_mini_program_has_no_menu_and_no_scene_codes()
    {
        string mini = await _sandbox.Token(AccountKind.MiniProgram);
        Assert.Equal(48001, Code(await _sandbox.PostText("/cgi-bin/menu/create?access_token=" + mini, "{}")));
        Assert.Equal(48001, Code(await _sandbox.PostText("/cgi-bin/qrcode/create?access_token=" + mini, "{}")));
    }

    [Fact]
    public async Task A_scene_codes_picture_decodes_to_the_address_in_the_answer()
    {
        JsonNode code = await CreateCode("QR_STR_SCENE", new { scene_str = "bind-1" }, 600);
        Assert.Equal(600, (int)code["expire_seconds"]!);
        byte[] png = await _sandbox.Http.GetByteArrayAsync("/cgi-bin/showqrcode?ticket=" + Uri.EscapeDataString((string)code["ticket"]!));
        JsonNode decoded = (await _sandbox.Drive("qr/decode", new { pngBase64 = png }))!;
        Assert.Equal((string?)code["url"], (string?)decoded["content"]);
        Assert.StartsWith("http://weixin.qq.com/q/", (string)decoded["content"]!);
    }

    [Fact]
    public async Task An_unknown_ticket_has_no_picture()
    {
        using HttpResponseMessage answer = await _sandbox.Http.GetAsync("/cgi-bin/showqrcode?ticket=none");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("QR_STR_SCENE", """{"scene_str":""}""", 600, 40053)]
    [InlineData("QR_STR_SCENE", """{"scene_str":"12345678901234567890123456789012345678901234567890123456789012345"}""", 600, 40053)]
    [InlineData("QR_SCENE", """{"scene_id":0}""", 600, 40053)]
    [InlineData("QR_SCENE", """{"scene_id":4294967296}""", 600, 40053)]
    [InlineData("QR_LIMIT_SCENE", """{"scene_id":100001}""", 600, 40053)]
    [InlineData("QR_OTHER", """{"scene_id":1}""", 600, 40053)]
    [InlineData("QR_SCENE", """{"scene_id":1}""", 2592001, 40052)]
    [InlineData("QR_SCENE", """{"scene_id":4294967295}""", 2592000, 0)]
    public async Task Scene_codes_keep_the_platforms_limits(string action, string scene, long seconds, int code) =>
        Assert.Equal(code, Code(await CreateCode(action, JsonNode.Parse(scene)!, seconds)));

    [Fact]
    public async Task An_expired_code_leads_nowhere()
    {
        JsonNode code = await CreateCode("QR_STR_SCENE", new { scene_str = "bind-1" }, 60);
        await _sandbox.Drive("clock/advance", new { seconds = 61 });
        JsonNode scan = (await _sandbox.Drive($"people/{Contact}/scan", new { content = (string)code["url"]! }))!;
        Assert.Equal("Expired", (string?)scan["kind"]);
        Assert.Empty(_sandbox.Host.Received);
        Assert.True((bool)(await _sandbox.Get("/__sandbox/qr-codes"))[0]!["expired"]!);
    }

    [Theory]
    [InlineData("http://127.0.0.1/verify/1", "Url")]
    [InlineData("设备标签 17", "Text")]
    [InlineData("http://weixin.qq.com/q/forged", "Expired")]
    public async Task Other_codes_are_addresses_or_text(string content, string kind) =>
        Assert.Equal(kind, (string?)(await _sandbox.Drive($"people/{Contact}/scan", new { content }))!["kind"]);

    [Fact]
    public async Task A_picture_without_a_code_is_said_so()
    {
        byte[] portrait = await _sandbox.Http.GetByteArrayAsync($"/__sandbox/people/{Lead}/portrait");
        foreach (byte[] picture in new[] { portrait, "not a picture"u8.ToArray() })
        {
            using HttpResponseMessage answer = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(_sandbox.Http, $"/__sandbox/people/{Lead}/scan", new { pngBase64 = picture });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        }
    }

    Task<JsonNode> Create(string menu) => _sandbox.PostText("/cgi-bin/menu/create?access_token=" + _token, menu);

    Task<JsonNode> CreateCode(string action, object scene, long seconds) =>
        _sandbox.PostRaw("/cgi-bin/qrcode/create?access_token=" + _token, new { expire_seconds = seconds, action_name = action, action_info = new { scene } });
}
