using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Console;

/// <summary>通告 at the authority's desk: written, published, read by anybody, withdrawn.</summary>
[Collection(nameof(OneBrowser))]
public sealed class ArticlesTests(House house, Chromium chromium) : Slice(house)
{
    [Fact, Rule("ORG-38", Regions = ["shanghai"]), Rule("ACC-16")]
    public async Task The_corps_writes_an_article_publishes_it_and_takes_it_back_with_a_reason()
    {
        await using var desk = await DeskPage.Open(chromium, House, "sh-corps", "/console/articles");
        using var anybody = House.Anonymous();
        await desk.Do("articles", async () =>
        {
            await Expect(desk.Page.Locator("[data-article]").First).ToBeVisibleAsync();
            await desk.Keep("articles");
            await desk.Page.Locator("[data-act=write]").ClickAsync();
            await desk.Page.Locator("[data-act=save]").ClickAsync();
            await Expect(desk.Page.GetByText("正文还没有写")).ToBeVisibleAsync();
            await desk.Page.Locator("#w-title").FillAsync("冬季检查安排");
            await desk.Page.Locator("#w-body").FillAsync("十二月检查消防技术服务机构。\n\n## 要带什么\n- 原始记录\n- <b>证件</b>");
            await desk.Keep("article-writing");
            await desk.Page.Locator("[data-act=save]").ClickAsync();
            var row = desk.Page.Locator("[data-article]").Filter(new() { HasText = "冬季检查安排" });
            await Expect(row).ToContainTextAsync("草稿");
            await row.Locator("[data-act=publish]").ClickAsync();
            await desk.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(row).ToContainTextAsync("已发布");
            Assert.Equal(1, (await anybody.Get("/articles?region=shanghai&search=冬季检查")).ShouldBeOk()["total"].GetInt32());

            await row.Locator("[data-act=open]").ClickAsync();
            await Expect(desk.Page.Locator("article.read")).ToContainTextAsync("<b>证件</b>");
            await desk.Keep("article-reading");
            await desk.Page.GetByText("关闭", new() { Exact = true }).ClickAsync();
            await row.Locator("[data-act=withdraw]").ClickAsync();
            await desk.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(desk.Page.GetByText("写一句原因，同事看得到")).ToBeVisibleAsync();
            await desk.Page.GetByLabel("撤回原因").FillAsync("日期还没有定");
            await desk.Page.Locator("[data-act=confirm]").ClickAsync();
            await Expect(row).ToContainTextAsync("日期还没有定");
            await desk.Keep("articles-withdrawn");
        });

        Assert.Equal(0, (await anybody.Get("/articles?region=shanghai&search=冬季检查")).ShouldBeOk()["total"].GetInt32());
    }
}
