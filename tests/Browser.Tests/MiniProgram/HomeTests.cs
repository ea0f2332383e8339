using System.Globalization;
using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.MiniProgram;

/// <summary>What anybody reads on the mini program's home, and the pages of one's own projects, walked by hand.</summary>
[Collection(nameof(OneBrowser))]
public sealed class HomeTests(House house, Chromium chromium) : Slice(house)
{
    private const string Main = "澄湖商务中心 A 座";

    [Theory, InlineData(375, 812, false), InlineData(320, 568, true)]
    [Rule("SCR-04", Regions = ["shanghai"]), Rule("ORG-38", Regions = ["shanghai", "beijing"])]
    public async Task Anybody_reads_notices_laws_agencies_and_projects_and_finds_the_way_in(int width, int height, bool largeType)
    {
        var scene = Given.AProject("shanghai");
        await using var phone = await MiniPhone.Open(chromium, House, scene.LeadKey, width, height, largeType);
        await phone.Do("home", async () =>
        {
            await phone.Start("");
            await Expect(phone.Front.GetByText("执业打卡要本人到现场")).ToBeVisibleAsync();
            await Expect(phone.Card("上海岚安消防技术服务有限公司")).ToBeVisibleAsync();
            await phone.Look("home");
            await phone.Front.GetByText("更多项目").ScrollIntoViewIfNeededAsync();
            await phone.Look("home-below");

            await phone.Front.GetByText("相关法规").First.TapAsync();
            await phone.Front.Locator("input").FillAsync("7号");
            await phone.Front.GetByText("查一下").TapAsync();
            await Expect(phone.Front.Locator(".card .title")).ToHaveCountAsync(1);
            await phone.Look("home-laws");
            await phone.Card("社会消防技术服务管理规定").TapAsync();
            await Expect(phone.Front.GetByText("注册消防工程师不少于 2 人").First).ToBeVisibleAsync();
            await phone.Look("home-article");

            await phone.Start("");
            await phone.Card("上海岚安消防技术服务有限公司").TapAsync();
            await Expect(phone.Front.GetByText("91319901MA9100012W")).ToBeVisibleAsync();
            await phone.Look("home-agency");
            await phone.Front.GetByText("看这家机构的项目").TapAsync();
            await phone.Front.Locator("input").FillAsync("澄湖商务");
            await phone.Front.GetByText("查一下").TapAsync();
            await phone.Look("home-projects");
            await phone.Card(Main).TapAsync();
            await Expect(phone.Front.GetByText("临湖区")).ToBeVisibleAsync();
            await phone.Look("home-project");

            // Where the projects are not public the page says so
            await phone.Start("");
            await phone.Front.GetByText("换地区").TapAsync();
            await phone.Front.GetByText("北京市", new() { Exact = true }).TapAsync();
            await Expect(phone.Front.GetByText("的项目不公开，只有消防部门能查")).ToBeVisibleAsync();
            await phone.Look("home-beijing");
            await phone.Primary.TapAsync(); // 登录 / 注册
            await Expect(phone.Front.GetByText("用帐号和密码登录")).ToBeVisibleAsync();

            // Who is known is led to his day, and comes back by his own wish
            await phone.SignIn(scene.LeadKey);
            await phone.Start("");
            await phone.Front.GetByText("通告、指南、法规和名录").TapAsync();
            await Expect(phone.Primary).ToHaveTextAsync("去执业");
        });
    }

    [Theory, InlineData(375, 812, false), InlineData(320, 568, true)]
    [Rule("SCR-05", Regions = ["shanghai"]), Rule("SCR-09", Regions = ["shanghai"]), Rule("PRJ-31", Regions = ["shanghai"]), Rule("PRJ-32", Regions = ["shanghai"]), Rule("PRJ-45", Regions = ["shanghai"]), Rule("PRJ-46", Regions = ["shanghai"])]
    public async Task The_lead_finds_his_projects_deletes_a_draft_by_long_press_ends_one_by_swipe_and_reads_who_worked_there(int width, int height, bool largeType)
    {
        var scene = await Given.AFeedbackForm();
        await using var phone = await MiniPhone.Open(chromium, House, scene.LeadKey, width, height, largeType);
        var draft = Demo.Project("shanghai-warehouse").GetProperty("name").GetString()!;
        await phone.Do("projects", async () =>
        {
            await phone.Start();
            await phone.Front.GetByText("项目管理").TapAsync();
            await Expect(phone.Card(Main)).ToBeVisibleAsync();
            await phone.Look("projects");

            // A tap of one moment: on a slow machine the browser's own may last as long as a long press
            await MiniPhone.Drag(phone.Card(Main), (0.3, 0.2));
            await Expect(phone.Front.GetByText("项目人员")).ToBeVisibleAsync();
            await Expect(phone.Front.GetByText("在虚线里才能打卡")).ToBeVisibleAsync();
            await phone.Look("project-info");
            await phone.Front.GetByText("在虚线里才能打卡").ScrollIntoViewIfNeededAsync();
            await phone.Look("project-place");
            foreach (var (tab, name) in new[] { ("维保计划", "plans"), ("报告", "reports"), ("委托单位", "client"), ("项目进度", "progress"), ("执业历史", "visits") })
            {
                await phone.Front.Locator(".tab", new() { HasText = tab }).TapAsync();
                await Expect(phone.Front.Locator(".tab.on")).ToHaveTextAsync(tab);
                await Expect(phone.Front.Locator(".card, .gap").First).ToBeVisibleAsync();
                await phone.Look($"project-{name}");
            }

            await Expect(phone.Card(Demo.Person(scene.OperatorKey).Name)).ToContainTextAsync("分");
            await phone.Front.Locator(".tab", new() { HasText = "项目公示" }).TapAsync();
            await phone.Look("project-notice");
            await phone.Front.GetByText("打开项目公示").TapAsync();
            await Expect(phone.Page.Locator(".mp-document")).ToBeVisibleAsync();
            await phone.Page.Locator(".mp-document button").TapAsync();
            await phone.Page.Locator("#mp-nav .back").TapAsync();

            // PRJ-45: a draft has none yet, and the page says when it will
            await phone.Front.Locator("input").FillAsync(draft);
            await phone.Front.GetByText("查一下").TapAsync();
            await Expect(phone.Front.Locator(".card .title")).ToHaveCountAsync(1);
            await MiniPhone.Drag(phone.Card(draft), (0.3, 0.2));
            await phone.Front.Locator(".tab", new() { HasText = "项目公示" }).TapAsync();
            await Expect(phone.Front.GetByText("提交以后才有公示")).ToBeVisibleAsync();
            await phone.Page.Locator("#mp-nav .back").TapAsync();

            // A long press on the draft
            await phone.Front.Locator("input").FillAsync(draft);
            await phone.Front.GetByText("查一下").TapAsync();
            await Expect(phone.Front.Locator(".card .title")).ToHaveCountAsync(1);
            await Press(phone, draft);
            await Expect(phone.Front.Locator(".option", new() { HasText = "删除" })).ToBeVisibleAsync();
            await Expect(phone.Front.Locator(".option", new() { HasText = "终止" })).ToHaveCountAsync(0);
            await phone.Look("project-menu");
            await phone.Front.Locator(".option", new() { HasText = "删除" }).TapAsync();
            await phone.Look("project-delete");
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText($"已删除“{draft}”")).ToBeVisibleAsync();
            await Expect(phone.Front.Locator(".card .title")).ToHaveCountAsync(0);

            // A swipe to the right on what was handed in, the reason missing at first
            await phone.Front.Locator("input").FillAsync("澄湖商务");
            await phone.Front.GetByText("查一下").TapAsync();
            await Expect(phone.Card(Main)).ToBeVisibleAsync();
            await MiniPhone.Drag(phone.Card(Main), (0.2, 0.3), (0.5, 0.3), (0.8, 0.32));
            await phone.Front.Locator(".option", new() { HasText = "终止" }).TapAsync();
            await phone.Primary.TapAsync();
            await Expect(phone.Front.GetByText("写一句原因")).ToBeVisibleAsync();
            await phone.Front.Locator("textarea").FillAsync("委托单位搬走了");
            await phone.Look("project-end");
            await phone.Primary.TapAsync();
            await Expect(phone.Card(Main)).ToContainTextAsync("已终止");

            // In words; the reason stands
            await phone.Card(Main).GetByText("更多 …").TapAsync();
            await Expect(phone.Front.GetByText("原因：委托单位搬走了")).ToBeVisibleAsync();
            await Expect(phone.Front.Locator(".option")).ToHaveCountAsync(1);
            await phone.Look("project-ended");
            await phone.Front.GetByLabel("关闭").TapAsync();
            await MiniPhone.Drag(phone.Card(Main), (0.8, 0.3), (0.5, 0.3), (0.2, 0.32));
            await Expect(phone.Front.Locator(".tab.on")).ToHaveTextAsync("执业历史");
        });

        Assert.Equal("委托单位搬走了", await House.Value<string>(string.Create(CultureInfo.InvariantCulture, $"select end_reason from project where id = '{scene.ProjectId}'")));
        Assert.Equal(1, await House.Value<long>("select count(*) from project where deleted_at is not null"));
    }

    /// <summary>A finger that stays.</summary>
    private static async Task Press(MiniPhone phone, string name) => await phone.Card(name).Locator(".title").EvaluateAsync("""
        element => {
          const box = element.getBoundingClientRect()
          const at = new Touch({ identifier: 1, target: element, clientX: box.left + 20, clientY: box.top + 10 })
          const touch = (kind, touches) => element.dispatchEvent(new TouchEvent(kind, { bubbles: true, cancelable: true, touches, changedTouches: [at] }))
          touch('touchstart', [at])
          return new Promise(done => setTimeout(() => { touch('touchend', []); done() }, 900))
        }
        """);
}
