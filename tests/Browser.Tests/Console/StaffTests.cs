using Microsoft.Playwright;
using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Console;

/// <summary>The staff list at the desk: changes that the agency asks for and the corps decides, 技术负责人任命, and another lead of a project.</summary>
[Collection(nameof(OneBrowser))]
public sealed class StaffTests(House house, Chromium chromium) : Slice(house)
{
    /// <summary>The national system knows him, no agency does.</summary>
    private const string Newcomer = "sh-contact2";

    [Fact, Rule("PEO-01", Regions = ["shaanxi"]), Rule("PEO-03", Regions = ["shaanxi"]), Rule("PEO-05", Regions = ["shaanxi"]), Rule("PEO-06", Regions = ["shaanxi"])]
    public async Task The_agency_asks_for_an_operator_and_the_corps_sends_it_back_once_before_he_is_listed_corrected_and_to_be_removed()
    {
        var name = Demo.Person(Newcomer).Name;
        await using var desk = await DeskPage.Open(chromium, House, "sx-admin", "/console/staff");
        await using var corps = await DeskPage.Open(chromium, House, "sx-corps", "/console/staff/changes");
        await desk.Do("staff", async () =>
        {
            await desk.Page.SetViewportSizeAsync(1280, 800);
            await Expect(desk.Page.GetByText("人在职")).ToBeVisibleAsync();
            await Expect(desk.Page.Locator($"[data-person='{Demo.Id("person", "sx-lead")}']")).ToContainTextAsync("个进行中的项目");
            await desk.Keep("desk-staff");
            await desk.Page.Locator("[data-act=add]").ClickAsync();
            await desk.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(desk.Page.Locator("[data-missing]")).ToContainTextAsync("18 位身份证号");
            await desk.Keep("desk-staff-missing");
            await Fill(desk.Page, "没登记过");
            await desk.Keep("desk-staff-add");
            await desk.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(desk.Page.Locator("[data-asked]")).ToContainTextAsync("没登记过");
            await desk.Keep("desk-staff-asked");
        });
        await corps.Do("corps-changes", async () =>
        {
            await corps.Page.SetViewportSizeAsync(1280, 800);
            await corps.Page.ReloadAsync();
            await corps.Page.Locator("[data-act=pass]").ClickAsync();
            await corps.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(corps.Page.GetByText("全国系统里没有这个姓名和身份证号")).ToBeVisibleAsync();
            await corps.Keep("corps-change-unknown");
            await corps.Page.GetByText("先不批").ClickAsync();
            await corps.Page.Locator("[data-act=refuse]").ClickAsync();
            await corps.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(corps.Page.GetByText("写明原因，机构会看到")).ToBeVisibleAsync();
            await corps.Page.GetByLabel("原因").FillAsync("先在全国系统登记");
            await corps.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(corps.Page.GetByText("都批完了")).ToBeVisibleAsync();
        });
        await desk.Do("staff-again", async () =>
        {
            await desk.Page.Locator("[data-act=changes]").ClickAsync();
            await Expect(desk.Page.Locator("[data-change]")).ToContainTextAsync("先在全国系统登记");
            await desk.Keep("desk-staff-changes");
            await desk.Page.GetByRole(AriaRole.Link, new() { Name = "人员和变更" }).ClickAsync();
            await desk.Page.Locator("[data-act=add]").ClickAsync();
            await Fill(desk.Page, name);
            await desk.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(desk.Page.Locator("[data-asked]")).ToContainTextAsync(name);
        });
        await corps.Do("corps-approves", async () =>
        {
            await corps.Page.ReloadAsync();
            await Pick(corps.Page, "#c-agency", Demo.World.GetProperty("agencies").EnumerateArray().Single(a => a.GetProperty("key").GetString() == "sx-agency").GetProperty("name").GetString()!);
            await Expect(corps.Page.Locator("[data-change]")).ToContainTextAsync(name);
            await corps.Keep("corps-changes");
            await corps.Page.Locator("[data-act=pass]").ClickAsync();
            await corps.Keep("corps-change-pass");
            await corps.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(corps.Page.GetByText("都批完了")).ToBeVisibleAsync();
        });
        await desk.Do("staff-listed", async () =>
        {
            await desk.Page.ReloadAsync();
            var row = desk.Page.Locator("[data-person]").Filter(new() { HasText = name });
            await Expect(row).ToContainTextAsync("监控");
            await row.Locator("[data-act=correct]").ClickAsync();
            await Pick(desk.Page, "[data-pick=paper]", "消防设施操作员（三级/高级）");
            await desk.Keep("desk-staff-correct");
            await desk.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(desk.Page.Locator("[data-asked]")).ToBeVisibleAsync();
            var leaver = desk.Page.Locator("[data-person]").Filter(new() { HasText = Demo.Person("sx-operator2").Name });
            await leaver.Locator("[data-act=remove]").ClickAsync();
            await desk.Keep("desk-staff-remove");
            await desk.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(desk.Page.Locator("[data-asked]")).ToContainTextAsync(Demo.Person("sx-operator2").Name);
        });
        Assert.Equal("Approved,Pending,Pending,Rejected", await House.Value<string>("select string_agg(state, ',' order by state) from staff_change"));
    }

    [Fact, Rule("PEO-02", Regions = ["shanghai"]), Rule("PEO-14", Regions = ["shanghai"]), Rule("PEO-29", Regions = ["shanghai"]), Rule("PEO-05", Regions = ["shanghai"])]
    public async Task The_administrator_appoints_a_technical_lead_and_gives_a_project_another_lead()
    {
        var (lead, other) = (Demo.Person("sh-lead"), Demo.Person("sh-lead2"));
        var scene = await Given.ABoundContact();
        await using var desk = await DeskPage.Open(chromium, House, "sh-admin", "/console/staff");
        await desk.Do("appoint", async () =>
        {
            var row = desk.Page.Locator($"[data-person='{Demo.Id("person", "sh-lead2")}']");
            await Expect(desk.Page.Locator($"[data-person='{Demo.Id("person", "sh-operator")}'] [data-act=appoint]")).ToHaveCountAsync(0);
            await row.Locator("[data-act=appoint]").ClickAsync();
            await desk.Keep("desk-staff-appoint");
            await desk.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(row).ToContainTextAsync("技术负责人");
            await desk.Keep("desk-staff-appointed");
            await row.Locator("[data-act=appoint]").ClickAsync();
            await desk.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(row).Not.ToContainTextAsync("技术负责人");

            await desk.Page.SetViewportSizeAsync(1280, 800);
            await desk.Page.GetByRole(AriaRole.Link, new() { Name = "合同和项目" }).ClickAsync();
            var project = desk.Page.Locator($"[data-project='{scene.ProjectId}']");
            await Expect(project).ToContainTextAsync(lead.Name);
            await project.Locator("[data-act=replace-lead]").ClickAsync();
            await Pick(desk.Page, "#l-who", other.Name);
            await desk.Keep("desk-replace-lead");
            await desk.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(project).ToContainTextAsync(other.Name);
            await desk.Keep("desk-lead-replaced");
        });
        (await (await House.Agency("sh-lead")).Get($"/projects/{scene.ProjectId}")).ShouldRefuse("project.not_yours", status: 404);
    }

    private static async Task Fill(IPage page, string name)
    {
        await page.Locator("#s-name").FillAsync(name);
        await page.Locator("#s-phone").FillAsync("13900007710");
        await page.Locator("#s-number").FillAsync(Demo.Person(Newcomer).IdentityNumber!);
        await Pick(page, "[data-pick=paper]", "消防设施操作员（四级/中级）");
        await page.GetByLabel("证书编号").FillAsync("YZ-CZ-2024-0001");
        await page.GetByPlaceholder("有效期至").FillAsync("2032年1月1日");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("职业方向").FillAsync("监控");
    }

    private static async Task Pick(IPage page, string field, string option)
    {
        await page.Locator(field).ClickAsync();
        await page.Locator(".el-select-dropdown__item:visible").Filter(new() { HasText = option }).First.ClickAsync();
    }
}
