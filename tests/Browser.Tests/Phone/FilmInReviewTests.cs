using Microsoft.Playwright;
using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Phone;

/// <summary>From the operator's hand to the lead's eye: a film that was taken on site plays in the review (FLD-14).</summary>
[Collection(nameof(OneBrowser))]
public sealed class FilmInReviewTests(House house, Chromium chromium) : Slice(house)
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Menus.Put(House);
    }

    [Theory, InlineData("normal"), InlineData("large")]
    [Rule("FLD-14"), Rule("FLD-32")]
    public async Task The_lead_plays_what_the_operator_filmed_and_reads_where_the_track_stops(string type)
    {
        var scene = await Given.AStartedTask("shaanxi");
        await using (var mini = await MiniPhone.Open(chromium, House, scene.OperatorKey))
        {
            await mini.Do("review-film-taken", async () =>
            {
                await mini.Stand(scene.ProjectKey);
                await mini.Start();
                await mini.Front.GetByText("管理未提交任务").TapAsync();
                await mini.Front.Locator(".card").First.TapAsync();
                await mini.Primary.TapAsync(); // 记录下一项
                await mini.Front.GetByText("能检查", new() { Exact = true }).TapAsync();
                await mini.Front.GetByText("符合", new() { Exact = true }).TapAsync();
                await mini.Film();
                await mini.Primary.TapAsync(); // 保存
                await Expect(mini.Front.GetByText("1 段视频，已传好")).ToBeVisibleAsync();
            });
        }

        var mobile = await scene.Operator();
        var left = (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk()["items"].EnumerateArray().Where(i => !i.GetProperty("recorded").GetBoolean()).ToList();
        var photo = await mobile.UploadScene(scene.OperatorKey);
        if (left.Count > 0)
        {
            (await mobile.Post($"/tasks/{scene.TaskId}/records", new
            {
                records = left.Select((i, at) => WeChatService.TestKit.Given.Record(scene, i.GetProperty("code").GetString()!, at, "Conforms", photo)),
            })).ShouldBeOk();
        }

        // Forty minutes without a place, then one more
        House.Time.At(House.Time.GetUtcNow().AddMinutes(40));
        (await mobile.Post($"/tasks/{scene.TaskId}/track", new
        {
            points = new[] { new { scene.OnSite.Latitude, scene.OnSite.Longitude, scene.OnSite.AccuracyMetres, system = "Gcj02", at = House.Time.GetUtcNow() } },
        })).ShouldBeOk();
        (await mobile.Post($"/tasks/{scene.TaskId}/submit", new { })).ShouldBeOk();
        await using var phone = await PhonePage.Open(chromium, House, scene.LeadKey);
        await phone.Do($"review-film-{type}", async () =>
        {
            if (type == "large")
            {
                await phone.LargeType();
            }

            await phone.Follow("agency");
            await phone.Menu("常用", "审核任务");
            await phone.Web.GetByText("去审核").ClickAsync();
            await phone.Web.GetByText("没有位置").EvaluateAsync("words => words.scrollIntoView({ block: 'center' })");
            await phone.Look($"review-track-{type}");
            await phone.Web.GetByText("展开", new() { Exact = true }).ClickAsync();
            var film = phone.Web.Locator("video.film");
            await film.EvaluateAsync("film => film.scrollIntoView({ block: 'center' })");
            await film.EvaluateAsync("async film => { film.muted = true; await film.play() }");
            await Expect(film).ToHaveJSPropertyAsync("paused", false);
            await film.EvaluateAsync("""
                async film => {
                  for (let i = 0; i < 600 && !(film.currentTime > 0.3 && film.videoWidth > 0); i++) await new Promise(done => setTimeout(done, 100))
                  if (!(film.currentTime > 0.3 && film.videoWidth > 0)) throw new Error(`it stands at ${film.currentTime}, ${film.videoWidth} wide: ${film.error?.message}`)
                  film.pause()
                }
                """);
            await phone.Look($"review-film-{type}");
        });
    }
}
