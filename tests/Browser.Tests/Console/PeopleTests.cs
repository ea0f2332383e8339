using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Console;

/// <summary>People at the desk: accounts, who comes and goes, base photos, and what they agree to; beside it the agency account's pages of the same.</summary>
[Collection(nameof(OneBrowser))]
public sealed class PeopleTests(House house, Chromium chromium) : Slice(house)
{
    [Fact, Rule("PEO-28", Regions = ["shanghai"]), Rule("PEO-18", Regions = ["shanghai"]), Rule("PEO-30", Regions = ["shanghai"]), Rule("ACC-20", Regions = ["shanghai"])]
    public async Task The_administrator_agrees_filters_takes_the_table_passes_a_leave_and_the_lead_gives_the_work_to_another()
    {
        var scene = await Given.ATakenTask();
        (await (await scene.Operator()).Post("/employment/leaves", new { isSure = true })).ShouldBeOk();
        var lead = await scene.Lead();
        await House.SqlAsAdmin("update agreement set version = '1999-01' where kind = 'Privacy'");
        await using var desk = await DeskPage.Open(chromium, House, "sh-admin", "/console/accounts");
        await desk.Do("people", async () =>
        {
            await Expect(desk.Page.GetByText("先读一遍隐私政策")).ToBeVisibleAsync();
            await desk.Keep("console-privacy");
            await desk.Page.Locator("[data-agreement=Privacy] [data-act=agree]").ClickAsync();
            await Expect(desk.Page.Locator("[data-account=shoperator]")).ToBeVisibleAsync();
            await desk.Page.GetByLabel("姓名或账号").FillAsync("shoperator");
            await desk.Page.Locator("[data-act=search]").ClickAsync();
            await Expect(desk.Page.Locator("[data-account]")).ToHaveCountAsync(3);
            await desk.Keep("console-accounts");
            var table = await desk.Page.RunAndWaitForDownloadAsync(() => desk.Page.Locator("[data-act=table]").ClickAsync());
            Assert.Equal(4, (await File.ReadAllTextAsync((await table.PathAsync())!)).TrimEnd().Split("\r\n").Length);
            await desk.Page.Locator("[data-act=open-account]").ClickAsync();
            await Expect(desk.Page.GetByText("本地区的人员自己在小程序注册")).ToBeVisibleAsync();
            await desk.Keep("console-open-account");
            await desk.Page.GetByText("知道了").ClickAsync();

            await desk.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "入职离职审核" }).ClickAsync();
            await Expect(desk.Page.Locator("[data-request]")).ToContainTextAsync("离职");
            await desk.Keep("console-employment");
            await desk.Page.Locator("[data-act=refuse]").ClickAsync();
            await desk.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(desk.Page.GetByText("写明原因，申请人会看到")).ToBeVisibleAsync();
            await desk.Page.GetByText("先不审").ClickAsync();
            await desk.Page.Locator("[data-act=pass]").ClickAsync();
            await desk.Keep("console-employment-pass");
            await desk.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(desk.Page.GetByText("都审完了")).ToBeVisibleAsync();
            await desk.Page.Locator("[data-filter=state]").ClickAsync();
            await desk.Keep("console-employment-states");
            await desk.Page.Locator(".el-select-dropdown__item:visible").Filter(new() { HasText = "通过" }).ClickAsync();
            await Expect(desk.Page.Locator("[data-request]")).ToContainTextAsync("离职");
            await desk.Keep("console-employment-passed");
        });

        foreach (var (width, height, large) in new[] { (320, 568, true), (375, 812, false) })
        {
            await using var phone = await OwnerPhone.Open(chromium, lead, House.System.Host, width, height, large);
            if (large)
            {
                await phone.GoTo("/agency/reassign"); // led to what he has to agree to first
                await Expect(phone.Page.GetByText("先读一遍隐私政策")).ToBeVisibleAsync();
                await phone.Look($"agency-privacy-{width}");
                await phone.Primary.ClickAsync();
            }
            else
            {
                await phone.GoTo("/agency/face");
                await phone.Look($"agency-face-{width}");
                await phone.GoTo("/agency/privacy");
                await phone.Look($"agency-privacy-{width}");
                await phone.GoTo("/agency/reassign");
            }

            await Expect(phone.Page.Locator("[data-reassign=Task]")).ToContainTextAsync("已离职");
            await phone.Look($"agency-reassign-{width}");
            if (!large)
            {
                await phone.Page.Locator("[data-act=give]").ClickAsync();
                await Expect(phone.Page.GetByText("没有要改派的")).ToBeVisibleAsync();
                await phone.Look($"agency-reassigned-{width}");
            }
        }

        Assert.NotEqual(scene.OperatorId, await House.Value<Guid>($"select operator_id from field_task where id = '{scene.TaskId}'"));
    }

    [Fact, Rule("PEO-24", Regions = ["beijing"]), Rule("PEO-25", Regions = ["beijing"])]
    public async Task The_corps_looks_at_both_pictures_and_sends_the_new_one_back_with_a_reason()
    {
        var mobile = await House.MiniProgram("bj-operator");
        (await mobile.Post("/face-base", new { photoId = await mobile.UploadSelfie("bj-operator") })).ShouldBeOk();
        await using var desk = await DeskPage.Open(chromium, House, "bj-corps", "/console/face-bases");
        await desk.Do("corps-bases", async () =>
        {
            await Expect(desk.Page.Locator("[data-base]")).ToContainTextAsync(Demo.Person("bj-operator").Name);
            await desk.Keep("corps-face-bases");
            await desk.Page.Locator("[data-act=look]").ClickAsync();
            await Expect(desk.Page.GetByText("现在用的", new() { Exact = true })).ToBeVisibleAsync();
            await desk.Page.Locator("[data-act=refuse]").ClickAsync();
            await desk.Page.GetByText("戴了帽子或口罩").ClickAsync();
            await desk.Keep("corps-face-base");
            await desk.Page.Locator("[data-act=refuse]").ClickAsync();
            await Expect(desk.Page.GetByText("都审完了")).ToBeVisibleAsync();
            await desk.Page.Locator("[data-filter=state]").ClickAsync();
            await desk.Page.Locator(".el-select-dropdown__item:visible").Filter(new() { HasText = "退回" }).ClickAsync();
            await Expect(desk.Page.Locator("[data-base]")).ToContainTextAsync("戴了帽子或口罩");
            await desk.Keep("corps-face-bases-rejected");
            await desk.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "帐号", Exact = true }).ClickAsync();
            await Expect(desk.Page.Locator("[data-account=bjoperator]")).ToBeVisibleAsync();
            await desk.Keep("corps-accounts");
        });
        Assert.Equal("戴了帽子或口罩", (await mobile.Get("/face-base")).ShouldBeOk()["latest"].GetProperty("reason").GetString());
    }
}
