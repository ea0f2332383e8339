using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Phone;

/// <summary>What a contact settles for himself: which messages WeChat pushes, whether he stays bound, and his first sign-in by an account on paper.</summary>
[Collection(nameof(OneBrowser))]
public sealed class OwnAffairsTests(House house, Chromium chromium) : Slice(house)
{
    [Theory, Rule("OWN-19"), Rule("ACC-22", Regions = ["beijing"])]
    [InlineData(375, 812, false)]
    [InlineData(320, 568, true)]
    public async Task He_chooses_his_messages_unbinds_and_is_known_by_the_account_on_the_paper(int width, int height, bool large)
    {
        var scene = await Given.ABoundContact();
        var contact = await scene.Contact();
        var bound = (await contact.Get("/home")).ShouldBeOk()["projects"].GetArrayLength();
        await using (var phone = await OwnerPhone.Open(chromium, contact, House.System.Host, width, height, large))
        {
            await phone.GoTo("/owner/message-kinds");
            var first = phone.Page.GetByRole(Microsoft.Playwright.AriaRole.Switch).First;
            await Expect(first).ToHaveAttributeAsync("aria-checked", "true");
            await first.ClickAsync();
            await Expect(first).ToHaveAttributeAsync("aria-checked", "false");
            await phone.GoTo("/owner/message-kinds");
            await Expect(first).ToHaveAttributeAsync("aria-checked", "false");

            await phone.GoTo("/owner/contacts");
            await phone.Page.Locator("[data-act=end]").First.ClickAsync();
            await Expect(phone.Page.Locator(".effects")).ToBeVisibleAsync();
            await phone.Look($"own-{width}-1-unbind");
            await phone.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(phone.Page.Locator(".effects")).ToBeHiddenAsync();
            Assert.Equal(bound - 1, (await contact.Get("/home")).ShouldBeOk()["projects"].GetArrayLength());
        }

        var far = Given.AProject("beijing");
        var paper = (await (await far.Lead()).Post($"/projects/{far.ProjectId}/contacts", new { name = "贺兰青", phone = "139 0000 7710" }, key: "")).ShouldBeOk()["account"];
        using var newcomer = await House.Owner(far.StrangerKey);
        await using var other = await OwnerPhone.Open(chromium, newcomer, House.System.Host, width, height, large);
        await other.GoTo("/owner/");
        await other.Look($"own-{width}-2-nothing-bound");
        await other.Page.GetByText("给过我账号，去登录").ClickAsync();
        await other.Page.Locator("#user").FillAsync(paper.GetProperty("userName").GetString()!);
        await other.Page.Locator("#word").FillAsync(paper.GetProperty("initialPassword").GetString()!);
        await other.Primary.ClickAsync();
        await Expect(other.Page.Locator("#fresh")).ToBeVisibleAsync();

        // Whatever else is opened leads back here until the password is his own.
        await other.GoTo("/owner/reports");
        await Expect(other.Page.Locator("#fresh")).ToBeVisibleAsync();
        await other.Page.Locator("#fresh").FillAsync("Qingquan-2046");
        await other.Page.Locator("#again").FillAsync("Qingquan-2047");
        await other.Primary.ClickAsync();
        await Expect(other.Page.GetByText("两次不一样，再看一眼")).ToBeVisibleAsync();
        await other.Look($"own-{width}-3-password");
        await other.Page.Locator("#again").FillAsync("Qingquan-2046");
        await other.Primary.ClickAsync();
        await Expect(other.Page.GetByText("认得您了")).ToBeVisibleAsync();
        await other.Look($"own-{width}-4-known");
        await other.GoTo("/owner/");
        await Expect(other.Page.Locator("[data-project]")).ToHaveCountAsync(1);
    }
}
