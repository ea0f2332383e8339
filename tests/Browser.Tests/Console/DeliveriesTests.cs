using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Console;

/// <summary>The administrator at his desk: what did not arrive, why, and what he does about it.</summary>
[Collection(nameof(OneBrowser))]
public sealed class DeliveriesTests(House house, Chromium chromium) : Slice(house)
{
    [Fact]
    [Rule("NTF-15"), Rule("NTF-16"), Rule("NTF-18")]
    public async Task He_searches_reads_why_it_failed_sends_it_again_and_it_arrives_and_is_read()
    {
        var scene = new PushScene(House, "beijing");
        var failed = await scene.FaultFound("阀门锈死");
        await scene.Becomes(failed, "Dead", "-1 system error");
        await scene.ContactFollows();
        await using var desk = await DeskPage.Open(chromium, House, scene.AdminKey, "/console/deliveries");

        await desk.Do("console-resend", async () =>
        {
            await desk.Page.GetByLabel("收件人").FillAsync("佟伯");
            await desk.Page.Keyboard.PressAsync("Enter");
            await Expect(desk.Page.Locator("table.t tbody tr")).ToHaveCountAsync(1);
            await Expect(desk.Page.Locator("h1")).ToHaveTextAsync("找到 1 条");

            await desk.Page.Locator($"[data-delivery='{failed}']").ClickAsync();
            await Expect(desk.Page.Locator("[data-why]")).ToContainTextAsync("微信系统繁忙");
            await Expect(desk.Page.GetByText("试了 9 次没成")).ToBeVisibleAsync();
            await desk.Keep("console-why");

            await desk.Page.Locator("[data-act=resend]").ClickAsync();
            await Expect(desk.Page.GetByText("微信会再推一条给佟伯年")).ToBeVisibleAsync();
            await desk.Page.Locator("[data-act=confirm-resend]").ClickAsync();
            await Expect(desk.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "看原来那条" })).ToBeVisibleAsync();
            await desk.Keep("console-resent");
        });

        await House.Phone(scene.ContactKey).AwaitMessage("owner", "检查发现问题", TimeSpan.FromSeconds(60));
        await using (var phone = await PhonePage.Open(chromium, House, scene.ContactKey))
        {
            await phone.Do("console-arrived", async () =>
            {
                await phone.OpenChat("owner");
                await Expect(phone.Message("fault_found")).ToContainTextAsync("阀门锈死");
                await phone.OpenMessage("fault_found");
                await Expect(phone.Title).ToHaveTextAsync("设施故障");
            });
            await Read();
        }

        await desk.Do("console-read", async () =>
        {
            await desk.Page.ReloadAsync();
            await Expect(desk.Page.GetByText("收件人看过了")).ToBeVisibleAsync();
        });
    }

    [Fact]
    [Rule("NTF-15", Regions = ["shanghai"])]
    public async Task Where_the_profile_forbids_it_the_page_says_so_and_he_notes_that_he_telephoned()
    {
        var scene = new PushScene(House, "shanghai");
        var failed = await scene.FaultFound();
        await scene.Becomes(failed, "Dead", "-1 system error");
        await using var desk = await DeskPage.Open(chromium, House, scene.AdminKey, "/console/dead-letters");

        await desk.Do("console-told", async () =>
        {
            await Expect(desk.Page.Locator("h1")).ToHaveTextAsync("1 条没送到，等您处理");
            await desk.Page.Locator($"[data-delivery='{failed}']").ClickAsync();
            await Expect(desk.Page.Locator("[data-why-not]")).ToContainTextAsync("只推送一次");
            await Expect(desk.Page.Locator("[data-act=resend]")).ToHaveCountAsync(0);
            await desk.Page.Locator("[data-act=told]").ClickAsync();
            await Expect(desk.Page.GetByText("已用别的办法告诉对方")).ToBeVisibleAsync();

            await desk.Page.Keyboard.PressAsync("Escape");
            await Expect(desk.Page.Locator("h1")).ToHaveTextAsync("都处理完了");
            await desk.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "推送概览" }).ClickAsync();
            await Expect(desk.Page.GetByText("业主公众号")).ToBeVisibleAsync();
            await desk.Keep("console-overview");
        });
    }

    /// <summary>The page notes the reading a moment after it is shown.</summary>
    private async Task Read()
    {
        for (var i = 0; i < 300 && await House.Value<long>("select count(*) from notice where template = 'fault_found' and read_at is not null") == 0; i++)
        {
            await Task.Delay(100);
        }
    }
}
