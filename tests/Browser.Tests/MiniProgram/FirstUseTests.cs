using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.MiniProgram;

/// <summary>The mini program in the hands of somebody who opens it for the first time, and of whom a face does not open it.</summary>
[Collection(nameof(OneBrowser))]
public sealed class FirstUseTests(House house, Chromium chromium) : Slice(house)
{
    [Fact, Rule("PEO-24", Regions = ["beijing"]), Rule("PEO-25", Regions = ["beijing"]), Rule("ACC-10", Regions = ["beijing"]), Rule("ACC-11", Regions = ["beijing"])]
    public async Task The_second_phone_waits_until_the_lead_releases_the_first_and_a_new_base_photo_until_the_corps_has_passed_it()
    {
        await House.MiniProgram("bj-operator"); // the phone that is lost
        await using var phone = await MiniPhone.Open(chromium, House, "bj-contact");
        phone.BeforeCamera("bj-operator");
        await phone.Do("second-phone", async () =>
        {
            await phone.Start();
            await phone.Front.GetByText("用帐号和密码登录").TapAsync();
            await phone.Front.GetByText("我读过并同意隐私政策").TapAsync();
            await phone.Front.Locator("wx-input input").Nth(0).FillAsync(Demo.Person("bj-operator").UserName!);
            await phone.Front.Locator("wx-input input").Nth(1).FillAsync(Demo.Password);
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("帐号正在另一部手机上用")).ToBeVisibleAsync();
            await phone.LookBoth("second-phone-refused");

            await using (var lead = await OwnerPhone.Open(chromium, await House.Agency("bj-lead"), House.System.Host, 375, 812, large: false))
            {
                await lead.GoTo("/agency/phones");
                await lead.Look("agency-phones");
                await lead.Page.Locator("[data-act=release]").First.ClickAsync();
                await lead.Keep("agency-phones-release");
                await lead.Page.Locator("[data-act=confirm]").ClickAsync();
                await Expect(lead.Page.Locator("[data-act=release]")).ToHaveCountAsync(0);
            }

            await phone.Primary.TapAsync();
            await Expect(phone.Front.Locator(".entry").First).ToBeVisibleAsync();
            await phone.Front.GetByText("我的", new() { Exact = true }).TapAsync();
            await phone.Front.GetByText("人脸信息登记").TapAsync();
            await phone.Primary.TapAsync(); // 换一张
            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await phone.LookBoth("face-shoot");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("待审核")).ToBeVisibleAsync();
            await phone.LookBoth("face-waits");

            var corps = await House.Authority("bj-corps");
            (await corps.Post($"/face-bases/{await Open(corps, "/face-bases")}/rejection", new { reason = "请摘下帽子" })).ShouldBeOk();
            await phone.Back();
            await phone.Front.GetByText("人脸信息登记").TapAsync();
            await Expect(phone.Front.GetByText("请摘下帽子")).ToBeVisibleAsync();
            await phone.LookBoth("face-rejected");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("待审核")).ToBeVisibleAsync();
            (await corps.Post($"/face-bases/{await Open(corps, "/face-bases")}/approval")).ShouldBeOk();
            await phone.Back();
            await phone.Front.GetByText("人脸信息登记").TapAsync();
            await Expect(phone.Front.GetByText("起用这张比对")).ToBeVisibleAsync();
        });
    }

    [Fact, Rule("PEO-31", Regions = ["shanghai"]), Rule("PEO-24", Regions = ["shanghai"])]
    public async Task Without_consent_to_the_face_the_check_in_goes_before_a_witness()
    {
        var scene = await Given.APlan();
        await using var phone = await MiniPhone.Open(chromium, House, scene.OperatorKey);
        await phone.Do("witness", async () =>
        {
            await phone.Stand(scene.ProjectKey);
            await phone.SignIn(scene.OperatorKey);
            await phone.Front.GetByText("我的", new() { Exact = true }).TapAsync();
            await phone.Front.GetByText("隐私与授权").TapAsync();
            await phone.LookBoth("privacy");
            await phone.Front.GetByText("撤回同意").Last.TapAsync();
            await phone.Page.GetByText("撤回", new() { Exact = true }).TapAsync();
            await Expect(phone.Front.GetByText("同意人脸核对", new() { Exact = true })).ToBeVisibleAsync();
            await phone.LookBoth("privacy-withdrawn");
            await phone.Start();
            await phone.OpenCheckIn("澄湖商务中心 A 座");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("不用人脸也能打卡")).ToBeVisibleAsync();
            await phone.LookBoth("witness-offered");
            await phone.Primary.TapAsync();
            await phone.Front.GetByText(Demo.Person("sh-lead").Name, new() { Exact = true }).TapAsync();
            await phone.LookBoth("witness");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("填两个验证码")).ToBeVisibleAsync();
            await phone.Front.Locator("wx-input input").Nth(0).FillAsync(await House.SmsCode(scene.OperatorKey));
            await phone.Front.Locator("wx-input input").Nth(1).FillAsync(await House.SmsCode("sh-lead"));
            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await phone.LookBoth("witness-codes");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("开始计时了")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("非人脸")).ToBeVisibleAsync();
            await phone.LookBoth("witnessed");
        });
        Assert.Equal(0, await House.Value<long>("select count(*) from face_comparison where purpose = 'VisitStart'"));
    }

    private static async Task<Guid> Open(Caller reviewer, string list) =>
        Assert.Single((await reviewer.Get(list)).ShouldBeOk()["items"].EnumerateArray()).GetProperty("id").GetGuid();
}
