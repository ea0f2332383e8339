using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Phone;

/// <summary>Steps 5, 8 and 9 of the main job with clicks on the phone, on the real pages; what comes before is done over HTTP.</summary>
[Collection(nameof(OneBrowser))]
public sealed class StoryByHandTests(House house, Chromium chromium) : Slice(house)
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Menus.Put(House);
    }

    [Fact]
    [Rule("NTF-03"), Rule("REV-03"), Rule("REV-06"), Rule("FLT-02")]
    public async Task Step_5_the_lead_opens_the_message_is_stopped_by_the_fault_handles_it_and_passes()
    {
        var scene = Given.AProject();
        await using var phone = await PhonePage.Open(chromium, House, scene.LeadKey);
        await phone.Do("step-5", async () =>
        {
            await phone.Follow("agency");
            scene = await Given.ASubmittedTask();

            await Expect(phone.Message("task_submitted")).ToContainTextAsync("记录等您审核");
            await Expect(phone.Message("task_submitted")).ToContainTextAsync("澄湖商务中心 A 座");
            await phone.Keep("step-5-message");
            await phone.OpenMessage("task_submitted");

            await Expect(phone.Web.GetByText("澄湖商务中心 A 座").First).ToBeVisibleAsync();
            await Expect(phone.Primary).ToHaveTextAsync("处置剩下的 1 个故障");
            await Expect(phone.Web.GetByText("通过审核", new() { Exact = true })).ToHaveCountAsync(0);
            await phone.Keep("step-5-review");

            await phone.Primary.ClickAsync();
            await phone.Web.Locator("[data-kind=OwnerAgreesRepair]").ClickAsync();
            await Expect(phone.Primary).ToContainTextAsync("维修");
            await phone.Primary.ClickAsync();

            await Expect(phone.Web.GetByText("都有处置了")).ToBeVisibleAsync();
            await Expect(phone.Primary).ToHaveTextAsync("通过审核");
            await phone.Primary.ClickAsync();
            await phone.Web.Locator("textarea:visible").FillAsync("记录完整，同意通过");
            await phone.Primary.ClickAsync();
            await Expect(phone.Web.GetByText("可以出报告了。")).ToBeVisibleAsync();
            await phone.Keep("step-5-passed");
        });

        var review = (await (await scene.Lead()).Get($"/reviews/{scene.TaskId}")).ShouldBeOk();
        Assert.Equal("Approved", review["state"].GetString());
    }

    [Fact]
    [Rule("FIL-01"), Rule("FIL-02"), Rule("FIL-03")]
    public async Task Step_8_the_technical_lead_opens_the_push_reads_writes_an_opinion_shows_the_face_and_files()
    {
        var scene = Given.AProject();
        await using var phone = await PhonePage.Open(chromium, House, scene.TechnicalLeadKey);
        await phone.Do("step-8", async () =>
        {
            await phone.Follow("agency");
            scene = await Given.AGeneratedReport();

            await Expect(phone.Message("report_generated")).ToContainTextAsync("报告等您备案");
            await phone.OpenMessage("report_generated");

            var firstPage = phone.Web.GetByAltText("报告第 1 页");
            await Expect(firstPage).ToBeVisibleAsync();
            await Expect(firstPage).ToHaveJSPropertyAsync("complete", true);
            Assert.True(await firstPage.EvaluateAsync<int>("picture => picture.naturalWidth") > 0, "page 1 is no picture");
            await phone.Keep("step-8-report");

            await phone.Primary.ClickAsync();
            await phone.Primary.ClickAsync();
            await Expect(phone.Web.GetByText("写一句意见，才能备案")).ToBeVisibleAsync();
            await phone.Web.GetByText("同意备案", new() { Exact = true }).ClickAsync();
            await phone.Keep("step-8-opinion");
            await phone.Primary.ClickAsync();

            await phone.BeforeCamera("other");
            await phone.Primary.ClickAsync();
            await phone.Shutter();
            await Expect(phone.Web.Locator("[data-problem='face.not_matched']")).ToBeVisibleAsync();
            await phone.Keep("step-8-face-refused");

            await phone.BeforeCamera("self");
            await phone.Primary.ClickAsync();
            await phone.Shutter();
            await Expect(phone.Web.GetByText("报告已锁定")).ToBeVisibleAsync();
            await phone.Keep("step-8-filed");
        });

        var report = (await (await scene.TechnicalLead()).Get($"/reports/{scene.ReportId}")).ShouldBeOk();
        Assert.Equal("Filed", report["state"].GetString());
    }

    [Fact]
    [Rule("OWN-13"), Rule("NTF-16")]
    public async Task Step_9_the_owner_reads_the_report_from_the_message_and_the_agency_sees_it()
    {
        var scene = await Given.AFiledReport();
        await using var phone = await PhonePage.Open(chromium, House, scene.ContactKey);
        await phone.Do("step-9", async () =>
        {
            await phone.OpenChat("owner");
            await Expect(phone.Message("report_filed")).ToContainTextAsync("澄湖商务中心 A 座");
            await phone.OpenMessage("report_filed");
            await Expect(phone.Web.GetByText("一句话说清楚")).ToBeVisibleAsync();
            await Expect(phone.Web.GetByText("要修的 1 处")).ToBeVisibleAsync();
            await phone.Keep("step-9-owner");

            await phone.HandTo(scene.LeadKey);
            await phone.Follow("agency");
            await phone.Menu("常用", "报告查询");
            await phone.Web.GetByText("出过的").ClickAsync();
            await Expect(phone.Web.GetByText("业主已看")).ToBeVisibleAsync();
            await phone.Web.Locator($"a[href$='/reports/{scene.ReportId}']").ClickAsync();
            await Expect(phone.Web.GetByText("已查看")).ToBeVisibleAsync();
            await phone.Keep("step-9-agency");
        });
    }
}
