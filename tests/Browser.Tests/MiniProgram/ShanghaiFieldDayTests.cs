using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.MiniProgram;

/// <summary>An operator's day where work begins and ends by face: the records of the hours between are made below ground.</summary>
[Collection(nameof(OneBrowser))]
public sealed class ShanghaiFieldDayTests(House house, Chromium chromium) : Slice(house)
{
    private const string Name = "澄湖商务中心 A 座";

    [Theory, InlineData(375, 812, false), InlineData(320, 568, true)]
    [Rule("SCR-06", Regions = ["shanghai"]), Rule("FLD-05"), Rule("FLD-23"), Rule("FLD-24"), Rule("FLD-39"), Rule("CHK-01", Regions = ["shanghai"]), Rule("CHK-07", Regions = ["shanghai"])]
    public async Task Checked_in_the_whole_task_is_recorded_in_flight_mode_over_killed_apps_and_arrives_once_though_answers_are_lost(int width, int height, bool largeType)
    {
        var scene = await Given.AnAssignedPlan();
        await using var phone = await MiniPhone.Open(chromium, House, scene.OperatorKey, width, height, largeType);
        await phone.Do("shanghai-field-day", async () =>
        {
            await phone.Stand(scene.ProjectKey);
            await phone.SignIn(scene.OperatorKey);
            await phone.OpenCheckIn(Name);
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("开始计时了")).ToBeVisibleAsync();
            await phone.Primary.TapAsync(); // 去做记录
            await phone.Front.GetByText("接收下发计划").TapAsync();
            await phone.Card(Name).TapAsync();
            await phone.Front.GetByText("全部 2 项").TapAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("开工前还差 4 样")).ToBeVisibleAsync();
            var task = await House.Value<Guid>($"select id from field_task where operator_id = '{scene.OperatorId}' and plan_id = '{scene.PlanId}'");
            var items = await House.Value<int>($"select cardinality(item_codes) from field_task where id = '{task}'");

            // From here to the ledger the phone has no network: start, records and photos are its own
            await phone.Offline();
            foreach (var need in new[] { "自拍照", "现场签到照", "报警控制器照片" })
            {
                await phone.Shoot($"补{need}");
            }

            await phone.Front.GetByText("没有控制器，填").TapAsync();
            await phone.Primary.TapAsync(); // 执行
            await Expect(phone.Front.GetByText("没记录")).ToBeVisibleAsync();
            await phone.Primary.TapAsync();
            await phone.Front.GetByText("能检查", new() { Exact = true }).TapAsync();
            await phone.Front.Locator("textarea").FillAsync("泵房积水 2 厘米");
            await phone.Shoot(".shoot", isPart: true);

            // Ended with a photo taken and nothing saved
            await Reopen(phone);
            await phone.Primary.TapAsync();
            await Expect(phone.Front.Locator("textarea")).ToHaveValueAsync("泵房积水 2 厘米");
            await Expect(phone.Front.Locator(".tile")).ToHaveCountAsync(1);
            await phone.Front.GetByText("不符合", new() { Exact = true }).TapAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("1 张照片，存在手机里")).ToBeVisibleAsync();
            await Reopen(phone);
            for (var i = 1; i < items; i++)
            {
                await phone.Primary.TapAsync(); // 记录下一项, then 记下一项
                await phone.Front.GetByText("能检查", new() { Exact = true }).TapAsync();
                await phone.Front.GetByText("符合", new() { Exact = true }).TapAsync();
                await phone.Primary.TapAsync();
                await Expect(phone.Front.Locator(".saved")).ToHaveCountAsync(1);
            }

            await OpenLedger(phone);
            await Expect(phone.Front.GetByText($"{items + 1} 条还在手机里，一条没丢")).ToBeVisibleAsync();
            await phone.Primary.TapAsync(); // 现在就传
            await Expect(phone.Front.GetByText("等网络").First).ToBeVisibleAsync();
            await phone.Look("shanghai-ledger-offline");
            Assert.Equal(0, await House.Value<long>("select count(*) from item_record"));

            // The network is back and takes the first answer of each kind away: the server has done it, the phone does not know
            var lost = new HashSet<string>();
            await phone.Page.RouteAsync(url => url.Contains("/api/miniprogram/", StringComparison.Ordinal), async route =>
            {
                var kind = new Uri(route.Request.Url).AbsolutePath.Split('/')[^1];
                if (route.Request.Method == "POST" && kind is "photos" or "start" or "records" && lost.Add(kind))
                {
                    await route.FetchAsync();
                    await route.AbortAsync();
                    return;
                }

                await route.ContinueAsync();
            });
            await phone.Offline(false);
            for (var tries = 0; tries < 8 && await phone.Front.GetByText("都传好了").CountAsync() == 0; tries++)
            {
                await OpenLedger(phone); // the app is ended in whatever it was doing
                await Expect(phone.Front.GetByText("都传好了").Or(phone.Front.GetByText("现在就传")).First).ToBeVisibleAsync();
                if (await phone.Front.GetByText("现在就传").CountAsync() > 0)
                {
                    await phone.Primary.TapAsync();
                    await Expect(phone.Front.GetByText("都传好了").Or(phone.Front.GetByText("没有网络")).First).ToBeVisibleAsync();
                }
            }

            await Expect(phone.Front.GetByText($"{items} 条都传好了")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("现在就传")).ToHaveCountAsync(0); // nothing to send, no button
            await phone.Look("shanghai-ledger-empty");
            Assert.Equal(["photos", "records", "start"], lost.Order());
            Assert.Equal(items, await House.Value<long>($"select count(*) from item_record where task_id = '{task}'"));
            Assert.Equal(4, await House.Value<long>("select count(*) from stored_object where kind in ('SignIn', 'Controller', 'Item') or (kind = 'Selfie' and taken_at is not null)"));
            Assert.Equal(1, await House.Value<long>("select count(*) from item_record where cardinality(photo_ids) = 1 and unplaced_photos = 0 and verdict = 'Fails'"));

            await Reopen(phone);
            await phone.Primary.TapAsync(); // 提交
            await Expect(phone.Front.GetByText("提交了，等项目负责人审核")).ToBeVisibleAsync();

            House.Time.At(House.Time.GetUtcNow().AddMinutes(40));
            await phone.Start();
            await phone.Primary.TapAsync(); // 结束执业
            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("在围栏内")).ToBeVisibleAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("这次执业结束了")).ToBeVisibleAsync();
        });

        Assert.Equal(1, await House.Value<long>("select count(*) from field_task where state = 'Submitted'"));
        Assert.Equal(1, await House.Value<long>("select count(*) from visit where ended_at is not null"));
    }

    /// <summary>Ended and opened anew, at the task.</summary>
    private static async Task Reopen(MiniPhone phone)
    {
        await phone.Start("/field/pages/home/home");
        await phone.Front.GetByText("继续记录").TapAsync();
        await phone.Card("_").TapAsync();
    }

    private static async Task OpenLedger(MiniPhone phone)
    {
        await phone.Start("/field/pages/home/home");
        await phone.Front.GetByText("上传台账", new() { Exact = true }).TapAsync();
    }
}
