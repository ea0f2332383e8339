using Microsoft.Playwright;
using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Phone;

/// <summary>一键报修 by hand: from the owner's home to a sent request.</summary>
[Collection(nameof(OneBrowser))]
public sealed class RepairTests(House house, Chromium chromium) : Slice(house)
{
    private int _taps;

    [Fact]
    [Rule("FLT-17"), Rule("SCR-03")]
    public async Task From_home_to_a_sent_repair_it_takes_four_taps_some_words_and_one_photo()
    {
        var scene = await Given.ABoundContact();
        await Menus.Put(House);
        await using var phone = await PhonePage.Open(chromium, House, scene.ContactKey);
        await phone.Do("repair", async () =>
        {
            await phone.OpenChat("owner");
            await phone.Menu("服务入口");
            await Tap(phone.Web.Locator("[data-act=repair]"));
            await Tap(phone.Web.Locator("[data-facility]").First);
            await phone.Web.Locator("#place").FillAsync("1 楼大厅，服务台上方");
            await phone.Web.Locator("#text").FillAsync("红灯一直闪，晚上响过一次");
            await phone.Web.Locator("[data-act=photo]").ClickAsync();
            await phone.Shutter();
            await Expect(phone.Web.Locator(".shot")).ToHaveCountAsync(1);
            await Tap(phone.Primary);
            await Expect(phone.Web.GetByText("请谁来修")).ToBeVisibleAsync();
            await Tap(phone.Primary);
            await Expect(phone.Web.GetByText("已经报给")).ToBeVisibleAsync();
            await phone.Keep("repair-sent");
        });

        Assert.Equal(4, _taps);
        var told = (await (await scene.Contact()).Get("/faults?size=100")).ShouldBeOk()["items"].EnumerateArray();
        var mine = Assert.Single(told, f => f.GetProperty("text").GetString() == "红灯一直闪，晚上响过一次");
        Assert.Equal(("Pending", "1 楼大厅，服务台上方", 1), (mine.GetProperty("state").GetString(), mine.GetProperty("place").GetString(), mine.GetProperty("photos").GetArrayLength()));
    }

    private async Task Tap(ILocator what)
    {
        await what.ClickAsync();
        _taps++;
    }
}
