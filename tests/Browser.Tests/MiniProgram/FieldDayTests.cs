using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.MiniProgram;

/// <summary>An operator's day with field tasks, by hand, the mini program over the real Host and the sandbox.</summary>
[Collection(nameof(OneBrowser))]
public sealed class FieldDayTests(House house, Chromium chromium) : Slice(house)
{
    [Theory, InlineData(375, 812, false), InlineData(320, 568, true)]
    [Rule("SCR-06", Regions = ["beijing"]), Rule("FLD-01"), Rule("FLD-05"), Rule("FLD-07"), Rule("FLD-23"), Rule("FLD-24"), Rule("FLD-26"), Rule("FLD-31", Regions = ["beijing"]), Rule("FLD-39")]
    public async Task From_the_plan_through_flight_mode_and_a_killed_app_to_the_second_submission(int width, int height, bool largeType)
    {
        var scene = await Given.AnAssignedPlan("beijing");
        await using var phone = await MiniPhone.Open(chromium, House, scene.OperatorKey, width, height, largeType);
        await phone.Do("field-day", async () =>
        {
            await phone.Stand(scene.ProjectKey);
            await phone.SignIn(scene.OperatorKey);
            await Expect(phone.Front.Locator(".entry")).ToHaveCountAsync(7);
            await phone.Look("field-home");

            await phone.Front.GetByText("接收下发计划").TapAsync();
            await phone.Card(Demo.Project(scene.ProjectKey).GetProperty("name").GetString()!).TapAsync();
            await phone.Front.Locator(".facility").First.TapAsync();
            await phone.Front.GetByText("全部 2 项").TapAsync();
            await phone.Look("field-facilities");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("先发开始申请")).ToBeVisibleAsync();

            await phone.Shoot("拍照并发开始申请");
            await Expect(phone.Front.GetByText("等项目负责人同意开始")).ToBeVisibleAsync();
            await Grant(scene);
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("开工前还差 4 样")).ToBeVisibleAsync();
            await phone.Look("field-start");
            foreach (var need in new[] { "自拍照", "现场签到照", "报警控制器照片" })
            {
                await phone.Shoot($"补{need}");
            }

            await phone.Front.GetByText("没有控制器，填").TapAsync();
            await phone.Primary.TapAsync(); // 执行
            await Expect(phone.Front.GetByText("没记录")).ToBeVisibleAsync();
            scene.TaskId = await House.Value<Guid>($"select id from field_task where operator_id = '{scene.OperatorId}' and plan_id = '{scene.PlanId}'");
            var items = await House.Value<int>($"select cardinality(item_codes) from field_task where id = '{scene.TaskId}'");
            await phone.Look("field-items");

            await phone.Offline();
            await phone.Primary.TapAsync();
            await phone.Front.GetByText("能检查", new() { Exact = true }).TapAsync();
            await phone.Front.Locator("textarea").FillAsync("压力表有锈，读数正常");
            await phone.Shoot(".shoot", isPart: true);
            await Expect(phone.Front.Locator(".tile")).ToHaveCountAsync(1);

            // Ended in the middle of a record and opened in flight mode: what was written is there
            await phone.Start();
            await Expect(phone.Front.GetByText("没有网络")).ToBeVisibleAsync();
            await phone.Front.GetByText("继续记录").TapAsync();
            await phone.Card("待执行").Or(phone.Card("执行中")).First.TapAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.Locator("textarea")).ToHaveValueAsync("压力表有锈，读数正常");
            await Expect(phone.Front.Locator(".tile")).ToHaveCountAsync(1);
            await phone.Front.GetByText("符合", new() { Exact = true }).TapAsync();
            await phone.Look("field-item");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("存在手机里").First).ToBeVisibleAsync();
            for (var i = 1; i < items; i++)
            {
                await phone.Primary.TapAsync(); // 记下一项
                await phone.Front.GetByText("不能检查", new() { Exact = true }).TapAsync();
                await phone.Front.GetByText("现场无此设备", new() { Exact = true }).TapAsync();
                await Expect(phone.Front.GetByText("结果记“不适用”")).ToBeVisibleAsync();
                await phone.Primary.TapAsync();
                await Expect(phone.Front.Locator(".saved")).ToHaveCountAsync(1);
            }

            await phone.Start();
            await phone.Front.GetByText("上传台账", new() { Exact = true }).TapAsync();
            await Expect(phone.Front.GetByText($"{items} 条还在手机里，一条没丢")).ToBeVisibleAsync();
            await phone.Look("field-ledger");
            Assert.Equal(0, await House.Value<long>($"select count(*) from item_record where task_id = '{scene.TaskId}'"));

            await phone.Offline(false);
            await phone.Primary.TapAsync(); // 现在就传
            await Expect(phone.Front.GetByText($"{items} 条都传好了")).ToBeVisibleAsync();
            Assert.Equal(items, await House.Value<long>($"select count(*) from item_record where task_id = '{scene.TaskId}'"));
            Assert.Equal(1, await House.Value<long>($"select count(*) from item_record where task_id = '{scene.TaskId}' and cardinality(photo_ids) = 1 and device is not null and unplaced_photos = 0"));

            await HandIn(phone, scene, "拍照并发提交申请");
            await phone.Look("field-submitted");

            await Return(scene, "补一张近照");
            await phone.Start();
            await phone.Front.GetByText("继续记录").TapAsync();
            await phone.Card("补一张近照").TapAsync();
            await Expect(phone.Front.GetByText("照意见改好再提交")).ToBeVisibleAsync();
            await phone.Front.Locator(".item").First.TapAsync();
            await phone.Front.GetByText("改这一台").TapAsync();
            await phone.Shoot(".shoot", isPart: true);
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("2 张照片")).ToBeVisibleAsync();
            await phone.Page.Locator("#mp-nav .back").TapAsync();
            await HandIn(phone, scene, "拍照并发提交申请");
        });

        Assert.Equal(("Submitted", 2), (await House.Value<string>($"select state from field_task where id = '{scene.TaskId}'"), await House.Value<int>($"select version from field_task where id = '{scene.TaskId}'")));
    }

    [Theory, InlineData(375, 812, false), InlineData(320, 568, true), Rule("FLD-11"), Rule("FLD-14"), Rule("FLD-32")]
    public async Task A_photo_is_marked_and_keeps_its_original_and_the_client_signs_for_what_could_not_be_tested(int width, int height, bool largeType)
    {
        var scene = await Given.AStartedTask("shaanxi");
        await using var phone = await MiniPhone.Open(chromium, House, scene.OperatorKey, width, height, largeType);
        await phone.Do("field-marks", async () =>
        {
            await phone.Stand(scene.ProjectKey);
            await phone.Start(); // his WeChat was linked when he began the task
            await Expect(phone.Front.GetByText("自建", new() { Exact = true })).ToBeVisibleAsync();
            await phone.Look("field-home-groups");
            await phone.Front.GetByText("管理未提交任务").TapAsync();
            await phone.Card(await House.Value<string>($"select name from field_task where id = '{scene.TaskId}'")).TapAsync();
            await phone.Primary.TapAsync(); // 记录下一项
            await phone.Front.GetByText("能检查", new() { Exact = true }).TapAsync();
            await phone.Front.GetByText("符合", new() { Exact = true }).TapAsync();
            await phone.Shoot(".shoot", isPart: true);
            await phone.Front.Locator(".shot").TapAsync();
            var paper = phone.Front.Locator(".paper");
            await Expect(paper.Locator("img").First).ToBeVisibleAsync();
            await MiniPhone.Drag(paper, (0.2, 0.2), (0.5, 0.4), (0.7, 0.6));
            await phone.Front.GetByText("圈", new() { Exact = true }).TapAsync();
            await MiniPhone.Drag(paper, (0.3, 0.5), (0.6, 0.8));
            await phone.Look("field-mark");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("有标注")).ToBeVisibleAsync();
            await phone.Primary.TapAsync(); // 保存
            await Expect(phone.Front.GetByText("2 张照片")).ToBeVisibleAsync();

            await phone.Front.GetByText("添加下一个").TapAsync();
            await phone.Front.GetByText("不能检查", new() { Exact = true }).TapAsync();
            await phone.Front.GetByText("不具备测试条件", new() { Exact = true }).TapAsync();
            await phone.Front.Locator("textarea").FillAsync("现场停电，泵房不能启动");
            await phone.Front.GetByText("请对方签名", new() { Exact = true }).TapAsync();
            await MiniPhone.Drag(phone.Front.Locator(".paper"), [.. Enumerable.Range(0, 20).Select(i => (0.2 + i * 0.03, 0.5 + Math.Sin(i) * 0.2))]);
            await phone.Look("field-signature");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.Locator(".tile")).ToHaveCountAsync(1);
            await phone.Primary.TapAsync();
            await Expect(phone.Front.Locator(".saved")).ToHaveCountAsync(2);
            await phone.Start();
            await phone.Front.GetByText("管理未提交任务").TapAsync();
            await phone.Front.Locator(".card").First.TapAsync();
            await Expect(phone.Front.GetByText("已记录 2 台")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("轨迹")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("存在手机里")).ToHaveCountAsync(0);
        });

        Assert.Equal(1, await House.Value<long>($"select count(*) from item_record where task_id = '{scene.TaskId}' and cardinality(photo_ids) = 2 and verdict = 'Conforms'"));
        Assert.True(await House.Value<long>($"select count(*) from track_point where task_id = '{scene.TaskId}'") > 0);
        Assert.Equal(1, await House.Value<long>($"select count(*) from item_record r join stored_object o on o.id = any(r.photo_ids) where r.task_id = '{scene.TaskId}' and o.kind = 'Signature' and r.verdict = 'NotApplicable'"));
    }

    [Theory, InlineData(375, 812, false), InlineData(320, 568, true), Rule("FLD-14"), Rule("FLD-23"), Rule("FLD-39")]
    public async Task A_film_is_taken_in_flight_mode_outlives_a_killed_app_plays_and_arrives_once(int width, int height, bool largeType)
    {
        var scene = await Given.AStartedTask("shaanxi");
        await using var phone = await MiniPhone.Open(chromium, House, scene.OperatorKey, width, height, largeType);
        await phone.Do("field-film", async () =>
        {
            await phone.Stand(scene.ProjectKey);
            await phone.Start();
            await phone.Front.GetByText("管理未提交任务").TapAsync();
            await phone.Front.Locator(".card").First.TapAsync();
            await phone.Primary.TapAsync(); // 记录下一项
            await phone.Offline();
            await phone.Front.GetByText("能检查", new() { Exact = true }).TapAsync();
            await phone.Front.GetByText("符合", new() { Exact = true }).TapAsync();
            await phone.Film("field-film-camera");
            await Expect(phone.Front.Locator(".tile .film")).ToHaveCountAsync(1);
            await Expect(phone.Front.Locator(".add.film")).ToHaveCountAsync(0); // the profile allows one
            await phone.Shoot(".shoot", isPart: true);
            await phone.Look("field-film-item");

            // Another is taken in its place; the first leaves the phone
            await phone.Front.Locator(".tile", new() { HasText = "视频" }).GetByText("删掉").TapAsync();
            await phone.Film();
            Assert.Equal(1, await phone.Page.EvaluateAsync<int>("Object.keys(localStorage).filter(k => k.endsWith('.mp4')).length"));

            await phone.Start();
            await phone.Front.GetByText("继续记录").Or(phone.Front.GetByText("管理未提交任务")).First.TapAsync();
            await phone.Front.Locator(".card").First.TapAsync();
            await phone.Primary.TapAsync();
            await phone.Front.Locator(".tile .film").TapAsync();
            await phone.Page.WaitForFunctionAsync("document.querySelector('mp-page:not([hidden]) wx-video video')?.currentTime > 0");
            await phone.Look("field-film-plays");
            await phone.Back();
            await phone.Primary.TapAsync(); // 保存
            await Expect(phone.Front.GetByText("1 张照片，1 段视频，存在手机里")).ToBeVisibleAsync();
            await phone.Offline(false);
            await Expect(phone.Front.Locator(".saved")).ToHaveCountAsync(1);
            await phone.Start();
            await phone.Front.GetByText("上传台账", new() { Exact = true }).TapAsync();
            await Expect(phone.Front.GetByText("1 条都传好了")).ToBeVisibleAsync();

            // Read back from the server it is among the record, and stays there when the words are mended
            await phone.Page.EvaluateAsync("Object.keys(localStorage).filter(k => k.includes('task-')).forEach(k => localStorage.removeItem(k))");
            await phone.Start();
            await phone.Front.GetByText("管理未提交任务").TapAsync();
            await phone.Front.Locator(".card").First.TapAsync();
            await phone.Front.Locator(".item").First.TapAsync();
            await phone.Front.GetByText("改这一台").TapAsync();
            await phone.Front.Locator("textarea").FillAsync("启动正常");
            await phone.Look("field-film-known");
            await phone.Front.Locator(".tile .film").TapAsync();
            await phone.Page.WaitForFunctionAsync("document.querySelector('mp-page:not([hidden]) wx-video video')?.currentTime > 0");
            await phone.Back();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("1 张照片，1 段视频，已传好")).ToBeVisibleAsync();
        });

        Assert.Equal(1, await House.Value<long>("select count(*) from stored_object where content_type = 'video/mp4'"));
        Assert.Equal(1, await House.Value<long>("select count(*) from item_record where cardinality(video_ids) = 1 and cardinality(photo_ids) = 1 and text = '启动正常'"));
    }

    private async Task HandIn(MiniPhone phone, Scene scene, string verb)
    {
        if (await phone.Front.Locator(".item").CountAsync() == 0)
        {
            await phone.Start();
            await phone.Front.GetByText("继续记录").TapAsync();
            await phone.Front.Locator(".card").First.TapAsync();
        }

        await phone.Shoot(verb);
        await Expect(phone.Front.GetByText("等项目负责人同意提交")).ToBeVisibleAsync();
        await Grant(scene);
        await phone.Primary.TapAsync();
        await Expect(phone.Front.GetByText("提交了，等项目负责人审核")).ToBeVisibleAsync();
    }

    private async Task Grant(Scene scene)
    {
        var lead = await scene.Lead();
        var consent = await House.Value<Guid>("select id from consent where state = 'Pending'");
        (await lead.Post($"/consents/{consent}/grant", new { photoId = await lead.UploadSelfie(scene.LeadKey), position = scene.OnSite })).ShouldBeOk();
    }

    private static async Task Return(Scene scene, string reason) =>
        (await (await scene.Lead()).Post($"/reviews/{scene.TaskId}/return", new { reason })).ShouldBeOk();
}
