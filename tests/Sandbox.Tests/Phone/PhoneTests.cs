using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.TencentCloud;
using WeChatService.Sandbox.Tests.Kit;
using static WeChatService.Sandbox.Tests.Kit.SandboxUnderTest;

namespace WeChatService.Sandbox.Tests.Phone;

public sealed class PhoneTests
{
    [Fact]
    public async Task Selfies_are_the_same_picture_with_bytes_of_their_own()
    {
        await using Started s = await Started.New();
        byte[] first = await s.Sandbox.Http.GetByteArrayAsync($"/__sandbox/people/{Lead}/selfie");
        byte[] second = await s.Sandbox.Http.GetByteArrayAsync($"/__sandbox/people/{Lead}/selfie");
        byte[] portrait = await s.Sandbox.Http.GetByteArrayAsync($"/__sandbox/people/{Lead}/portrait");
        Assert.NotEqual(first, second);
        Assert.Equal(LuminanceDecoder.Decode(portrait)!.Pixels, LuminanceDecoder.Decode(first)!.Pixels);
        Assert.Equal("wcs-person:sh-lead", Jpeg.Comments(first)[0]);
        Assert.StartsWith("wcs-shot:", Jpeg.Comments(first)[1]);
    }

    [Theory]
    [InlineData("site")]
    [InlineData("controller")]
    [InlineData("item")]
    [InlineData("pump")]
    public async Task Other_photos_are_unique_and_show_nobody(string scene)
    {
        await using Started s = await Started.New();
        byte[] first = await s.Sandbox.Http.GetByteArrayAsync($"/__sandbox/people/{Lead}/selfie?scene={scene}");
        byte[] second = await s.Sandbox.Http.GetByteArrayAsync($"/__sandbox/people/{Lead}/selfie?scene={scene}");
        Assert.NotEqual(first, second);
        Assert.NotNull(Pictures.SizeOf(first));
        Assert.DoesNotContain(Jpeg.Comments(first), c => c.StartsWith("wcs-person:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Places_are_kept_checked_and_forgotten()
    {
        await using Started s = await Started.New();
        await s.Sandbox.Drive($"people/{Lead}/place", new { latitude = 31.2304, longitude = 121.4737, accuracy = 20 });
        Assert.Equal(20, (double)(await s.Sandbox.Get($"/__sandbox/people/{Lead}/place"))["accuracy"]!);
        using HttpResponseMessage wrong = await s.Sandbox.Http.PostAsJsonAsync($"/__sandbox/people/{Lead}/place", new { latitude = 91, longitude = 0 });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        await s.Sandbox.Drive($"people/{Lead}/place", new { denied = true });
        Assert.True((bool)(await s.Sandbox.Get($"/__sandbox/people/{Lead}"))["place"]!["denied"]!);
    }

    [Fact]
    public async Task Follows_places_chats_menus_and_codes_survive_a_restart_when_a_file_keeps_them()
    {
        string file = Path.Combine(Path.GetTempPath(), $"sandbox-state-{Guid.NewGuid():N}.json");
        try
        {
            await using Started s = await Started.New("--Sandbox:StateFile=" + file);
            await s.Sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
            await s.Sandbox.Drive($"people/{Lead}/place", new { latitude = 31.2, longitude = 121.4, accuracy = 12 });
            string token = await s.Sandbox.Token();
            await s.Sandbox.PostText("/cgi-bin/menu/create?access_token=" + token, """{"button":[{"type":"click","name":"项目消息","key":"messages"}]}""");
            JsonNode code = await s.Sandbox.PostRaw("/cgi-bin/qrcode/create?access_token=" + token, new { expire_seconds = 600, action_name = "QR_STR_SCENE", action_info = new { scene = new { scene_str = "a" } } });
            await s.Sandbox.Restart();
            // A run in which only the phones are touched keeps the rest of the file.
            await s.Sandbox.Drive($"people/{Lead}/place", new { latitude = 31.2, longitude = 121.4, accuracy = 12 });
            await s.Sandbox.Restart();
            Assert.Equal("项目消息", (string?)(await s.Sandbox.Get("/__sandbox/accounts"))[0]!["menu"]!["button"]![0]!["name"]);
            Assert.Equal("SCAN", (string?)(await s.Sandbox.Drive($"people/{Lead}/scan", new { content = (string)code["url"]! }))!["event"]);
            Assert.Equal("你已关注岚安消防工作台", (string?)(await s.Sandbox.Get($"/__sandbox/people/{Lead}/chats/agency"))[0]!["text"]);
            JsonNode lead = await s.Sandbox.Get($"/__sandbox/people/{Lead}");
            Assert.True((bool)lead["follows"]!["agency"]!);
            Assert.False((bool)lead["follows"]!["owner"]!);
            Assert.Equal(31.2, (double)lead["place"]!["latitude"]!);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Unknown_people_accounts_and_paths_are_told_apart()
    {
        await using Started s = await Started.New();
        Assert.Equal(HttpStatusCode.NotFound, (await s.Sandbox.Http.GetAsync("/__sandbox/people/nobody")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await s.Sandbox.Http.GetAsync("/__sandbox/nothing")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await s.Sandbox.Http.PostAsJsonAsync($"/__sandbox/people/{Lead}/follow", new { account = "miniprogram" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await s.Sandbox.Http.PostAsJsonAsync($"/__sandbox/people/{Lead}/text", new { account = "agency", content = "在吗" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await s.Sandbox.Http.PostAsync($"/__sandbox/people/{Lead}/follow", new StringContent("{", null, "application/json"))).StatusCode);
    }

    [Fact]
    public async Task Unread_messages_count_until_read()
    {
        await using Started s = await Started.New();
        await s.Sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        string token = await s.Sandbox.Token();
        await s.Sandbox.PostRaw("/cgi-bin/message/template/send?access_token=" + token, new
        {
            touser = s.Sandbox.OpenId(Lead),
            template_id = TaskTemplate,
            data = new { thing1 = new { value = "澄湖" }, name2 = new { value = "韩柏川" }, time3 = new { value = "15:01" } },
        });
        Assert.Equal(1, (int)(await s.Sandbox.Get($"/__sandbox/people/{Lead}"))["unread"]!["agency"]!);
        await s.Sandbox.Drive($"people/{Lead}/chats/agency/read");
        Assert.Equal(0, (int)(await s.Sandbox.Get($"/__sandbox/people/{Lead}"))["unread"]!["agency"]!);
    }

    [Fact]
    public async Task A_reset_forgets_everything()
    {
        await using Started s = await Started.New();
        string token = await s.Sandbox.Token();
        await s.Sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        await s.Sandbox.Drive("reset");
        Assert.False((bool)(await s.Sandbox.Get($"/__sandbox/people/{Lead}"))["follows"]!["agency"]!);
        Assert.Empty((await s.Sandbox.Get($"/__sandbox/people/{Lead}/chats/agency")).AsArray());
        Assert.Equal(40001, Code(await s.Sandbox.Get("/cgi-bin/menu/get?access_token=" + token)));
    }

    [Fact]
    public async Task Resetting_the_phones_leaves_the_accounts_as_they_are()
    {
        await using Started s = await Started.New();
        string token = await s.Sandbox.Token();
        await s.Sandbox.Drive($"people/{Lead}/follow", new { account = "agency" });
        await s.Sandbox.Drive("reset", new { scope = "phones" });
        Assert.False((bool)(await s.Sandbox.Get($"/__sandbox/people/{Lead}"))["follows"]!["agency"]!);
        Assert.Equal(0, Code(await s.Sandbox.Get("/cgi-bin/getcallbackip?access_token=" + token)));
    }

    /// <summary>A sandbox for one test.</summary>
    sealed class Started : IAsyncDisposable
    {
        public required SandboxUnderTest Sandbox { get; init; }

        public static async Task<Started> New(params string[] args)
        {
            Started started = new() { Sandbox = new SandboxUnderTest(args) };
            await started.Sandbox.InitializeAsync();
            return started;
        }

        public async ValueTask DisposeAsync() => await Sandbox.DisposeAsync();
    }
}
