using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Phone;

/// <summary>What becomes of a request on the owner's phone: a bad line, the agency's price, what the unit mends itself; every step is judged.</summary>
[Collection(nameof(OneBrowser))]
public sealed class RepairLifeTests(House house, Chromium chromium) : Slice(house)
{
    [Theory, Rule("FLT-17"), Rule("FLT-19"), Rule("FLT-22"), Rule("SCR-03")]
    [InlineData(375, 812, false)]
    [InlineData(320, 568, true)]
    public async Task It_waits_for_the_line_arrives_once_its_price_is_agreed_to_and_what_the_unit_mends_is_closed_with_a_photo(int width, int height, bool large)
    {
        var scene = await Given.ABoundContact();
        var (contact, picture) = (await scene.Contact(), await House.Phone(scene.ContactKey).Picture("item"));
        await using var phone = await OwnerPhone.Open(chromium, contact, House.System.Host, width, height, large);
        var (page, tall) = (phone.Page, $"repair-life-{width}");

        await phone.GoTo($"/owner/repair?project={scene.ProjectId}");
        await page.Locator("[data-facility]").First.ClickAsync();
        await phone.Primary.ClickAsync();
        await Expect(phone.Primary).ToHaveTextAsync("改好 3 处再往下");
        await phone.Look($"{tall}-1-missing");
        await page.Locator("#place").FillAsync("1 楼大厅，服务台上方");
        await page.Locator("#text").FillAsync("红灯一直闪，晚上响过一次");
        await phone.Photograph(page.Locator("[data-act=photo]"), picture);
        await Expect(page.Locator(".shot")).ToHaveCountAsync(1);
        await phone.Primary.ClickAsync();
        await Expect(page.GetByText("请谁来修")).ToBeVisibleAsync();

        // The request arrives, its answer does not: nobody on the phone can know.
        await page.RouteAsync("**/api/owner/repair-requests", async route =>
        {
            await route.FetchAsync();
            await route.AbortAsync();
        });
        await phone.Primary.ClickAsync();
        await Expect(page.Locator("[data-waiting]")).ToBeVisibleAsync();
        await phone.Look($"{tall}-2-waits");
        await phone.GoTo("/owner/");
        await Expect(page.GetByText("有一份还没送到，点这里再送")).ToBeVisibleAsync();
        await page.UnrouteAllAsync();
        await page.Locator("[data-act=repair]").ClickAsync();
        await Expect(page.GetByText("已经报给")).ToBeVisibleAsync();
        await phone.Look($"{tall}-3-sent");
        var fault = await House.Value<Guid>("select id from fault where text = '红灯一直闪，晚上响过一次'");
        Assert.Equal(1, await House.Value<long>("select count(*) from fault where text = '红灯一直闪，晚上响过一次'"));

        (await (await scene.Lead()).Post($"/faults/{fault}/proposals", new { amountFen = 168_000, text = "换一只探测器，含人工，一天修好" })).ShouldBeOk();
        await phone.GoTo("/owner/");
        await page.Locator($"a[href='/owner/faults/{fault}']").First.ClickAsync();
        await Expect(page.GetByText("修这个要您决定")).ToBeVisibleAsync();
        await phone.Look($"{tall}-4-price");
        await Say("先不修", $"{tall}-5-decline");
        await Expect(page.GetByText("没同意修")).ToBeVisibleAsync();
        await Say("改成同意修", $"{tall}-6-agree");
        await Expect(page.Locator(".ask .c-green")).ToContainTextAsync("同意修，");
        await phone.Look($"{tall}-7-agreed");
        Assert.Equal(2, await House.Value<long>($"select count(*) from audit_entry where act = 'repair.proposal_answered' and subject_id = '{fault}'"));

        var own = (await contact.Post("/repair-requests", new
        {
            projectId = scene.ProjectId, classCode = "unsure", place = "3 楼，东侧走道", text = "出口灯不亮", photoIds = new[] { await contact.UploadScene(scene.ContactKey) }, handling = "Internal",
        })).ShouldBeOk().Id;
        await phone.GoTo($"/owner/faults/{own}");
        await phone.Primary.ClickAsync();
        await Expect(page.GetByText("怎么修好的").First).ToBeVisibleAsync();
        await page.Locator("textarea").FillAsync("电工换了灯管");
        await phone.Primary.ClickAsync();
        await Expect(page.GetByText("拍 1 张修好后的照片")).ToBeVisibleAsync();
        await phone.Photograph(page.Locator("[data-act=photo]"), picture);
        await phone.Look($"{tall}-8-closing");
        await phone.Primary.ClickAsync();
        await Expect(page.GetByText("电工换了灯管")).ToBeVisibleAsync();
        await phone.Look($"{tall}-9-closed");

        async Task Say(string ghost, string look)
        {
            await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = ghost, Exact = true }).ClickAsync();
            await Expect(page.Locator(".effects")).ToBeVisibleAsync();
            await phone.Look(look);
            await page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(page.Locator(".effects")).ToBeHiddenAsync();
        }
    }
}
