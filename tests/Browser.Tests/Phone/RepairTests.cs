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

    [Fact, Rule("FLT-17")]
    public async Task What_is_broken_may_be_said_instead_of_typed_and_without_a_microphone_it_is_typed()
    {
        var scene = await Given.ABoundContact();
        await Menus.Put(House);
        await using var phone = await PhonePage.Open(chromium, House, scene.ContactKey);
        await phone.Do("repair-voice", async () =>
        {
            await phone.OpenChat("owner");
            await phone.Menu("服务入口");
            await phone.Web.Locator("[data-act=repair]").ClickAsync();
            await phone.Web.Locator("[data-facility]").First.ClickAsync();
            var mic = phone.Web.Locator("button.mic");

            await phone.Speaks("三楼的灯不亮了", allowed: false);
            await mic.ClickAsync();
            await Expect(phone.Web.GetByText("没有话筒权限")).ToBeVisibleAsync();
            await phone.Look("repair-voice-refused");
            await phone.Web.Locator("#text").FillAsync("打字也行");
            await Expect(phone.Web.Locator("#text")).ToHaveValueAsync("打字也行");

            await phone.Speaks("三楼的灯不亮了");
            await mic.ClickAsync();
            await Expect(phone.Web.GetByText("正在听。说完再点一下。")).ToBeVisibleAsync();
            await phone.Look("repair-voice-listening");
            await mic.ClickAsync();
            await Expect(phone.Web.Locator("#text")).ToHaveValueAsync("打字也行，三楼的灯不亮了");
        });
    }

    private async Task Tap(ILocator what)
    {
        await what.ClickAsync();
        _taps++;
    }
}
