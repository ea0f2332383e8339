using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Phone;

/// <summary>The technical lead's filing by hand on a phone of 375×812: in both type sizes, by face and by the second way.</summary>
[Collection(nameof(OneBrowser))]
public sealed class FilingByHandTests(House house, Chromium chromium) : Slice(house)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule("FIL-02", Regions = ["shanghai"]), Rule("FIL-03"), Rule("FIL-10"), Rule("FIL-14"), Rule("ORG-41"), Rule("SCR-09")]
    public async Task Whom_the_face_service_does_not_recognise_files_with_two_codes_and_a_witness(bool large)
    {
        var scene = Given.AProject();
        var name = $"filing-{(large ? "large" : "normal")}";
        await using var phone = await PhonePage.Open(chromium, House, scene.TechnicalLeadKey);
        await phone.Do(name, async () =>
        {
            if (large)
            {
                await phone.LargeType();
            }

            await phone.Follow("agency");
            scene = await Given.AGeneratedReport();
            await phone.OpenMessage("report_generated");
            await Expect(phone.Web.GetByText("看报告")).ToBeVisibleAsync();
            await phone.Look($"{name}-1-report");

            await phone.Primary.ClickAsync();
            await phone.Web.Locator("textarea:visible").FillAsync("记录完整，同意备案");
            await Expect(phone.Web.GetByText("报告锁定")).ToBeVisibleAsync();
            await phone.Look($"{name}-2-opinion");
            await phone.Primary.ClickAsync();

            await phone.BeforeCamera("other");
            await phone.Primary.ClickAsync();
            await phone.Shutter();
            await Expect(phone.Web.Locator("[data-problem='face.not_matched']")).ToBeVisibleAsync();
            await phone.Look($"{name}-3-refused");

            await phone.Web.Locator("[data-act=second-way]").ClickAsync();
            await phone.Web.Locator($"[data-witness='{scene.LeadId}']").ClickAsync();
            await phone.Look($"{name}-3-witness");
            await phone.Primary.ClickAsync();
            // Both are sent when the page asks for them.
            await Expect(phone.Web.Locator("#own-code")).ToBeVisibleAsync();
            await phone.Web.Locator("#own-code").FillAsync(await House.SmsCode(scene.TechnicalLeadKey));
            await phone.Web.Locator("#witness-code").FillAsync(await House.SmsCode(scene.LeadKey));
            await phone.Look($"{name}-3-codes");
            await phone.BeforeCamera("self");
            await phone.Primary.ClickAsync();
            await phone.Shutter();
            await Expect(phone.Web.GetByText("报告已锁定")).ToBeVisibleAsync();
            await Expect(phone.Web.GetByText("非人脸").First).ToBeVisibleAsync();
            await Expect(phone.Web.Locator("[data-log]")).ToContainTextAsync("见证");
            await phone.Look($"{name}-4-filed");

            // A mistake seen too late: the stamped form is the only way, and there is none back.
            await phone.Web.Locator("[data-act=change]").ClickAsync();
            await phone.Web.Locator("#mistake").FillAsync("报告日期写成了 11 月 2 日");
            await phone.Web.Locator("#correction").FillAsync("报告日期是 11 月 20 日");
            await phone.Primary.ClickAsync();
            await Expect(phone.Web.GetByText("拍一张盖了章的申请表")).ToBeVisibleAsync();
            await phone.Look($"{name}-5-form");
            await phone.Web.Locator("[data-act=shoot]").ClickAsync();
            await phone.Shutter();
            await Expect(phone.Web.GetByText("1 / 6 张")).ToBeVisibleAsync();
            await phone.Primary.ClickAsync();
            await Expect(phone.Web.GetByText("交出后不能撤回")).ToBeVisibleAsync();
            await phone.Keep($"{name}-6-confirm");
            await phone.Web.Locator("[data-act=confirm]").ClickAsync();
            await Expect(phone.Web.Locator("[data-change=Sent]")).ToBeVisibleAsync();
            await phone.Look($"{name}-7-sent");
        });

        var filing = (await (await scene.TechnicalLead()).Get($"/filings/{scene.ReportId}")).ShouldBeOk()["filing"];
        Assert.Equal(Demo.Person(scene.LeadKey).Name, filing.GetProperty("witnessName").GetString());
        using var authority = await House.Authority(scene.BrigadeKey);
        Assert.Equal(1, (await authority.Get("/change-requests")).ShouldBeOk()["total"].GetInt32());
    }
}
