using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Console;

/// <summary>An officer at the desk, and the administrator at his: ratings, flags, labels, owners' accounts.</summary>
[Collection(nameof(OneBrowser))]
public sealed class SupervisionTests(House house, Chromium chromium) : Slice(house)
{
    [Fact, Rule("ACC-16"), Rule("SUP-09", Regions = ["shanghai"]), Rule("SUP-13", Regions = ["shanghai"])]
    public async Task An_officer_sees_the_menus_of_supervision_only_reads_the_rating_and_closes_its_flag_with_a_reason()
    {
        var scene = await Given.AFeedbackForm();
        var answers = scene.Policy("evaluation", "questions").EnumerateArray().Select(q => q.GetProperty("key").GetString())
            .Select(key => new { key, yes = key != "time", note = key == "time" ? "晚来一小时" : null });
        (await (await scene.Contact()).Post($"/feedback-forms/{scene.FormId}/rating", new { answers, stars = 2 })).ShouldBeOk();
        await House.Settled();
        await using var desk = await DeskPage.Open(chromium, House, scene.BrigadeKey, "/console/deliveries");
        await desk.Do("officer", async () =>
        {
            await Expect(desk.Page.Locator($"[data-rating='{scene.FormId}']")).ToContainTextAsync("晚来一小时");
            await Expect(desk.Page.Locator(".side a.to")).ToHaveCountAsync(5);
            await desk.Keep("officer-ratings");
            await desk.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "监管标记" }).ClickAsync();
            await desk.Page.Locator("[data-act=decide]").ClickAsync();
            await desk.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(desk.Page.GetByText("写一句原因，对方看得到")).ToBeVisibleAsync();
            await desk.Page.GetByLabel("原因").FillAsync("门禁记录与打卡一致");
            await desk.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(desk.Page.Locator("[data-flag]")).ToContainTextAsync("已关闭");
            await Expect(desk.Page.Locator("[data-flag]")).ToContainTextAsync("门禁记录与打卡一致");
            await desk.Keep("officer-flag-closed");
        });
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"]), Rule("FLD-37", Regions = ["shanghai"])]
    public async Task A_doubtful_check_in_and_every_task_stand_at_the_desk_and_one_never_handed_in_is_deleted()
    {
        var scene = await Given.ATakenTask();
        var mobile = await scene.Operator();
        var start = new { projectId = scene.ProjectId, challenge = await mobile.Challenge(scene.ProjectId), photoId = await mobile.UploadSelfie(scene.OperatorKey), position = scene.OnSite, isMock = true };
        var visit = (await mobile.Post("/visits", start)).ShouldBeOk().Id;
        await using (var desk = await DeskPage.Open(chromium, House, "sh-admin", "/console/tasks"))
        {
            await desk.Do("desk-tasks", async () =>
            {
                var row = desk.Page.Locator($"[data-task='{scene.TaskId}']");
                await Expect(row).ToContainTextAsync("还没交");
                await desk.Keep("desk-tasks");
                await row.Locator("[data-act=remove]").ClickAsync();
                await Expect(desk.Page.GetByText("先不删")).ToBeVisibleAsync();
                await desk.Keep("desk-task-remove");
                await desk.Page.Locator("[data-act=confirm]").ClickAsync();
                await Expect(row).ToHaveCountAsync(0);
                await desk.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "存疑打卡" }).ClickAsync();
                await Expect(desk.Page.Locator($"[data-visit='{visit}']")).ToContainTextAsync("手机说这是模拟位置");
                await desk.Keep("desk-doubts");
            });
        }

        Assert.Equal(0, await House.Value<long>($"select count(*) from field_task where id = '{scene.TaskId}'"));
        await using var officer = await DeskPage.Open(chromium, House, scene.BrigadeKey, "/console/doubtful");
        await officer.Do("officer-doubts", async () =>
        {
            await officer.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "存疑打卡" }).ClickAsync();
            await Expect(officer.Page.Locator($"[data-visit='{visit}']")).ToContainTextAsync("开始执业");
            await officer.Page.Locator("#d-agency").FillAsync("岚安");
            await officer.Page.Locator(".el-select-dropdown__item:visible").ClickAsync();
            await officer.Page.Locator("[data-act=search]").ClickAsync();
            await Expect(officer.Page.Locator($"[data-visit='{visit}']")).ToContainTextAsync("岚安");
            await officer.Keep("officer-doubts");
            await officer.Page.Locator("#d-month").FillAsync("2020年1月");
            await officer.Page.Keyboard.PressAsync("Enter");
            await officer.Page.Locator("[data-act=search]").ClickAsync();
            await Expect(officer.Page.Locator("[data-visit]")).ToHaveCountAsync(0);
            await officer.Keep("officer-doubts-none");
        });
    }

    [Fact, Rule("ORG-39")]
    public async Task The_administrator_issues_labels_for_a_project_and_gets_the_file_of_each_size()
    {
        var scene = await Given.ABoundContact();
        await using var desk = await DeskPage.Open(chromium, House, "sh-admin", $"/console/labels?project={scene.ProjectId}");
        await desk.Do("labels", async () =>
        {
            await desk.Page.Locator("[data-act=issue]").ClickAsync();
            await desk.Page.Locator("#what").ClickAsync();
            await desk.Page.Locator(".el-select-dropdown__item:visible").First.ClickAsync();
            await desk.Page.Locator("#where").FillAsync("A 座 3 楼，东侧走道\nA 座 4 楼，东侧走道");
            await desk.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(desk.Page.Locator("[data-label]").Filter(new() { HasText = "东侧走道" })).ToHaveCountAsync(2);
            await desk.Keep("labels");
            foreach (var size in new[] { "Small", "Large" })
            {
                var download = await desk.Page.RunAndWaitForDownloadAsync(() => desk.Page.Locator($"[data-file={size}-1]").ClickAsync());
                await using var file = await download.CreateReadStreamAsync();
                var head = new byte[5];
                await file.ReadExactlyAsync(head);
                Assert.Equal("%PDF-"u8.ToArray(), head);
            }
        });
    }

    [Fact, Rule("ACC-23", Regions = ["beijing"]), Rule("ACC-22", Regions = ["beijing"])]
    public async Task The_code_of_an_issued_account_opens_the_sign_in_page_with_both_filled_in_and_leaves_nothing_in_the_address()
    {
        var scene = Given.AProject("beijing");
        (await (await scene.Lead()).Post($"/projects/{scene.ProjectId}/contacts", new { name = "贺兰", phone = "13900007710" })).ShouldBeOk();
        await using var desk = await DeskPage.Open(chromium, House, "bj-admin", "/console/owner-accounts");
        string? address = null;
        await desk.Do("owner-accounts", async () =>
        {
            await desk.Page.GetByLabel("联系人或单位").FillAsync("贺兰");
            await desk.Page.Locator("[data-act=search]").ClickAsync();
            await Expect(desk.Page.Locator("[data-contact]")).ToHaveCountAsync(1);
            await desk.Page.Locator("[data-act=reset]").ClickAsync();
            await desk.Page.Locator("[data-act=confirm-reset]").ClickAsync();
            var code = desk.Page.Locator("[data-sign-in-code]");
            await Expect(code).ToBeVisibleAsync();
            await desk.Keep("owner-accounts-code");
            address = await House.Sandbox.ReadQr(await code.ScreenshotAsync());
        });

        var (page, said) = (new Uri(address!), new Uri(address!).Fragment[1..].Split(':'));
        Assert.Equal("/owner/sign-in", page.AbsolutePath);
        using var contact = await House.Owner(scene.StrangerKey);
        await using var phone = await OwnerPhone.Open(chromium, contact, House.System.Host, 320, 568, large: true);
        await phone.GoTo(page.PathAndQuery + page.Fragment);
        await Expect(phone.Page.Locator("#user")).ToHaveValueAsync(said[0]);
        await Expect(phone.Page.Locator("#word")).ToHaveValueAsync(said[1]);
        Assert.DoesNotContain('#', phone.Page.Url);
        await phone.Look("owner-sign-in-by-code");
        await phone.Primary.ClickAsync();
        await Expect(phone.Page.Locator("#fresh")).ToBeVisibleAsync();
        await phone.Look("owner-sign-in-change");
    }
}
