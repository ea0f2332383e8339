using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.MiniProgram;

/// <summary>An operator's 开始执业 and 结束执业 by hand, the mini program over the real Host and the sandbox.</summary>
[Collection(nameof(OneBrowser))]
public sealed class CheckInTests(House house, Chromium chromium) : Slice(house)
{
    private const string Name = "澄湖商务中心 A 座";

    [Theory, InlineData(375, 812, false), InlineData(320, 568, true)]
    [Rule("CHK-01", Regions = ["shanghai"]), Rule("CHK-02", Regions = ["shanghai"]), Rule("CHK-07", Regions = ["shanghai"]), Rule("CHK-11", Regions = ["shanghai"]), Rule("CHK-15", Regions = ["shanghai"]), Rule("ACC-20")]
    public async Task A_whole_day_from_refused_permissions_over_a_lost_network_and_a_killed_app_to_the_form_and_the_history(int width, int height, bool largeType)
    {
        var scene = await Given.APlan();
        await using var phone = await MiniPhone.Open(chromium, House, scene.OperatorKey, width, height, largeType);
        phone.BeforeCamera(null);
        await phone.Do("check-in", async () =>
        {
            // Neither camera nor place is allowed: what for, and the way to the permission
            await phone.SignIn(scene.OperatorKey);
            await Expect(phone.Front.GetByText("打卡时要允许定位")).ToBeVisibleAsync();
            await phone.Card(Name).Locator(".go").TapAsync();
            await Expect(phone.Front.GetByText("没有相机权限")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("没有定位权限")).ToBeVisibleAsync();
            await phone.Look("refused");

            // Allowed in the settings: the same page goes on, two kilometres away
            phone.BeforeCamera("sh-operator3");
            await phone.Stand(scene.ProjectKey, metresNorth: 2000);
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("离围栏")).ToBeVisibleAsync();
            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("还没到现场")).ToBeVisibleAsync();
            await Expect(phone.Card(Name)).ToContainTextAsync("离围栏");
            await Expect(phone.Front.GetByText("人就在现场？")).ToBeVisibleAsync();
            await phone.Button("导航过去").TapAsync();
            Assert.Contains("openLocation", await phone.Calls());
            await phone.Look("too-far");

            // On site, but a colleague's face
            await phone.Stand(scene.ProjectKey);
            await phone.Primary.TapAsync(); // 再定位一次
            await Expect(phone.Front.GetByText("在围栏内")).ToBeVisibleAsync();
            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("没认出是您")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("，要 0.80")).ToBeVisibleAsync();
            await Expect(phone.Card(Name)).ToBeVisibleAsync();
            await phone.Look("other-face");
            Assert.Equal(0, await House.Value<long>("select count(*) from visit"));
            Assert.Equal(1, await House.Value<long>("select count(*) from face_comparison where verdict = 'NotMatched'"));

            phone.BeforeCamera(scene.OperatorKey);
            await phone.Start();
            await Expect(phone.Front.Locator(".card").First).ToContainTextAsync(Name); // the nearest
            await Expect(phone.Card(Name)).ToContainTextAsync("在围栏内");
            await phone.Look("today");

            await phone.OpenCheckIn(Name);
            await Expect(phone.Front.GetByText("光线够")).ToBeVisibleAsync();
            await phone.Look("check-in");
            await phone.Lens("brightness(0.1)");
            await Expect(phone.Front.GetByText("太暗，走到亮处")).ToBeVisibleAsync();
            await phone.Look("check-in-dark");
            await phone.Lens("none");
            await Expect(phone.Front.GetByText("光线够")).ToBeVisibleAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("开始计时了")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("≥ 0.80")).ToBeVisibleAsync();
            await Expect(phone.Card(Name)).ToBeVisibleAsync();
            await phone.Look("started");
            Assert.Equal(1, await House.Value<long>($"select count(*) from visit where person_id = '{scene.OperatorId}' and ended_at is null"));

            // Ended and opened anew: signed in, and still at work
            House.Time.At(House.Time.GetUtcNow().AddMinutes(90));
            await phone.Start();
            await Expect(phone.Front.GetByText("执业中")).ToBeVisibleAsync();
            // what runs is the server's time, whatever the phone's clock says
            await Expect(phone.Front.Locator(".running")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^1:3\d:\d\d$"));
            await phone.Look("at-work");

            // In flight mode the app opens, the time runs on, and ending waits for the network without losing anything
            await phone.Offline();
            await phone.Start();
            await Expect(phone.Front.GetByText("没有连上服务器")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("执业中")).ToBeVisibleAsync();
            await Expect(phone.Front.Locator(".running")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^1:3\d:\d\d$"));
            await phone.Look("at-work-offline");
            await phone.Offline(false);
            await phone.Front.GetByText("再试一次", new() { Exact = true }).TapAsync();
            await Expect(phone.Front.GetByText("没有连上服务器")).ToHaveCountAsync(0);

            await phone.Primary.TapAsync();
            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("在围栏内")).ToBeVisibleAsync();
            await phone.Offline();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("没有连上服务器")).ToBeVisibleAsync();
            await phone.Look("end-offline");
            await phone.Offline(false);
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("这次执业结束了")).ToBeVisibleAsync();
            await Expect(phone.Card(Name)).ToBeVisibleAsync();
            await phone.Look("ended");

            await phone.Primary.TapAsync(); // 去填反馈单
            await phone.Front.Locator("wx-textarea textarea").First.FillAsync("11月月度维保，测了 36 项设施，都正常。");
            await phone.Look("form");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("反馈单交了")).ToBeVisibleAsync();
            await phone.Primary.TapAsync();
            await phone.Front.GetByText("执业历史").TapAsync();
            await Expect(phone.Card(Name)).ToContainTextAsync("1 小时 30 分");
            await Expect(phone.Front.GetByText("填反馈单")).ToHaveCountAsync(0);
            await phone.Look("history");
        });

        Assert.Equal("11月月度维保，测了 36 项设施，都正常。", await House.Value<string>("select content from feedback_form"));
        Assert.InRange(await House.Value<int>($"select minutes from visit where person_id = '{scene.OperatorId}'"), 90, 92);
    }

    [Fact, Rule("CHK-08", Regions = ["shanghai"])]
    public async Task Ending_away_from_the_site_is_told_before_it_counts_nothing()
    {
        var scene = await Given.APlan();
        await using var phone = await MiniPhone.Open(chromium, House, scene.OperatorKey);
        await phone.Do("ended-away", async () =>
        {
            await phone.Stand(scene.ProjectKey);
            await phone.SignIn(scene.OperatorKey);
            await phone.OpenCheckIn(Name);
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("开始计时了")).ToBeVisibleAsync();

            House.Time.At(House.Time.GetUtcNow().AddMinutes(30));
            await phone.Stand(scene.ProjectKey, metresNorth: 3000);
            await phone.Button("回首页").TapAsync();
            await Expect(phone.Front.GetByText("执业中")).ToBeVisibleAsync();
            await phone.Primary.TapAsync(); // 结束执业
            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await phone.Primary.TapAsync();
            await phone.Page.GetByText("先不结束").TapAsync();
            Assert.Equal(1, await House.Value<long>("select count(*) from visit where ended_at is null"));

            await phone.Primary.TapAsync();
            await phone.Page.GetByText("仍然结束").TapAsync();
            await Expect(phone.Front.GetByText("这次时长不算")).ToBeVisibleAsync();
            await phone.Look("ended-away");
        });

        Assert.Equal("TooFar", await House.Value<string>("select mark from visit"));
    }
}
