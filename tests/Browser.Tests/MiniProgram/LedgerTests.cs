using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.MiniProgram;

/// <summary>上传台账 on a bad line and a phone that is nearly full: what broke off is told from what only waits, and a track shows where it stops.</summary>
[Collection(nameof(OneBrowser))]
public sealed class LedgerTests(House house, Chromium chromium) : Slice(house)
{
    [Theory, InlineData(375, 812, false), InlineData(320, 568, true), Rule("FLD-23"), Rule("FLD-32"), Rule("FLD-39")]
    public async Task What_broke_off_stands_out_is_sent_with_a_tap_and_gaps_of_the_track_are_told(int width, int height, bool largeType)
    {
        var scene = await Given.AStartedTask("shaanxi");
        await using var phone = await MiniPhone.Open(chromium, House, scene.OperatorKey, width, height, largeType);
        await phone.Do("ledger-line", async () =>
        {
            await phone.Stand(scene.ProjectKey);
            await phone.Start();
            await OpenTask(phone);
            await phone.Primary.TapAsync(); // 记录下一项
            await phone.Offline();
            await phone.Front.GetByText("能检查", new() { Exact = true }).TapAsync();
            await phone.Front.GetByText("符合", new() { Exact = true }).TapAsync();
            await phone.Shoot(".shoot", isPart: true);
            await phone.Primary.TapAsync();
            await phone.Front.GetByText("添加下一个").TapAsync();
            await phone.Front.GetByText("不能检查", new() { Exact = true }).TapAsync();
            await phone.Front.GetByText("现场无此设备", new() { Exact = true }).TapAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.Locator(".saved")).ToHaveCountAsync(2);

            // In flight mode nothing has failed: it only waits
            await phone.Start();
            await OpenLedger(phone);
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("等网络")).ToHaveCountAsync(2);
            await Expect(phone.Front.GetByText("没传成")).ToHaveCountAsync(0);

            // A network that breaks in the middle of a picture
            await phone.Page.RouteAsync("**/api/miniprogram/photos", route => route.AbortAsync());
            await phone.Offline(false);
            await Expect(phone.Front.GetByText("没传成")).ToHaveCountAsync(1);
            await phone.Front.GetByText("只看失败").TapAsync();
            await Expect(phone.Front.Locator(".piece")).ToHaveCountAsync(1);
            await Expect(phone.Front.GetByText("点这里再试")).ToBeVisibleAsync();
            await phone.Look("ledger-broken");
            await phone.Front.GetByText("看全部").TapAsync();
            await Expect(phone.Front.Locator(".piece")).ToHaveCountAsync(2);
            await phone.Front.GetByText("点这里再试").ScrollIntoViewIfNeededAsync();
            await phone.Look("ledger-queue");

            await phone.Page.UnrouteAsync("**/api/miniprogram/photos");
            await phone.Front.GetByText("点这里再试").TapAsync();
            await Expect(phone.Front.GetByText("2 条都传好了")).ToBeVisibleAsync();

            // Half an hour in the background: nothing was noted, and the page says so
            await phone.Page.EvaluateAsync("""
                () => {
                  const files = wx.getFileSystemManager()
                  const name = files.readdirSync(wx.env.USER_DATA_PATH).find(n => n.startsWith('track-'))
                  const track = JSON.parse(files.readFileSync(`${wx.env.USER_DATA_PATH}/${name}`, 'utf8'))
                  track.times.unshift(new Date(Date.parse(track.times[0]) - 1800000).toISOString())
                  files.writeFileSync(`${wx.env.USER_DATA_PATH}/${name}`, JSON.stringify(track), 'utf8')
                }
                """);
            await phone.Start();
            await OpenTask(phone);
            await phone.Front.GetByText("没有位置").ScrollIntoViewIfNeededAsync();
            await phone.Look("track-gap");
        });

        Assert.Equal(2, await House.Value<long>($"select count(*) from item_record where task_id = '{scene.TaskId}' and by_name = '{Demo.Person(scene.OperatorKey).Name}'"));
        Assert.Equal(1, await House.Value<long>($"select count(*) from item_record where task_id = '{scene.TaskId}' and cardinality(photo_ids) = 1"));
    }

    private static async Task OpenTask(MiniPhone phone)
    {
        await phone.Front.GetByText("管理未提交任务").TapAsync();
        await phone.Front.Locator(".card").First.TapAsync();
        await Expect(phone.Front.Locator(".item").First).ToBeVisibleAsync();
    }

    private static Task OpenLedger(MiniPhone phone) => phone.Front.GetByText("上传台账", new() { Exact = true }).TapAsync();
}
