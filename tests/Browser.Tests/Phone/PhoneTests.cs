using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Phone;

/// <summary>The phone itself: what it scans, and whom the pages meet when it changes hands.</summary>
[Collection(nameof(OneBrowser))]
public sealed class PhoneTests(House house, Chromium chromium) : Slice(house)
{
    /// <summary>Screens of somebody who never did it: the chat with its link, the form, the result. Five are allowed.</summary>
    [Fact]
    [Rule("OWN-06"), Rule("OWN-08"), Rule("OWN-07")]
    public async Task The_contact_scans_the_leads_code_follows_opens_the_reply_and_is_bound_within_five_screens()
    {
        var scene = Given.AProject();
        var lead = await scene.Lead();
        (await lead.Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk();
        await using var phone = await PhonePage.Open(chromium, House, scene.StrangerKey);
        await phone.Do("bind", async () =>
        {
            var screens = 0;
            await phone.Scan("绑定联系人");
            await Expect(phone.Link("完成绑定")).ToBeVisibleAsync();
            screens++;
            await phone.Link("完成绑定").ClickAsync();

            await Expect(phone.Web.GetByText("请您做这个项目的联系人")).ToBeVisibleAsync();
            screens++;
            await phone.Primary.ClickAsync();
            await Expect(phone.Primary).ToHaveTextAsync("改好 5 处再绑定");
            await phone.Web.Locator("#name").FillAsync("陆小满");
            await phone.Web.Locator("#tel").FillAsync(Demo.Person(scene.StrangerKey).Phone!);
            await phone.Web.Locator("[data-act=code]").ClickAsync();
            await Expect(phone.Web.Locator("[data-act=code]")).ToContainTextAsync("秒后重发");
            await phone.Web.Locator("#code").FillAsync(await House.SmsCode(scene.StrangerKey));
            await phone.Web.Locator("[data-tick=mine]").ClickAsync();
            await phone.Web.Locator("[data-tick=agreed]").ClickAsync();
            await phone.Look("bind-form");
            await phone.Primary.ClickAsync();
            await Expect(phone.Web.GetByText("您是澄湖商务中心 A 座的联系人。")).ToBeVisibleAsync();
            screens++;
            await phone.Look("bind-done");
            Assert.InRange(screens, 1, 5);
        });

        var project = (await lead.Get($"/projects/{scene.ProjectId}")).ShouldBeOk();
        Assert.Contains("陆小满", project.Text, StringComparison.Ordinal);
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
