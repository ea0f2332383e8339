using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.MiniProgram;

/// <summary>Check-in on a small phone in large type, when something comes in between: a bad line, a thumb in doubt, colleagues, the clock.</summary>
[Collection(nameof(OneBrowser))]
public sealed class CheckInTroubleTests(House house, Chromium chromium) : Slice(house)
{
    private const string Name = "澄湖商务中心 A 座";
    private const string Starts = "**/api/miniprogram/visits";
    private const string Colleague = "sh-operator3";

    [Fact, Rule("CHK-01", Regions = ["shanghai"]), Rule("CHK-04", Regions = ["shanghai"])]
    public async Task A_word_that_ran_out_asks_for_another_picture_and_two_taps_in_an_app_that_is_killed_start_once()
    {
        var scene = await Given.APlan();
        await using var phone = await Open(scene.OperatorKey);
        await phone.Do("trouble", async () =>
        {
            await phone.Stand(scene.ProjectKey);
            await phone.SignIn(scene.OperatorKey);

            // The line breaks before the act arrives, and comes back after the two minutes
            await phone.Page.RouteAsync(Starts, route => route.AbortAsync());
            await phone.OpenCheckIn(Name);
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("没有连上服务器")).ToBeVisibleAsync();
            await phone.Look("trouble-line");
            await phone.Page.UnrouteAsync(Starts);
            House.Time.At(House.Time.GetUtcNow().AddMinutes(3));
            await phone.Primary.TapAsync(); // 再试一次
            await Expect(phone.Front.GetByText("拍照超过 2 分钟了")).ToBeVisibleAsync();
            await phone.Look("trouble-expired");
            Assert.Equal(0, await House.Value<long>("select count(*) from visit"));

            // Two taps, an answer that is lost, and the app is ended with it
            await phone.Primary.TapAsync(); // 重新拍一张
            await Expect(phone.Front.GetByText("在围栏内")).ToBeVisibleAsync();
            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await phone.Page.RouteAsync(Starts, async route =>
            {
                await route.FetchAsync();
                await route.AbortAsync();
            });
            await phone.TapTwice(phone.Primary);
            await Expect(phone.Front.GetByText("没有连上服务器")).ToBeVisibleAsync();
            await phone.Page.UnrouteAsync(Starts);
            await phone.Start();
            await Expect(phone.Front.GetByText("执业中")).ToBeVisibleAsync();
            await phone.Look("trouble-at-work");
        });

        Assert.Equal(1, await House.Value<long>("select count(*) from visit"));
        Assert.Equal(1, await House.Value<long>("select count(*) from spent_challenge"));
    }

    [Fact, Rule("CHK-05", Regions = ["shanghai"]), Rule("CHK-12", Regions = ["shanghai"]), Rule("CHK-13", Regions = ["shanghai"])]
    public async Task Who_is_still_at_work_is_named_before_the_form_takes_his_time_and_reads_it_on_his_own_phone()
    {
        var scene = await Given.APlan();
        var other = Demo.Person(Colleague).Name;
        var open = (await (await House.MiniProgram(Colleague)).StartVisit(scene.ProjectId, Colleague, scene.OnSite)).ShouldBeOk().Id;
        await using var phone = await Open(scene.OperatorKey);
        await phone.Do("together", async () =>
        {
            await phone.Stand(scene.ProjectKey);
            await phone.SignIn(scene.OperatorKey);
            await Expect(phone.Card(Name)).ToContainTextAsync($"{other}在这里执业");
            await phone.OpenCheckIn(Name);
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("交单时还没结束的人，当天时长记 0")).ToBeVisibleAsync();
            await phone.Front.GetByText("确认由我填写").ScrollIntoViewIfNeededAsync();
            await phone.Look("together-started");
            await phone.Button("回首页").TapAsync();
            await Expect(phone.Front.GetByText($"{other}在这里执业")).ToBeVisibleAsync();
            await phone.Front.GetByText("反馈单由我填写").TapAsync();
            await Expect(phone.Front.GetByText("点这里改为不填")).ToBeVisibleAsync();
            await phone.Look("together-at-work");

            House.Time.At(House.Time.GetUtcNow().AddMinutes(45));
            await phone.Primary.TapAsync(); // 结束执业
            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("在围栏内")).ToBeVisibleAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("这次执业结束了")).ToBeVisibleAsync();
            await phone.Primary.TapAsync(); // 去填反馈单
            await Expect(phone.Front.GetByText($"{other}还在执业")).ToBeVisibleAsync();
            await phone.Look("together-form");
            await phone.Front.Locator("wx-textarea textarea").First.FillAsync("测了 36 项设施，都正常。");
            await phone.Primary.TapAsync();
            await Expect(phone.Page.GetByText("1 人的时长会记 0")).ToBeVisibleAsync();
            await phone.Look("together-question");
            await phone.Page.GetByText("先不交").TapAsync();
            Assert.Equal(0, await House.Value<long>("select count(*) from feedback_form"));
            await phone.Primary.TapAsync();
            await phone.Page.GetByText("仍然交单").TapAsync();
            await Expect(phone.Front.GetByText($"{other}还没结束，当天时长记 0")).ToBeVisibleAsync();
            await phone.Look("together-sent");
        });

        await using var his = await Open(Colleague);
        await his.Do("zeroed", async () =>
        {
            await his.Stand(scene.ProjectKey);
            await his.Start(); // his WeChat was linked when he began
            await Expect(his.Front.Locator(".work .note")).ToContainTextAsync("请点结束");
            await his.Look("zeroed");
        });
        Assert.Equal("Zeroed", await House.Value<string>($"select mark from visit where id = '{open}'"));
    }

    [Fact, Rule("CHK-09", Regions = ["shanghai"]), Rule("CHK-10", Regions = ["shanghai"])]
    public async Task The_page_says_how_long_the_day_still_counts_and_the_history_why_it_did_not()
    {
        var scene = await Given.APlan();
        (await (await scene.Operator()).StartVisit(scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk();
        House.Time.At(House.Time.GetUtcNow().AddHours(23));
        await using var phone = await Open(scene.OperatorKey);
        await phone.Do("long-day", async () =>
        {
            await phone.Stand(scene.ProjectKey);
            await phone.Start();
            await Expect(phone.Front.GetByText("就满 24 小时，到时这次时长记 0")).ToBeVisibleAsync();
            await Expect(phone.Front.Locator(".running")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^23:\d\d:\d\d$"));
            await phone.Look("long-day");

            House.Time.At(House.Time.GetUtcNow().AddMinutes(70));
            await House.Settled();
            await phone.Start();
            await Expect(phone.Front.GetByText("到现场了，点开始执业")).ToBeVisibleAsync();
            await phone.Front.GetByText("执业历史").TapAsync();
            await Expect(phone.Card(Name)).ToContainTextAsync("记 0 分钟");
            await Expect(phone.Card(Name)).ToContainTextAsync("超过 24 小时没有结束");
            await phone.Look("long-day-history");
        });
    }

    private Task<MiniPhone> Open(string personKey) => MiniPhone.Open(chromium, House, personKey, 320, 568, largeType: true);
}
