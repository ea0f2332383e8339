using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.MiniProgram;

/// <summary>The mini program in the hands of somebody who opens it for the first time.</summary>
[Collection(nameof(OneBrowser))]
public sealed class FirstUseTests(House house, Chromium chromium) : Slice(house)
{
    [Theory, InlineData(375, 812, false), InlineData(320, 568, true)]
    [Rule("ACC-20", Regions = ["shanghai"])]
    public async Task By_phone_after_the_privacy_agreement_and_no_question_the_next_time(int width, int height, bool largeType)
    {
        await using var phone = await MiniPhone.Open(chromium, House, "sh-operator", width, height, largeType);
        await phone.Do("first-use", async () =>
        {
            await phone.Start();
            await phone.Front.GetByText("用微信手机号登录").TapAsync();
            await Expect(phone.Front.GetByText("请先读一遍隐私政策")).ToBeVisibleAsync();
            await phone.Look("first-use");
            await phone.Front.GetByText("我读过并同意隐私政策").TapAsync();
            phone.GivesPhone = false;
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("您没有允许使用手机号")).ToBeVisibleAsync();
            phone.GivesPhone = true;
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("我的")).ToBeVisibleAsync();
            await phone.Start();
            await phone.Front.GetByText("我的").TapAsync();
            await Expect(phone.Front.GetByText(Demo.Person("sh-operator").Name)).ToBeVisibleAsync();
            await phone.Look("me");
            await phone.Front.GetByText("隐私与授权").TapAsync();
            await Expect(phone.Front.GetByText("撤回同意").First).ToBeVisibleAsync();
            await phone.Look("privacy");
        });
    }

    [Theory, InlineData(375, 812, false), InlineData(320, 568, true)]
    [Rule("PEO-15", Regions = ["shanghai"]), Rule("PEO-17", Regions = ["shanghai"]), Rule("PEO-18", Regions = ["shanghai"])]
    public async Task Whom_no_list_knows_registers_in_three_steps_and_reads_why_the_join_was_sent_back(int width, int height, bool largeType)
    {
        await using var phone = await MiniPhone.Open(chromium, House, "sh-contact2", width, height, largeType);
        await phone.Do("registration", async () =>
        {
            await phone.Start();
            await phone.Front.GetByText("我读过并同意隐私政策").TapAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("名单里没有这个手机号")).ToBeVisibleAsync();
            await phone.Look("stranger");
            await phone.Front.GetByText("去注册").TapAsync();
            await phone.Front.Locator("wx-input input").Nth(0).FillAsync(Demo.Person("sh-contact2").Name);
            await phone.Front.Locator("wx-input input").Nth(1).FillAsync(await NumberOf("sh-contact2"));
            await phone.Front.GetByText("我读过并同意隐私政策").TapAsync();
            await phone.Look("register-1");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await phone.Front.GetByText("我同意用人脸核对本人").TapAsync();
            await phone.Look("register-2");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("有什么证书？")).ToBeVisibleAsync();
            await phone.Front.GetByText("消防设施操作员（中级）").TapAsync();
            await phone.Front.Locator("wx-input input").Nth(0).FillAsync("YZ-CZ-2024-0001");
            await phone.Front.Locator("wx-input input").Nth(1).FillAsync("2032-01-01");
            await phone.Look("register-3");
            await phone.Primary.TapAsync();
            await phone.Front.GetByText("上海岚安消防技术服务有限公司").TapAsync();
            await phone.Front.GetByText("消防设施操作员", new() { Exact = true }).TapAsync();
            await phone.Look("join");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("申请交上去了，等审核")).ToBeVisibleAsync();

            var desk = await House.Console("sh-admin");
            var id = (await desk.Get("/employment-requests")).ShouldBeOk()["items"][0].GetProperty("id").GetGuid();
            (await desk.Post($"/employment-requests/{id}/rejection", new { reason = "证书编号和照片对不上" })).ShouldBeOk();
            await phone.Start();
            await phone.Front.GetByText("我的").TapAsync();
            await phone.Front.GetByText("入职和离职").TapAsync();
            await Expect(phone.Front.GetByText("证书编号和照片对不上")).ToBeVisibleAsync();
            await phone.Look("join-refused");
        });
    }

    [Fact, Rule("PEO-31", Regions = ["shanghai"])]
    public async Task Without_consent_to_the_face_the_check_in_goes_before_a_witness()
    {
        var scene = await Given.APlan();
        await using var phone = await MiniPhone.Open(chromium, House, scene.OperatorKey);
        await phone.Do("witness", async () =>
        {
            await phone.Stand(scene.ProjectKey);
            await phone.SignIn(scene.OperatorKey);
            await phone.Front.GetByText("我的").TapAsync();
            await phone.Front.GetByText("隐私与授权").TapAsync();
            await phone.Front.GetByText("撤回同意").Last.TapAsync();
            await phone.Page.GetByText("撤回", new() { Exact = true }).TapAsync();
            await Expect(phone.Front.GetByText("同意人脸核对", new() { Exact = true })).ToBeVisibleAsync();
            await phone.Start();
            await phone.OpenCheckIn("澄湖商务中心 A 座");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("不用人脸也能打卡")).ToBeVisibleAsync();
            await phone.Primary.TapAsync();
            await phone.Front.GetByText(Demo.Person("sh-lead").Name).TapAsync();
            await phone.Look("witness");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("填两个验证码")).ToBeVisibleAsync();
            await phone.Front.Locator("wx-input input").Nth(0).FillAsync(await House.SmsCode(scene.OperatorKey));
            await phone.Front.Locator("wx-input input").Nth(1).FillAsync(await House.SmsCode("sh-lead"));
            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await phone.Look("witness-codes");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("开始计时了")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("非人脸")).ToBeVisibleAsync();
            await phone.Look("witnessed");
        });
        Assert.Equal(0, await House.Value<long>("select count(*) from face_comparison where purpose = 'VisitStart'"));
    }

    private static async Task<string> NumberOf(string key)
    {
        using var people = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Demo.Folder, "people.json")));
        return people.RootElement.EnumerateArray().Single(p => p.GetProperty("key").GetString() == key).GetProperty("identityNumber").GetString()!;
    }
}
