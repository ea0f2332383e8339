using System.Text.RegularExpressions;
using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Phone;

/// <summary>What owners and passers-by do with their own fingers, on a usual phone and on the smallest in large type; every step is judged.</summary>
[Collection(nameof(OneBrowser))]
public sealed class OwnerByHandTests(House house, Chromium chromium) : Slice(house)
{
    [Theory, Rule("ORG-39"), Rule("FLT-17")]
    [InlineData(375, 812, false)]
    [InlineData(320, 568, true)]
    public async Task Somebody_without_an_account_scans_a_label_and_reports_what_is_broken(int width, int height, bool large)
    {
        var scene = await Given.ABoundContact();
        using var lead = await House.Agency(scene.LeadKey);
        var facility = Demo.Project(scene.ProjectKey).GetProperty("facilityClassCodes")[0].GetString();
        (await lead.Post($"/projects/{scene.ProjectId}/labels", new { labels = new[] { new { classCode = facility, place = "地下一层，泵房门口" } } })).ShouldBeOk();
        var address = (await lead.Get($"/projects/{scene.ProjectId}/labels?size=100")).ShouldBeOk()["items"].EnumerateArray()
            .First(l => l.GetProperty("place").GetString() == "地下一层，泵房门口").GetProperty("address").GetString()!;
        await using var phone = await OwnerPhone.Open(chromium, contact: null, House.System.Host, width, height, large);

        await phone.GoTo(new Uri(address).AbsolutePath);
        await Expect(phone.Page.GetByText("地下一层，泵房门口")).ToBeVisibleAsync();
        await phone.Look($"scan-{width}-1-label");
        await phone.Primary.ClickAsync();
        await phone.Page.Locator("#what").FillAsync("阀门一直滴水，地上一滩");
        await phone.Photograph(phone.Page.Locator("[data-act=photo]"), await House.Phone(scene.ContactKey).Picture("item"));
        await Expect(phone.Page.Locator(".shot")).ToHaveCountAsync(1);
        await phone.Page.Locator("#tel").FillAsync("13900990017");
        await phone.Page.Locator("[data-act=code]").ClickAsync();
        await Expect(phone.Page.Locator("#sms")).ToBeVisibleAsync();
        var text = (await House.Sandbox.Get("sms")).EnumerateArray().Last(m => m.GetProperty("phone").GetString() == "13900990017").GetProperty("text").GetString()!;
        await phone.Page.Locator("#sms").FillAsync(Regex.Match(text, "[0-9]{6}").Value);
        await phone.Look($"scan-{width}-2-form");
        await phone.Primary.ClickAsync();
        await Expect(phone.Page.GetByText("已经报上去了")).ToBeVisibleAsync();
        await phone.Look($"scan-{width}-3-sent");

        var told = (await lead.Get($"/faults?source=LabelScan&projectId={scene.ProjectId}")).ShouldBeOk()["faults"].GetProperty("items").EnumerateArray();
        Assert.Contains(told, f => f.GetProperty("text").GetString() == "阀门一直滴水，地上一滩");
    }

    [Theory, Rule("EVL-02", Regions = ["shanghai"]), Rule("EVL-09", Regions = ["shanghai"]), Rule("EVL-07", Regions = ["shanghai"])]
    [InlineData(375, 812, false)]
    [InlineData(320, 568, true)]
    public async Task The_contact_rates_a_visit_says_what_does_not_agree_and_the_lead_reads_it(int width, int height, bool large)
    {
        var scene = await Given.AFeedbackForm();
        await using (var phone = await OwnerPhone.Open(chromium, await scene.Contact(), House.System.Host, width, height, large))
        {
            await phone.GoTo($"/owner/ratings/{scene.FormId}");
            await phone.Look($"rate-{width}-1-open");
            foreach (var key in scene.Policy("evaluation", "questions").EnumerateArray().Select(q => q.GetProperty("key").GetString()))
            {
                await phone.Page.Locator($"[data-answer={key}-{(key == "time" ? "no" : "yes")}]").ClickAsync();
            }

            await phone.Page.Locator("[data-note=time]").FillAsync("说好两点，三点才到。");
            await phone.Look($"rate-{width}-2-note");
            await phone.Page.Locator("[data-stars='2']").ClickAsync();
            await phone.Look($"rate-{width}-3-stars");
            await Expect(phone.Primary).ToHaveTextAsync("交评价");
            await phone.Primary.ClickAsync();
            await Expect(phone.Page.GetByText("收到您的评价")).ToBeVisibleAsync();
            await phone.Look($"rate-{width}-4-done");
        }

        await using var agency = await OwnerPhone.Open(chromium, await House.Agency(scene.LeadKey), House.System.Host, width, height, large);
        await agency.GoTo("/agency/ratings?show=flagged");
        await Expect(agency.Page.Locator($"[data-rating='{scene.FormId}']")).ToContainTextAsync("来的时间：不一致");
        await Expect(agency.Page.Locator($"[data-rating='{scene.FormId}']")).ToContainTextAsync("说好两点，三点才到。");
        await agency.Look($"rate-{width}-5-agency");
    }

    [Theory, Rule("RPT-08"), Rule("RPT-27"), Rule("OWN-11")]
    [InlineData(375, 812, false)]
    [InlineData(320, 568, true)]
    public async Task The_contact_signs_a_report_with_his_finger_finds_it_again_and_sends_it_to_a_mailbox(int width, int height, bool large)
    {
        var scene = await Given.AFiledReport();
        await using var phone = await OwnerPhone.Open(chromium, await scene.Contact(), House.System.Host, width, height, large);
        await phone.GoTo($"/owner/reports/{scene.ReportId}");
        await Expect(phone.Primary).ToHaveTextAsync("我看过了，去签名");
        await phone.Page.Locator("canvas").ScrollIntoViewIfNeededAsync();
        var sheet = (await phone.Page.Locator("canvas").BoundingBoxAsync())!;
        await phone.Page.Mouse.MoveAsync(sheet.X + 30, sheet.Y + 60);
        await phone.Page.Mouse.DownAsync();
        for (var i = 1; i <= 24; i++)
        {
            await phone.Page.Mouse.MoveAsync(sheet.X + 30 + i * (sheet.Width - 60) / 24, sheet.Y + 60 + (float)(28 * Math.Sin(i)));
        }

        await phone.Page.Mouse.UpAsync();
        await Expect(phone.Primary).ToHaveTextAsync("我看过了，交签名");
        await phone.Look($"sign-{width}-1-written");
        await phone.Primary.ClickAsync();
        await Expect(phone.Page.Locator("[data-signed]")).ToBeVisibleAsync();
        await phone.Page.Locator("[data-signed]").ScrollIntoViewIfNeededAsync();
        await Expect(phone.Page.Locator("[data-signed] img")).ToHaveJSPropertyAsync("complete", true);
        await phone.Look($"sign-{width}-2-signed");
        Assert.Equal(1, await House.Value<long>("select count(*) from signed_opinion"));

        var number = await House.Value<string>($"select number from report where id = '{scene.ReportId}'");
        await phone.GoTo("/owner/reports");
        await phone.Page.GetByRole(Microsoft.Playwright.AriaRole.Searchbox).FillAsync("没有这样的项目");
        await phone.Page.Keyboard.PressAsync("Enter");
        await Expect(phone.Page.GetByText("没找到报告").First).ToBeVisibleAsync();
        await phone.Look($"sign-{width}-3-not-found");
        await phone.Page.GetByRole(Microsoft.Playwright.AriaRole.Searchbox).FillAsync(number);
        await phone.Page.Keyboard.PressAsync("Enter");
        await Expect(phone.Page.Locator($"[data-report='{scene.ReportId}']")).ToBeVisibleAsync();
        await phone.GoTo($"/owner/reports/{scene.ReportId}/read");
        await phone.Primary.ClickAsync();
        await Expect(phone.Page.Locator("[data-copied] .address")).ToContainTextAsync("/api/public/");
        await phone.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "发到邮箱" }).ClickAsync();
        await phone.Page.Locator("#mail").FillAsync("boss@lake.example");
        await phone.Page.Locator("[data-act=mail]").ClickAsync();
        await Expect(phone.Page.Locator("[data-mailed=Sent]")).ToBeVisibleAsync();
        await phone.Look($"sign-{width}-4-mailed");
    }
}
