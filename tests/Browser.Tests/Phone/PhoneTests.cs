using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Phone;

/// <summary>The phone itself: what it scans, and whom the pages meet when it changes hands.</summary>
[Collection(nameof(OneBrowser))]
public sealed class PhoneTests(House house, Chromium chromium) : Slice(house)
{
    [Fact]
    [Rule("OWN-06"), Rule("OWN-08")]
    public async Task The_contact_scans_the_leads_code_follows_opens_the_reply_and_is_bound()
    {
        var scene = Given.AProject();
        var lead = await scene.Lead();
        (await lead.Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk();
        await using var phone = await PhonePage.Open(chromium, House, scene.ContactKey);
        await phone.Do("bind", async () =>
        {
            await phone.Scan("绑定联系人");
            await phone.Link("完成绑定").ClickAsync();

            await Expect(phone.Web.GetByText("请您做这个项目的联系人")).ToBeVisibleAsync();
            await phone.Web.Locator("#name").FillAsync("周桂兰");
            await phone.Web.Locator("#tel").FillAsync("19900000108");
            await phone.Web.GetByRole(Microsoft.Playwright.AriaRole.Checkbox).ClickAsync();
            await phone.Primary.ClickAsync();
            await Expect(phone.Web.GetByText("您是澄湖商务中心 A 座的联系人。")).ToBeVisibleAsync();
            await phone.Keep("bind-done");
        });

        var project = (await lead.Get($"/projects/{scene.ProjectId}")).ShouldBeOk();
        Assert.Contains("周桂兰", project.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_holds_the_phone_is_whom_the_pages_meet()
    {
        var scene = Given.AProject();
        await scene.Lead();
        await scene.TechnicalLead();
        await Menus.Put(House);
        await using var phone = await PhonePage.Open(chromium, House, scene.LeadKey);
        await phone.Do("switch", async () =>
        {
            await phone.Follow("agency");
            await phone.Menu("服务入口");
            await Expect(phone.Web.GetByText("顾南舟，")).ToBeVisibleAsync();

            await phone.HandTo(scene.TechnicalLeadKey);
            await phone.Follow("agency");
            await phone.Menu("服务入口");
            await Expect(phone.Web.GetByText("沈砚秋，")).ToBeVisibleAsync();
            await Expect(phone.Title).ToHaveTextAsync("岚安消防工作台");
        });
    }
}
