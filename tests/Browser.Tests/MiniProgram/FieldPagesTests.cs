using System.Text.RegularExpressions;
using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.MiniProgram;

/// <summary>The pages of the field beside the day's main road: what two phones said, a repair, a task of one's own, a detection item.</summary>
[Collection(nameof(OneBrowser))]
public sealed class FieldPagesTests(House house, Chromium chromium) : Slice(house)
{
    [Theory, InlineData(375, 812, false), InlineData(320, 568, true), Rule("FLD-21"), Rule("FLD-29"), Rule("FLD-30"), Rule("FLD-39")]
    public async Task What_two_phones_said_stands_side_by_side_a_repair_is_done_and_a_task_of_ones_own_made(int width, int height, bool largeType)
    {
        var scene = await Given.ASubmittedTask("shaanxi");
        var (lead, mobile) = (await scene.Lead(), await scene.Operator());
        var fault = (await scene.Faults())[0];
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "Troubleshoot", note = "先看是不是接触器", assigneeId = scene.OperatorId })).ShouldBeOk();
        (await lead.Post($"/reviews/{scene.TaskId}/return", new { reason = "补一张近照" })).ShouldBeOk();
        var first = (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk()["items"][0];
        await using var phone = await MiniPhone.Open(chromium, House, scene.OperatorKey, width, height, largeType);
        await phone.Do("field-pages", async () =>
        {
            await phone.Stand(scene.ProjectKey);
            await phone.Start();
            await phone.Front.GetByText("管理未提交任务").TapAsync();
            await phone.Front.Locator(".card").First.TapAsync();
            await phone.Look("field-returned");

            // Written below ground, while somebody else corrects the same record
            await phone.Offline();
            await phone.Front.Locator(".item").First.TapAsync();
            await phone.Front.GetByText("改这一台").TapAsync();
            await phone.Front.Locator("textarea").FillAsync("接触器发烫，已断电挂牌");
            await phone.Look("field-item-record");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("存在手机里").First).ToBeVisibleAsync();
            (await mobile.Post($"/tasks/{scene.TaskId}/records", new
            {
                records = new[]
                {
                    new
                    {
                        clientId = $"{scene.TaskId:N}-0", itemCode = first.GetProperty("code").GetString(), canInspect = true, verdict = "Conforms", text = "换了保险，动作正常",
                        position = scene.OnSite, clientTime = House.Time.GetUtcNow(),
                    },
                },
            })).ShouldBeOk();
            await phone.Offline(false);
            await phone.Start();
            await phone.Front.GetByText("上传台账", new() { Exact = true }).TapAsync();
            await Expect(phone.Front.GetByText("两边都改过")).ToBeVisibleAsync();
            await Expect(phone.Front.Locator(".side").Nth(1)).ToContainTextAsync("您在 另一部手机 上");
            await phone.Front.Locator(".sides").ScrollIntoViewIfNeededAsync();
            var (mine, theirs) = (await phone.Front.Locator(".side").Nth(0).BoundingBoxAsync(), await phone.Front.Locator(".side").Nth(1).BoundingBoxAsync());
            Assert.True(theirs!.X > mine!.X + mine.Width - 1 && Math.Abs(theirs.Y - mine.Y) < 1, "the two words stand side by side");
            await Expect(phone.Front.GetByText("接触器发烫，已断电挂牌")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("换了保险，动作正常")).ToBeVisibleAsync();
            await phone.Look("field-ledger-conflict");
            Assert.Equal("换了保险，动作正常", await House.Value<string>($"select text from item_record where client_id = '{scene.TaskId:N}-0'"));
            await phone.Front.GetByText("用我这条").TapAsync();
            await Expect(phone.Front.GetByText("两边都改过")).ToHaveCountAsync(0);
            await Expect(phone.Front.GetByText("都传好了")).ToBeVisibleAsync();
            Assert.Equal("接触器发烫，已断电挂牌", await House.Value<string>($"select text from item_record where client_id = '{scene.TaskId:N}-0'"));

            await phone.Start();
            await phone.Front.GetByText("排查维修").TapAsync();
            await Expect(phone.Front.Locator(".card")).ToHaveCountAsync(1);
            await phone.Look("field-faults");
            await phone.Front.Locator(".card").TapAsync();
            await Expect(phone.Front.GetByText("先看是不是接触器")).ToBeVisibleAsync();
            await phone.Look("field-fault");
            await phone.Primary.TapAsync(); // 接收
            await Expect(phone.Primary).ToHaveTextAsync("执行");
            await phone.Primary.TapAsync();
            await phone.Front.GetByText("解决", new() { Exact = true }).TapAsync();
            await phone.Front.Locator("textarea").FillAsync("换了接触器，试了三次");
            await phone.Front.Locator(".shoot").TapAsync();
            await Expect(phone.Primary).Not.ToHaveClassAsync(new Regex("disabled"));
            await Expect(phone.Front.Locator("wx-camera")).ToBeVisibleAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.Locator(".tile")).ToHaveCountAsync(1);
            await phone.Look("field-fault-result");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("解决了")).ToBeVisibleAsync();
            await phone.Look("field-fault-done");

            await phone.Start();
            await phone.Front.GetByText("补充测试项").TapAsync();
            await phone.Card(Demo.Project(scene.ProjectKey).GetProperty("name").GetString()!).TapAsync();
            await phone.Front.Locator(".option").First.TapAsync();
            await phone.Look("field-extra");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("开工照片")).ToBeVisibleAsync();
            await phone.Look("field-extra-task");
        });

        Assert.Equal("Resolved", await House.Value<string>($"select state from fault where id = '{fault}'"));
        Assert.Equal(1, await House.Value<long>("select count(*) from field_task where nature = 'Supplementary'"));
    }

    [Theory, InlineData(375, 812, false), InlineData(320, 568, true), Rule("FLD-16", Regions = ["beijing"]), Rule("FLD-17", Regions = ["beijing"])]
    public async Task A_detection_item_has_four_results_and_a_photo(int width, int height, bool largeType)
    {
        var scene = await Given.AStartedDetection(await Given.AnAssignedDetection());
        await using var phone = await MiniPhone.Open(chromium, House, scene.OperatorKey, width, height, largeType);
        await phone.Do("field-detection", async () =>
        {
            await phone.Stand(scene.ProjectKey);
            await phone.Start();
            await phone.Front.GetByText("继续记录").TapAsync();
            await phone.Front.Locator(".card").First.TapAsync();
            await Expect(phone.Front.Locator(".item").First).ToBeVisibleAsync();
            await phone.Look("field-detection-task");
            await phone.Front.Locator(".item").First.TapAsync();
            foreach (var result in new[] { "合格", "不合格", "不具备测试条件", "现场无此设备" })
            {
                await Expect(phone.Front.GetByText(result, new() { Exact = true })).ToBeVisibleAsync();
            }

            await phone.Front.GetByText("不合格", new() { Exact = true }).TapAsync();
            await Expect(phone.Primary).Not.ToHaveTextAsync("保存这一项");
            await phone.Look("field-detection-item");
            await phone.Front.Locator(".shoot").TapAsync();
            await Expect(phone.Front.Locator("wx-camera")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("位置记下了")).ToBeVisibleAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.Locator(".tile")).ToHaveCountAsync(1);
            await phone.Primary.TapAsync();
            await Expect(phone.Front.Locator(".saved")).ToHaveCountAsync(1);
            await phone.Look("field-detection-saved");
        });
    }
}
