using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.MiniProgram;

/// <summary>机构注册 by the legal person's own hand, four parts in the mini program.</summary>
[Collection(nameof(OneBrowser))]
public sealed class AgencyRegistrationTests(House house, Chromium chromium) : Slice(house)
{
    private const string Legal = "sh-contact2";

    [Theory, InlineData(375, 812, false), InlineData(320, 568, true)]
    [Rule("ORG-34", Regions = ["shanghai"]), Rule("ORG-35", Regions = ["shanghai"]), Rule("ORG-37", Regions = ["shanghai"])]
    public async Task The_legal_person_registers_his_agency_in_four_parts_and_the_page_names_the_brigade(int width, int height, bool largeType)
    {
        await using var phone = await MiniPhone.Open(chromium, House, Legal, width, height, largeType);
        var boxes = phone.Front.Locator("wx-input input");
        await phone.Do("agency", async () =>
        {
            await phone.Start();
            await phone.Front.GetByText("我读过并同意隐私政策").TapAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("去注册机构")).ToBeVisibleAsync();
            await phone.Look("agency-stranger");
            await phone.Front.GetByText("去注册机构").TapAsync();

            await boxes.Nth(0).FillAsync("上海澜汀消防技术服务有限公司");
            await boxes.Nth(1).FillAsync("91319901MA9100099X");
            await phone.Front.GetByText("我读过并同意隐私政策").TapAsync();
            await phone.Look("agency-1");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.Locator(".frame.ready")).ToBeVisibleAsync();
            await phone.Lens("brightness(0.15)");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("营业执照的照片太暗")).ToBeVisibleAsync();
            await phone.Look("agency-2-dark");
            await phone.Lens("blur(8px)");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("营业执照的照片糊了")).ToBeVisibleAsync();
            await phone.Lens("none");
            await phone.Look("agency-2");
            await phone.Primary.TapAsync();

            await Expect(phone.Front.GetByText("法定代表人本人来办")).ToBeVisibleAsync();
            await boxes.Nth(0).FillAsync(Demo.Person(Legal).Name);
            await boxes.Nth(1).FillAsync(Demo.Person(Legal).IdentityNumber!);
            await Expect(phone.Front.Locator(".frame.ready")).ToBeVisibleAsync();
            await phone.Look("agency-3");
            await phone.Lens("blur(8px)");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("身份证人像面的照片糊了")).ToBeVisibleAsync();
            await phone.Look("agency-3-blurred");
            await phone.Lens("none");
            await phone.Primary.TapAsync();
            await Expect(phone.Primary).ToContainTextAsync("国徽面");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("请先读一遍说明并同意")).ToBeVisibleAsync();
            await phone.Front.GetByText("我同意用人脸核对本人").TapAsync();
            await phone.Look("agency-portrait");
            await phone.Primary.TapAsync();

            await Expect(phone.Front.GetByText("定一个登录密码")).ToBeVisibleAsync();
            await boxes.Nth(0).FillAsync("Lanting-2026");
            await boxes.Nth(1).FillAsync("Lanting-2027");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("两次填的密码不一样")).ToBeVisibleAsync();
            await boxes.Nth(1).FillAsync("Lanting-2026");
            await phone.Look("agency-4");
            await phone.Primary.TapAsync();

            await phone.Front.GetByText("维护保养检测").TapAsync();
            await boxes.Nth(0).FillAsync("湖滨路 88 号 3 楼");
            await phone.Front.GetByText("加上这一处").TapAsync();
            await phone.Front.Locator(".chip", new() { HasText = "望山区" }).TapAsync();
            await boxes.Nth(0).FillAsync("望山东路 9 号");
            await phone.Front.GetByText("加上这一处").TapAsync();
            await phone.Card("望山东路 9 号").TapAsync();
            await phone.Look("agency-5");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("机构注册好了")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("望山区消防救援支队")).ToBeVisibleAsync();
            await phone.Look("agency-done");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("2 家机构可查")).ToBeVisibleAsync();
        });
    }
}
