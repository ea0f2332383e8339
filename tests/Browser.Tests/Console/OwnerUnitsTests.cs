using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Console;

/// <summary>The administrator's walk from a new unit over its contact to the first project, and his answer to a rating.</summary>
[Collection(nameof(OneBrowser))]
public sealed class OwnerUnitsTests(House house, Chromium chromium) : Slice(house)
{
    [Fact, Rule("OWN-02", Regions = ["beijing"]), Rule("OWN-03", Regions = ["beijing"]), Rule("OWN-04", Regions = ["beijing"]), Rule("OWN-05", Regions = ["beijing"])]
    public async Task A_unit_its_contact_and_its_first_project_are_entered_by_hand_in_that_order()
    {
        await using var desk = await DeskPage.Open(chromium, House, "bj-admin", "/console/owner-units");
        var page = desk.Page;
        await desk.Do("owner-units", async () =>
        {
            // A unit whose address leads nowhere: warned while it is typed and after it is saved.
            await page.Locator("[data-act=enter]").ClickAsync();
            await page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(page.GetByText("填单位名称，和营业执照上一样")).ToBeVisibleAsync();
            await page.GetByLabel("单位名称", new() { Exact = true }).FillAsync("北京青石中学");
            await page.Locator("[data-act=no-code]").CheckAsync();
            await page.Locator("[data-filter=district]").ClickAsync();
            await page.Locator(".el-select-dropdown__item:visible").First.ClickAsync();
            await page.GetByLabel("详细地址", new() { Exact = true }).FillAsync("青石路路口");
            await Expect(page.Locator("[data-vague]")).ToBeVisibleAsync();
            await desk.Keep("owner-unit-form");
            await page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(page.Locator("[data-warning]")).ToContainTextAsync("门牌号");
            var row = page.Locator("[data-unit]").Filter(new() { HasText = "北京青石中学" });
            await Expect(row).ToContainTextAsync("缺门牌号");
            await Expect(row).ToContainTextAsync("白叙言");
            await desk.Keep("owner-units");

            // Corrected, and found by its name in its district.
            await row.Locator("[data-act=change]").ClickAsync();
            await page.GetByLabel("详细地址", new() { Exact = true }).FillAsync("青石路 8 号");
            await page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(row).Not.ToContainTextAsync("缺门牌号");
            await page.GetByLabel("关键词", new() { Exact = true }).FillAsync("青石");
            await page.Locator("[data-act=search]").ClickAsync();
            await Expect(page.Locator("[data-unit]")).ToHaveCountAsync(1);

            // No project without a contact (OWN-04).
            await page.GotoAsync(new Uri(House.System.Host, "/console/projects").ToString());
            await Expect(page.Locator("[data-project]").First).ToBeVisibleAsync();
            await desk.Keep("projects");
            await page.Locator("[data-act=enter]").ClickAsync();
            await Choose("unit", "北京青石中学");
            await Expect(page.Locator("[data-no-contact]")).ToBeVisibleAsync();
            await desk.Keep("project-form-no-contact");
            await page.Locator("[data-no-contact] a").ClickAsync();

            await row.Locator("[data-act=people]").ClickAsync();
            await page.GetByLabel("姓名", new() { Exact = true }).FillAsync("贺兰青");
            await page.GetByLabel("手机号", new() { Exact = true }).FillAsync("13900007733");
            await page.Locator("[data-act=attach]").ClickAsync();
            await Expect(page.Locator("[data-sign-in-code]")).ToBeVisibleAsync();
            await desk.Keep("owner-unit-handed");
            await page.Locator("[data-act=handed]").ClickAsync();
            await Expect(page.Locator("[data-contact]")).ToContainTextAsync("还没有项目");
            await desk.Keep("owner-unit-contacts");

            await page.GotoAsync(new Uri(House.System.Host, "/console/projects").ToString());
            await page.Locator("[data-act=enter]").ClickAsync();
            await Choose("unit", "北京青石中学");
            await page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(page.Locator("[data-missing-entry]")).ToContainTextAsync("合同编号");
            await page.GetByLabel("项目名称", new() { Exact = true }).FillAsync("青石中学教学楼");
            await page.GetByLabel("合同编号", new() { Exact = true }).FillAsync("QS-2026-01");
            await page.GetByLabel("签订日期", new() { Exact = true }).FillAsync("2026年11月20日");
            await page.Keyboard.PressAsync("Enter");
            await page.Locator("#j-from").FillAsync("2026年12月1日");
            await page.Locator("#j-to").FillAsync("2027年11月30日");
            await page.Keyboard.PressAsync("Enter");
            await Choose("lead", Demo.Person("bj-lead").Name);
            await desk.Keep("project-form");
            await page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(page.Locator("[data-entered]")).ToContainTextAsync("建筑");
            await Expect(page.Locator("[data-project]").First).ToContainTextAsync("青石中学教学楼");
            await desk.Keep("project-entered");
        });

        async Task Choose(string filter, string option)
        {
            await page.Locator($"[data-filter={filter}]").ClickAsync();
            await page.Keyboard.TypeAsync(option);
            await page.Locator(".el-select-dropdown__item:visible").Filter(new() { HasText = option }).First.ClickAsync();
        }
    }

    [Fact, Rule("OWN-15", Regions = ["shanghai"]), Rule("EVL-09", Regions = ["shanghai"]), Rule("SUP-09", Regions = ["shanghai"])]
    public async Task The_administrator_answers_a_rating_the_owner_reads_it_and_the_corps_finds_it_among_its_agencies()
    {
        var scene = await Given.AFeedbackForm();
        var answers = scene.Policy("evaluation", "questions").EnumerateArray().Select(q => q.GetProperty("key").GetString())
            .Select(key => new { key, yes = key != "time", note = key == "time" ? "晚来一小时" : null });
        var contact = await scene.Contact();
        (await contact.Post($"/feedback-forms/{scene.FormId}/rating", new { answers, stars = 2, comment = "登记本上是两点" })).ShouldBeOk();
        await House.Settled();
        await using (var desk = await DeskPage.Open(chromium, House, "sh-admin", "/console/ratings"))
        {
            await desk.Do("rating-answer", async () =>
            {
                await desk.Page.Locator("[data-act=answer]").ClickAsync();
                await desk.Page.Locator("[data-act=confirm]").ClickAsync();
                await Expect(desk.Page.GetByText("写一句回应，业主看得到")).ToBeVisibleAsync();
                await desk.Page.GetByRole(Microsoft.Playwright.AriaRole.Textbox, new() { Name = "回应", Exact = true }).FillAsync("门卫登记晚了，下次先在门口拍照");
                await desk.Keep("rating-answer-form");
                await desk.Page.Locator("[data-act=confirm]").ClickAsync();
                await Expect(desk.Page.Locator("[data-reply]")).ToContainTextAsync("门卫登记晚了");
                await desk.Keep("rating-answered");
            });
        }

        await using (var desk = await DeskPage.Open(chromium, House, "sh-corps", "/console/ratings"))
        {
            await desk.Do("corps-ratings", async () =>
            {
                await desk.Page.Locator("[data-filter=agency]").ClickAsync();
                await desk.Page.Locator(".el-select-dropdown__item:visible").First.ClickAsync();
                await desk.Page.Locator("[data-act=search]").ClickAsync();
                await Expect(desk.Page.Locator("[data-reply]")).ToContainTextAsync("门卫登记晚了");
                await desk.Keep("corps-ratings");
                await desk.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "消息" }).ClickAsync();
                await Expect(desk.Page.Locator("[data-notice]")).ToContainTextAsync("不一致");
                await desk.Keep("corps-notices");
                await desk.Page.Locator("[data-act=read]").ClickAsync();
                await Expect(desk.Page.Locator("[data-notice]")).ToContainTextAsync(Demo.Person("sh-corps").Name);
            });
        }

        await using var phone = await OwnerPhone.Open(chromium, contact, House.System.Host, 320, 568, large: true);
        await phone.GoTo($"/owner/ratings/{scene.FormId}");
        await Expect(phone.Page.Locator("[data-reply]")).ToContainTextAsync("门卫登记晚了");
        await phone.Look("owner-rating-answered");

        // The lead reads on his phone what was answered.
        await using var leads = await OwnerPhone.Open(chromium, await scene.Lead(), House.System.Host, 320, 568, large: true);
        await leads.GoTo("/agency/ratings");
        await leads.Page.Locator("[data-act=answer]").ScrollIntoViewIfNeededAsync();
        await Expect(leads.Page.Locator("[data-reply]")).ToContainTextAsync("门卫登记晚了");
        await leads.Look("agency-rating-answered");
    }
}
