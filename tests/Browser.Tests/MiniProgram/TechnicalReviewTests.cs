using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.MiniProgram;

/// <summary>技术审核 in the mini program by hand: sent back with a reason, then agreed to by face.</summary>
[Collection(nameof(OneBrowser))]
public sealed class TechnicalReviewTests(House house, Chromium chromium) : Slice(house)
{
    [Fact, Rule("FIL-11", Regions = ["shanghai"]), Rule("FIL-08", Regions = ["shanghai"]), Rule("FIL-02", Regions = ["shanghai"])]
    public async Task The_technical_lead_sends_a_report_back_and_agrees_to_it_when_it_comes_again()
    {
        var scene = await Given.AGeneratedReport();
        await using var phone = await MiniPhone.Open(chromium, House, scene.TechnicalLeadKey);
        await phone.Do("technical-review", async () =>
        {
            await phone.Stand(scene.ProjectKey);
            await phone.Start(); // his WeChat was linked when the report was made
            await Expect(phone.Front.GetByText("1 份报告等您")).ToBeVisibleAsync();
            await phone.LookBoth("today-technical");
            await phone.Front.GetByText("1 份报告等您").TapAsync();
            await Expect(phone.Front.Locator(".card")).ToHaveCountAsync(1);
            await phone.LookBoth("reviews");
            await phone.Front.Locator(".card").TapAsync();
            await Expect(phone.Front.GetByText("检查结果")).ToBeVisibleAsync();
            await phone.LookBoth("review");
            await phone.Front.Locator("wx-button", new() { HasText = "驳回" }).TapAsync();
            await phone.Front.Locator("wx-textarea textarea").FillAsync("缺 2 号泵的照片");
            await phone.LookBoth("review-reject");
            await phone.Primary.TapAsync();
            await phone.Page.GetByText("确认驳回", new() { Exact = true }).Last.TapAsync();
            await Expect(phone.Front.GetByText("已经驳回")).ToBeVisibleAsync();
            await phone.LookBoth("review-rejected");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("没有等您审核的报告")).ToBeVisibleAsync();
            await phone.LookBoth("reviews-none");

            (await (await scene.ReportAuthor()).Post($"/reports/{scene.ReportId}/submission")).ShouldBeOk();
            await phone.Start();
            await phone.Front.GetByText("1 份报告等您").TapAsync();
            await phone.Front.Locator(".card").TapAsync();
            await Expect(phone.Front.GetByText("驳回过：缺 2 号泵的照片")).ToBeVisibleAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await phone.Front.Locator("wx-textarea textarea").FillAsync("内容属实，同意备案");
            await phone.LookBoth("review-agree");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("同意了，报告已备案")).ToBeVisibleAsync();
            await phone.LookBoth("review-agreed");
            await phone.Primary.TapAsync();
            await phone.Front.Locator(".tab").Last.TapAsync();
            await Expect(phone.Front.Locator(".card")).ToContainTextAsync("已同意");
            await phone.LookBoth("reviews-done");
        });
        Assert.Equal("Filed", await House.Value<string>($"select state from report where id = '{scene.ReportId}'"));
    }

    [Fact, Rule("FIL-02", Regions = ["shanghai"]), Rule("PEO-31", Regions = ["shanghai"])]
    public async Task Whom_the_face_does_not_open_agrees_before_a_witness_and_the_page_says_so()
    {
        var scene = await Given.AGeneratedReport();
        (await (await House.MiniProgram(scene.TechnicalLeadKey)).Post("/privacy/Face/withdrawal")).ShouldBeOk();
        await using var phone = await MiniPhone.Open(chromium, House, scene.TechnicalLeadKey);
        await phone.Do("review-witness", async () =>
        {
            await phone.Start("/project/pages/reviews/reviews");
            await phone.Front.Locator(".card").TapAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await phone.Front.Locator("wx-textarea textarea").FillAsync("内容属实，同意备案");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("您没有同意人脸核对")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("换一种方式", new() { Exact = true })).ToBeInViewportAsync();
            await phone.LookBoth("review-other-way");
            await phone.Front.GetByText("换一种方式", new() { Exact = true }).TapAsync();
            await phone.Front.GetByText(Demo.Person("sh-lead").Name, new() { Exact = true }).TapAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("填两个验证码")).ToBeVisibleAsync();
            await phone.Front.Locator("wx-input input").Nth(0).FillAsync(await House.SmsCode(scene.TechnicalLeadKey));
            await phone.Front.Locator("wx-input input").Nth(1).FillAsync(await House.SmsCode("sh-lead"));
            await Expect(phone.Front.Locator(".oval.ready")).ToBeVisibleAsync();
            await phone.LookBoth("review-witness-codes");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("同意了，报告已备案")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText($"见证人{Demo.Person("sh-lead").Name}")).ToBeVisibleAsync();
            await phone.LookBoth("review-witnessed");
        });
        Assert.Equal("内容属实，同意备案", await House.Value<string>($"select filing->>'opinion' from report where id = '{scene.ReportId}' and state = 'Filed'"));
    }
}
