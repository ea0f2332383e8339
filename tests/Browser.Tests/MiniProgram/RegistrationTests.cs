using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.MiniProgram;

/// <summary>人员注册, 入职 and 离职 by the hand of somebody whom no staff list knows.</summary>
[Collection(nameof(OneBrowser))]
public sealed class RegistrationTests(House house, Chromium chromium) : Slice(house)
{
    private const string Newcomer = "sh-contact2";

    [Theory, InlineData(375, 812, false), InlineData(320, 568, true)]
    [Rule("PEO-03", Regions = ["shanghai"]), Rule("ACC-20", Regions = ["shanghai"]), Rule("PEO-15", Regions = ["shanghai"]), Rule("PEO-16", Regions = ["shanghai"]), Rule("PEO-17", Regions = ["shanghai"]), Rule("PEO-18", Regions = ["shanghai"])]
    public async Task Whom_no_list_knows_registers_in_three_steps_is_sent_back_once_joins_renews_a_certificate_and_asks_to_leave(int width, int height, bool largeType)
    {
        await using var phone = await MiniPhone.Open(chromium, House, Newcomer, width, height, largeType);
        var desk = await House.Console("sh-admin");
        var boxes = phone.Front.Locator("wx-input input");
        await phone.Do("registration", async () =>
        {
            await phone.Start();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("请先读一遍隐私政策")).ToBeVisibleAsync();
            await phone.Front.GetByText("我读过并同意隐私政策").TapAsync();
            phone.GivesPhone = false;
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("您没有允许使用手机号")).ToBeVisibleAsync();
            phone.GivesPhone = true;
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("名单里没有这个手机号")).ToBeVisibleAsync();
            await phone.Look("register-stranger");

            await phone.Front.GetByText("去注册", new() { Exact = true }).TapAsync();
            await boxes.Nth(0).FillAsync(Demo.Person(Newcomer).Name);
            await boxes.Nth(1).FillAsync("310101199001011235");
            await phone.Front.GetByText("我读过并同意隐私政策").TapAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("身份证号不对")).ToBeVisibleAsync();
            await phone.Look("register-1-refused");
            await boxes.Nth(1).FillAsync(Demo.Person(Newcomer).IdentityNumber!);
            await phone.Look("register-1");
            phone.BeforeCamera(null);
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("没有相机权限")).ToBeVisibleAsync();
            await Expect(phone.Primary).ToHaveTextAsync("去打开权限");
            await phone.Look("register-2-refused");
            phone.BeforeCamera(Newcomer);
            await phone.Primary.TapAsync();

            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await phone.Front.GetByText("我同意用人脸核对本人").TapAsync();
            await phone.Look("register-2");
            await phone.Primary.TapAsync();

            await Expect(phone.Front.GetByText("有什么证书？")).ToBeVisibleAsync();
            await phone.Front.GetByText("消防设施操作员（中级）").TapAsync();
            await boxes.Nth(0).FillAsync("YZ-CZ-2024-0001");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("请选证书的有效期")).ToBeVisibleAsync();
            await phone.PickDay(phone.Front.Locator("wx-picker"), "2020-01-01");
            await Expect(phone.Front.GetByText("这本已经过了有效期")).ToBeVisibleAsync();
            await phone.Look("register-3-expired");
            await phone.PickDay(phone.Front.Locator("wx-picker"), "2032-01-01");
            await Expect(phone.Front.GetByText("2032年1月1日")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("这本已经过了有效期")).ToHaveCountAsync(0);
            await phone.Look("register-3");
            await phone.Primary.TapAsync();
            await Ask(phone, "join");

            (await desk.Post($"/employment-requests/{await Open(desk)}/rejection", new { reason = "证书编号和照片对不上" })).ShouldBeOk();
            await phone.Start();
            await phone.Front.GetByText("我的", new() { Exact = true }).TapAsync();
            await phone.Look("me-unemployed");
            await phone.Front.GetByText("入职和离职").TapAsync();
            await Expect(phone.Front.GetByText("证书编号和照片对不上")).ToBeVisibleAsync();
            await phone.Look("join-refused");
            await Ask(phone, "join-again");
            (await desk.Post($"/employment-requests/{await Open(desk)}/approval")).ShouldBeOk();

            await phone.Start();
            await Expect(phone.Front.GetByText("还没有能打卡的项目")).ToBeVisibleAsync();
            await phone.Look("today-newcomer");
            await phone.Front.GetByText("我的", new() { Exact = true }).TapAsync();
            await Expect(phone.Front.GetByText("上海岚安消防技术服务有限公司")).ToBeVisibleAsync();
            await phone.Look("me-employed");
            await phone.Front.GetByText("人脸信息登记").TapAsync();
            await Expect(phone.Front.GetByText("起用这张比对")).ToBeVisibleAsync();
            await phone.Look("face-from-registration");
            await phone.Back();
            await phone.Offline();
            await phone.Front.GetByText("入职和离职").TapAsync();
            await Expect(phone.Front.GetByText("没有连上服务器")).ToBeVisibleAsync();
            await phone.Look("employed-offline");
            await phone.Offline(false);
            await phone.Front.GetByText("再试一次", new() { Exact = true }).TapAsync();
            await Expect(phone.Front.GetByText("您在上海岚安消防技术服务有限公司在职")).ToBeVisibleAsync();
            await phone.Look("employed");
            await phone.Front.GetByText("更新证书", new() { Exact = true }).TapAsync();
            await phone.Front.GetByText("消防设施操作员（高级）").TapAsync();
            await boxes.Nth(0).FillAsync("YZ-CZ-2030-0002");
            await phone.PickDay(phone.Front.Locator("wx-picker"), "2036-01-01");
            await phone.Look("renew");
            await phone.Front.GetByText("去掉").TapAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("待审核")).ToBeVisibleAsync();
            await phone.Look("renew-asked");
            (await desk.Post($"/employment-requests/{await Open(desk)}/approval")).ShouldBeOk();
            await phone.Start();
            await phone.Front.GetByText("我的", new() { Exact = true }).TapAsync();
            await phone.Front.GetByText("入职和离职").TapAsync();
            await phone.Front.GetByText("申请离职").TapAsync();
            await phone.Look("leave-sure");
            await phone.Page.GetByText("申请离职", new() { Exact = true }).Last.TapAsync();
            await Expect(phone.Front.GetByText("待审核")).ToBeVisibleAsync();
            await phone.Look("leave-asked");
        });
    }

    /// <summary>Chooses agency and post, and asks.</summary>
    private static async Task Ask(MiniPhone phone, string name)
    {
        await phone.Front.GetByText("上海岚安消防技术服务有限公司", new() { Exact = true }).TapAsync();
        await phone.Front.GetByText("消防设施操作员", new() { Exact = true }).TapAsync();
        await phone.Look(name);
        await phone.Primary.TapAsync();
        await Expect(phone.Front.GetByText("申请交上去了，等审核")).ToBeVisibleAsync();
        await phone.Look($"{name}-sent");
    }

    private static async Task<Guid> Open(Caller reviewer) =>
        Assert.Single((await reviewer.Get("/employment-requests")).ShouldBeOk()["items"].EnumerateArray()).GetProperty("id").GetGuid();
}
