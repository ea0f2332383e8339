using Microsoft.Extensions.DependencyInjection;
using WeChatService.Browser.Tests.Kit;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Phone;

/// <summary>The sandbox's phone opens the very mini program by its code, as the person who holds the phone.</summary>
[Collection(nameof(OneBrowser))]
public sealed class MiniProgramByCodeTests(House house, Chromium chromium) : Slice(house)
{
    [Fact, Rule("ACC-20", Regions = ["shanghai"]), Rule("PRJ-45", Regions = ["shanghai"])]
    public async Task A_code_opens_its_page_with_its_scene_after_the_first_sign_in_and_the_ring_leads_back_to_the_chats()
    {
        var scene = Given.AProject("shanghai");
        byte[] code;
        await using (var services = House.Services.CreateAsyncScope())
        {
            code = await services.ServiceProvider.GetRequiredService<IMiniProgramLinks>()
                .Code(scene.ProjectId.ToString("N"), "project/pages/project/project", MiniProgramVersion.Release, default);
        }

        await using var phone = await PhonePage.Open(chromium, House, scene.LeadKey);
        await phone.Do("mini-by-code", async () =>
        {
            await phone.ScanPicture(code);
            // Nobody has signed in on this phone yet: WeChat names the phone number, and the page that the code named comes after it
            await phone.Mini.GetByText("我读过并同意隐私政策").ClickAsync();
            await phone.Keep("mini-on-phone-sign-in");
            await phone.Mini.Locator("wx-button").Last.ClickAsync();
            await Expect(phone.Mini.GetByText("项目人员")).ToBeVisibleAsync();
            await Expect(phone.Mini.Locator(".lead:visible")).ToHaveTextAsync("澄湖商务中心 A 座");
            await phone.Keep("mini-on-phone-project");
            await phone.CloseMini();
            await phone.Keep("mini-on-phone-closed");

            // From the list of chats the same person is known; position and camera are the phone's
            await phone.OpenMini();
            await Expect(phone.Mini.GetByText("在围栏内").First).ToBeVisibleAsync();
            await phone.Mini.Locator(".card", new() { HasText = "澄湖商务中心 A 座" }).Locator(".go").ClickAsync();
            await Expect(phone.Mini.Locator(".oval.ready")).ToBeVisibleAsync();
            await phone.Keep("mini-on-phone-check-in");
            await phone.CloseMini();

            // Another person's phone: nobody is signed in there
            await phone.HandTo(scene.OperatorKey);
            await phone.OpenMini();
            await Expect(phone.Mini.GetByText("登录 / 注册")).ToBeVisibleAsync();
        });

        Assert.Equal(1, await House.Value<long>($"select count(*) from session where door = 'MiniProgram' and account_id = (select id from account where person_id = '{scene.LeadId}')  and ended_at is null"));
    }
}
