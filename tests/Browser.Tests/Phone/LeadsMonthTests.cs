using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Phone;

/// <summary>
/// The lead's month by hand on a phone of 375×812, in both type sizes: what is open, the plan, the consent on site, the review, the
/// fault, the report. Consents are Beijing's, ordering a report himself is Shaanxi's. What the operator does is done over HTTP.
/// </summary>
[Collection(nameof(OneBrowser))]
public sealed class LeadsMonthTests(House house, Chromium chromium) : Slice(house)
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Menus.Put(House);
    }

    [Theory]
    [InlineData("normal")]
    [InlineData("large")]
    [Rule("SCR-01"), Rule("PLN-01"), Rule("PLN-11"), Rule("APR-03", Regions = ["beijing"]), Rule("REV-04"), Rule("REV-06"), Rule("FLT-02"), Rule("RPT-01")]
    public async Task He_plans_assigns_consents_on_site_returns_handles_the_fault_passes_and_reads_what_the_report_lacks(string type)
    {
        var scene = await Given.ABoundContact("beijing");
        await using var phone = await PhonePage.Open(chromium, House, scene.LeadKey);
        await phone.Do($"lead-{type}", async () =>
        {
            await Begin(phone, type);
            await Plan(phone, scene, type);
            await Given.ATakenTask(await Given.ThePlanMadeByHand(scene));
            await Given.AStartRequest(scene);
            await Consent(phone, type);
            await Given.SubmittedFieldWork(scene);
            await Return(phone, type);
            await Given.ASubmittedAgain(scene);
            await Handle(phone, type);
            await Pass(phone, type);

            await phone.Primary.ClickAsync();
            await phone.Web.GetByRole(AriaRole.Tab, new() { Name = "还差一步" }).ClickAsync();
            var due = phone.Web.Locator($"[data-due='{scene.ProjectId}']");
            await due.ScrollIntoViewIfNeededAsync();
            await Expect(due.GetByText("看计划")).ToBeVisibleAsync();
            await phone.Look($"lead-{type}-8-due");
        });

        var lead = await scene.Lead();
        Assert.Equal("Approved", (await lead.Get($"/reviews/{scene.TaskId}")).ShouldBeOk()["state"].GetString());
        Assert.Equal(3, (await lead.Get("/consents?handled=true")).ShouldBeOk()["total"].GetInt32());
    }

    [Theory]
    [InlineData("normal")]
    [InlineData("large")]
    [Rule("RPT-04", Regions = ["shaanxi"]), Rule("RPT-20", Regions = ["shaanxi"])]
    public async Task He_finds_the_report_that_is_due_is_told_what_is_missing_orders_it_and_sees_it(string type)
    {
        var scene = await Given.AnApprovedTask("shaanxi");
        await using var phone = await PhonePage.Open(chromium, House, scene.LeadKey);
        await phone.Do($"order-{type}", async () =>
        {
            await Begin(phone, type);
            await phone.Menu("常用", "报告查询");
            await Expect(phone.Web.GetByText("1 份报告可以出了")).ToBeVisibleAsync();
            await phone.Look($"order-{type}-1-due");
            await phone.Web.Locator($"[data-due='{scene.ProjectId}'] a").ClickAsync();
            await Expect(phone.Web.GetByText("份记录都已审核通过")).ToBeVisibleAsync();
            await phone.Look($"order-{type}-2-offer");

            await phone.Primary.ClickAsync();
            await Expect(phone.Web.GetByText("正在生成报告").Or(phone.Web.GetByAltText("报告第 1 页"))).ToBeVisibleAsync();
            scene.ReportId = (await (await scene.Lead()).Get("/reports")).ShouldBeOk()["items"].EnumerateArray().Single().GetProperty("id").GetGuid();
            await scene.ReportReady();
            await Expect(phone.Web.GetByAltText("报告第 1 页")).ToBeVisibleAsync();
            await Expect(phone.Web.GetByText("备案。")).ToBeVisibleAsync();
            await phone.Look($"order-{type}-3-report");
        });
    }

    private static async Task Begin(PhonePage phone, string type)
    {
        if (type == "large")
        {
            await phone.LargeType();
        }

        await phone.Follow("agency");
    }

    /// <summary>The workbench's number opens the projects that it counts; one of them gets its plan, and the plan its operator.</summary>
    private static async Task Plan(PhonePage phone, Scene scene, string type)
    {
        await phone.Menu("服务入口");
        var uncreated = phone.Web.Locator("[data-block='检测维保计划'] a", new() { HasText = "未创建" });
        var counted = int.Parse(await uncreated.Locator("b").InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);
        await phone.Look($"lead-{type}-1-workbench");
        await uncreated.ClickAsync();
        await Expect(phone.Web.Locator(".tag", new() { HasText = "未创建" })).ToHaveCountAsync(counted);
        await phone.Look($"lead-{type}-2-plans");

        await phone.Web.Locator("article", new() { HasText = "云台大厦" }).GetByText("新建计划").ClickAsync();
        await Expect(phone.Primary).ToHaveTextAsync("建云台大厦的月度计划");
        await phone.Look($"lead-{type}-2-new");
        await phone.Primary.ClickAsync();
        await Expect(phone.Primary).ToHaveTextAsync(new Regex("^下发 \\d+ 项给石承岳$"));
        await phone.Look($"lead-{type}-3-assign");
        await phone.Primary.ClickAsync();
        await Expect(phone.Web.GetByText("都派下去了。")).ToBeVisibleAsync();
        await phone.Look($"lead-{type}-3-plan");
    }

    /// <summary>The operator waits on site; refused from far away, consented to inside the fence.</summary>
    private static async Task Consent(PhonePage phone, string type)
    {
        await phone.ClosePage();
        await phone.OpenMessage("consent_requested");
        await Expect(phone.Web.GetByText("石承岳申请开工")).ToBeVisibleAsync();
        await phone.Look($"lead-{type}-4-consent");
        await phone.StandAt("far");
        await phone.Primary.ClickAsync();
        await phone.Primary.ClickAsync();
        await phone.Shutter();
        await Expect(phone.Web.Locator("[data-problem='consent.lead_out_of_fence']")).ToBeVisibleAsync();
        await phone.Look($"lead-{type}-4-far");

        await phone.StandAt("in");
        await phone.Primary.ClickAsync();
        await phone.Shutter();
        await Expect(phone.Web.GetByText("已同意开工")).ToBeVisibleAsync();
        await phone.Look($"lead-{type}-4-consented");
    }

    private static async Task Return(PhonePage phone, string type)
    {
        await phone.ClosePage();
        await phone.OpenMessage("task_submitted");
        await Expect(phone.Primary).ToHaveTextAsync("处置剩下的 1 个故障");
        await phone.Look($"lead-{type}-5-review");
        await phone.Web.GetByText("退回修改", new() { Exact = true }).ClickAsync();
        await Expect(phone.Primary).ToHaveTextAsync("写清原因再退回");
        await phone.Web.GetByLabel("退回原因").FillAsync("泵房压力表缺近照，请补拍");
        await phone.Look($"lead-{type}-5-why");
        await phone.Primary.ClickAsync();
        await Expect(phone.Web.GetByText("已退回修改")).ToBeVisibleAsync();
        await phone.Look($"lead-{type}-5-returned");
    }

    private static async Task Handle(PhonePage phone, string type)
    {
        await phone.ClosePage();
        await phone.Menu("常用", "处理故障");
        await Expect(phone.Web.GetByText("1 个故障等您拿主意")).ToBeVisibleAsync();
        await phone.Look($"lead-{type}-6-faults");
        await phone.Web.GetByText("处置", new() { Exact = true }).ClickAsync();
        await phone.Web.Locator("[data-kind=OwnerAgreesRepair]").ClickAsync();
        await Expect(phone.Primary).ToHaveTextAsync("派石承岳去维修");
        await phone.Look($"lead-{type}-6-handle");
        await phone.Primary.ClickAsync();
        await Expect(phone.Web.GetByText("都有主意了")).ToBeVisibleAsync();
    }

    private static async Task Pass(PhonePage phone, string type)
    {
        await phone.ClosePage();
        await phone.Menu("常用", "审核任务");
        await Expect(phone.Web.GetByText("1 份记录等您审核")).ToBeVisibleAsync();
        await phone.Look($"lead-{type}-7-reviews");
        await phone.Web.GetByText("去审核").ClickAsync();
        await Expect(phone.Primary).ToHaveTextAsync("通过审核");
        await phone.Primary.ClickAsync();
        await phone.Web.GetByRole(AriaRole.Textbox, new() { Name = "审核意见" }).FillAsync("记录完整，同意通过");
        await phone.Primary.ClickAsync();
        await Expect(phone.Web.GetByText("可以出报告了。")).ToBeVisibleAsync();
        await phone.Look($"lead-{type}-7-passed");
    }
}
