using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Phone;

/// <summary>
/// The lead's month on the phone of 375×812, in ordinary and in large type: what is open, the consents on site, the review with its
/// fault, and the report. What the operator and the administrator do in between is done over HTTP.
/// </summary>
[Collection(nameof(OneBrowser))]
public sealed class LeadsMonthTests(House house, Chromium chromium) : Slice(house)
{
    private const string Beijing = "beijing";

    [Theory, InlineData("normal"), InlineData("large")]
    [Rule("SCR-01"), Rule("APR-01", Regions = [Beijing]), Rule("APR-03", Regions = [Beijing]), Rule("APR-04", Regions = [Beijing])]
    [Rule("APR-09", Regions = [Beijing]), Rule("REV-06"), Rule("FLT-02"), Rule("PLN-30")]
    public async Task Plan_consent_review_fault_and_report_from_the_leads_phone(string type)
    {
        await Menus.Put(House);
        var scene = await Given.AnAssignedPlan(Beijing);
        await using var phone = await PhonePage.Open(chromium, House, scene.LeadKey);
        await phone.Do($"leads-month-{type}", async () =>
        {
            if (type == "large")
            {
                await phone.LargeType();
            }

            await phone.Follow("agency");
            await Plans(phone, scene);
            await Start(phone, scene);
            await Submit(phone, scene);
            await Review(phone);
            await Report(phone, scene);
            await phone.Keep($"leads-month-{type}");
        });

        Assert.Equal("Approved", (await (await scene.Lead()).Get($"/reviews/{scene.TaskId}")).ShouldBeOk()["state"].GetString());
        Assert.Equal(2, (await (await scene.Lead()).Get("/consents?state=Granted")).ShouldBeOk()["total"].GetInt32());
    }

    /// <summary>Every number opens the list that it counts.</summary>
    private static async Task Plans(PhonePage phone, Scene scene)
    {
        await phone.Menu("服务入口");
        var uncreated = phone.Web.Locator("[data-block='检测维保计划'] a", new() { HasText = "未创建" });
        await Expect(uncreated).ToBeVisibleAsync();
        await Expect(phone.Web.Locator("[data-block='报告备案']")).ToHaveCountAsync(0);
        await phone.Fits("workbench");
        var counted = (await (await scene.Lead()).Get("/workbench")).ShouldBeOk()["plans"].GetProperty("uncreated").GetInt32();
        await Expect(uncreated.Locator("b")).ToHaveTextAsync($"{counted}");
        await uncreated.ClickAsync();
        await Expect(phone.Web.Locator("article").First).ToBeVisibleAsync();
        await phone.Fits("plans");
    }

    /// <summary>The operator asks to start; refused from far away, then consented to on site.</summary>
    private static async Task Start(PhonePage phone, Scene scene)
    {
        var mobile = await scene.Operator();
        scene.TaskId = (await mobile.Post("/tasks", new { planId = scene.PlanId, classCodes = scene.ClassCodes })).ShouldBeOk().Id;
        (await mobile.Post("/consents", new { kind = "Start", taskId = scene.TaskId, photoId = await mobile.UploadSelfie(scene.OperatorKey), position = scene.OnSite })).ShouldBeOk();

        await phone.OpenChat("agency");
        await phone.OpenMessage("consent_requested");
        await Expect(phone.Web.GetByText("申请开工").First).ToBeVisibleAsync();
        await phone.Fits("consent");
        await phone.StandAt("far");
        await phone.Primary.ClickAsync();
        await phone.Primary.ClickAsync();
        await phone.Shutter();
        await Expect(phone.Web.Locator("[data-problem='consent.lead_out_of_fence']")).ToBeVisibleAsync();
        await phone.Fits("consent refused by place");

        await phone.StandAt("in");
        await phone.Primary.ClickAsync();
        await phone.Shutter();
        await Expect(phone.Web.GetByText("已同意开工")).ToBeVisibleAsync();
        await phone.Fits("consent given");
    }

    /// <summary>The operator records, one item 不符合, and asks to submit; found through the workbench's block.</summary>
    private static async Task Submit(PhonePage phone, Scene scene)
    {
        var mobile = await scene.Operator();
        (await mobile.Post($"/tasks/{scene.TaskId}/start", new
        {
            selfiePhotoId = await mobile.UploadSelfie(scene.OperatorKey), signInPhotoId = await mobile.UploadScene(scene.OperatorKey, "site", "SignIn"),
            controllerPhotoId = await mobile.UploadScene(scene.OperatorKey, "controller", "Controller"), controllerBrand = "无", position = scene.OnSite,
        })).ShouldBeOk();
        var items = (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk()["items"].EnumerateArray().Select(i => i.GetProperty("code").GetString()!).ToList();
        var photo = await mobile.UploadScene(scene.OperatorKey);
        (await mobile.Post($"/tasks/{scene.TaskId}/records", new { records = items.Select((code, i) => Given.Record(scene, code, i, i == 0 ? "Fails" : "Conforms", photo)) })).ShouldBeOk();
        (await mobile.Post($"/tasks/{scene.TaskId}/submit", new { photoId = await mobile.UploadSelfie(scene.OperatorKey), position = scene.OnSite })).ShouldBeOk();

        await phone.OpenChat("agency");
        await phone.Menu("服务入口");
        await phone.Web.Locator("[data-block='处理申请'] a", new() { HasText = "提交申请" }).ClickAsync();
        await phone.Web.Locator("article a.btn").First.ClickAsync();
        await Expect(phone.Web.GetByText("申请提交").First).ToBeVisibleAsync();
        await phone.Primary.ClickAsync();
        await phone.Primary.ClickAsync();
        await phone.Shutter();
        await Expect(phone.Web.GetByText("已同意提交")).ToBeVisibleAsync();
    }

    /// <summary>The fault stands in the way, is handled, and the record passes.</summary>
    private static async Task Review(PhonePage phone)
    {
        await phone.OpenChat("agency");
        await phone.OpenMessage("task_submitted");
        await Expect(phone.Primary).ToHaveTextAsync("处置剩下的 1 个故障");
        await phone.Fits("review");
        await phone.Primary.ClickAsync();
        await phone.Web.Locator("[data-kind=InDiscussionWithOwner]").ClickAsync();
        await phone.Primary.ClickAsync();
        await Expect(phone.Primary).ToHaveTextAsync("通过审核");
        await phone.Primary.ClickAsync();
        await phone.Web.Locator("textarea:visible").FillAsync("记录完整，同意通过");
        await phone.Primary.ClickAsync();
        await Expect(phone.Web.GetByText("可以出报告了。")).ToBeVisibleAsync();
    }

    /// <summary>Beijing's report is ordered by the administrator (RPT-20); the lead finds it.</summary>
    private static async Task Report(PhonePage phone, Scene scene)
    {
        scene.ReportId = (await (await scene.ReportAuthor()).Post("/reports", Given.Order(scene))).ShouldBeOk().Id;
        await scene.ReportReady();
        await phone.OpenChat("agency");
        await phone.Menu("常用", "报告查询");
        await phone.Fits("reports");
        await phone.Web.GetByText("出过的").ClickAsync();
        await phone.Web.Locator($"a[href$='/reports/{scene.ReportId}']").First.ClickAsync();
        await Expect(phone.Web.GetByText("云台大厦").First).ToBeVisibleAsync();
        await phone.Fits("report");
    }
}
