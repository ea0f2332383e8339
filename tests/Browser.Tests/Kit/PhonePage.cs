using Microsoft.Playwright;
using WeChatService.TestKit;
using Xunit.Sdk;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Kit;

/// <summary>
/// The sandbox's page with the phone on it, used as a hand would: choose a person, tap in WeChat, read and tap in
/// the page that WeChat's browser shows.
/// </summary>
public sealed class PhonePage : IAsyncDisposable
{
    private const float PatienceMs = 30_000;

    private readonly IBrowserContext _desk;
    private readonly IPage _page;
    private readonly List<string> _complaints = [];

    private PhonePage(IBrowserContext desk, IPage page)
    {
        _desk = desk;
        _page = page;
    }

    /// <summary>The page in WeChat's browser.</summary>
    public IFrameLocator Web => _page.FrameLocator("iframe[name=h5]");

    /// <summary>The mini program in the phone's frame.</summary>
    public IFrameLocator Mini => _page.FrameLocator("iframe[name=mini]");

    /// <summary>The filled button of the page, or of the sheet that lies over it.</summary>
    public ILocator Primary => Web.Locator("[data-act=primary]:visible").Last;

    public static async Task<PhonePage> Open(Chromium chromium, House house, string personKey)
    {
        if (!File.Exists(Path.Combine(TestServices.Checkout, "src", "Sandbox", "wwwroot", "index.html")))
        {
            throw new XunitException("The web pages are not built. Run npm ci and npm run build in src/Web.");
        }

        SetDefaultExpectTimeout(PatienceMs);
        var desk = await chromium.Desk();
        desk.SetDefaultTimeout(PatienceMs);
        var page = await desk.NewPageAsync();
        var phone = new PhonePage(desk, page);
        page.PageError += (_, error) => phone._complaints.Add(error);
        page.Console += (_, said) =>
        {
            if (said.Type == "error")
            {
                phone._complaints.Add(said.Text);
            }
        };
        await page.GotoAsync(new Uri(house.System.Sandbox, $"/?person={personKey}").ToString());
        await Expect(page.Locator($".device[data-person={personKey}]")).ToBeVisibleAsync();
        return phone;
    }

    /// <summary>Somebody else takes the phone.</summary>
    public async Task HandTo(string personKey)
    {
        await _page.Locator($"[data-who={personKey}]").ClickAsync();
        await Expect(_page.Locator($".device[data-person={personKey}]")).ToBeVisibleAsync();
    }

    /// <summary>Taps 关注 in the list of chats; the conversation opens.</summary>
    public async Task Follow(string account)
    {
        await _page.Locator($"[data-follow={account}]").First.ClickAsync();
        await Expect(_page.GetByText("你已关注").Last).ToBeVisibleAsync();
    }

    public Task OpenChat(string account) => _page.Locator($"[data-chat={account}]").ClickAsync();

    /// <summary>Taps the cross of WeChat's browser; the conversation under the page is back.</summary>
    public async Task ClosePage()
    {
        await _page.Locator("[data-act=close]:visible").ClickAsync();
        await Expect(_page.Locator("iframe[name=h5]")).ToHaveCountAsync(0);
    }

    /// <summary>The newest template message of this kind in the open conversation.</summary>
    public ILocator Message(string templateKey) => _page.Locator($"[data-template={templateKey}]").Last;

    public Task OpenMessage(string templateKey) => Message(templateKey).Locator(".ft").ClickAsync();

    /// <summary>Taps through the account's menu: <c>Menu("常用", "报告查询")</c>.</summary>
    public async Task Menu(params string[] path)
    {
        foreach (var name in path)
        {
            await _page.Locator($"[data-menu='{name}']").ClickAsync();
        }
    }

    /// <summary>Who stands before the camera: self, other, none.</summary>
    public Task BeforeCamera(string who) => _page.Locator($"[data-face={who}]").ClickAsync();

    /// <summary>Where the phone stands relative to the region's main project: in, edge, far.</summary>
    public Task StandAt(string place) => _page.Locator($"[data-place={place}]").ClickAsync();

    /// <summary>Whether the microphone is allowed, and what is said into it.</summary>
    public async Task Speaks(string words, bool allowed = true)
    {
        await _page.Locator("[data-says]").FillAsync(words);
        await _page.Locator($"[data-mic={(allowed ? "allow" : "refuse")}]").ClickAsync();
    }

    /// <summary>WeChat's font size: 1.4 times.</summary>
    public Task LargeType() => _page.Locator("[data-type-size=large]").ClickAsync();

    public Task Shutter() => _page.Locator("[data-act=shutter]").ClickAsync();

    /// <summary>Takes the newest code of this name from the panel and holds it before the scanner.</summary>
    public async Task Scan(string code)
    {
        await _page.Locator("[data-act=plus]").ClickAsync();
        await _page.Locator("[data-act=scan]").First.ClickAsync();
        await _page.Locator($"[data-code={code}]").First.ClickAsync();
    }

    /// <summary>Holds a picture from the album before the scanner.</summary>
    public async Task ScanPicture(byte[] png)
    {
        await _page.Locator("[data-act=plus]").ClickAsync();
        await _page.Locator("[data-act=scan]").First.ClickAsync();
        await _page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "code.png", MimeType = "image/png", Buffer = png });
    }

    /// <summary>From the list of chats, as from WeChat's list of mini programs.</summary>
    public async Task OpenMini()
    {
        await OpenChat("miniprogram");
        await _page.Locator("[data-act=open-mini]").ClickAsync();
    }

    /// <summary>Taps the ring of WeChat's capsule; what was under the mini program is back.</summary>
    public async Task CloseMini()
    {
        await _page.Locator("[data-act=close-mini]:visible").ClickAsync();
        await Expect(_page.Locator("iframe[name=mini]")).ToHaveCountAsync(0);
    }

    /// <summary>A link that a person taps in the open conversation.</summary>
    public ILocator Link(string text) => _page.Locator(".say a").Filter(new() { HasText = text }).Last;

    /// <summary>What ends beyond the right edge of the page, or can be tapped and is lower than 44 pixels; empty if nothing is.</summary>
    public Task<string> SticksOut() => Web.Locator("body").EvaluateAsync<string>("""
        body => {
          const shown = e => e.getClientRects().length && !e.closest('.chips, .pages, svg, .ph, .vh')
          const wide = [...body.querySelectorAll('*')].filter(e => shown(e) && e.getBoundingClientRect().right > innerWidth + 1).map(e => `${e.className || e.tagName} ends at ${Math.round(e.getBoundingClientRect().right)} of ${innerWidth}`)
          const low = [...body.querySelectorAll('button, a[href]')].filter(e => shown(e) && !e.closest('h4')).filter(e => { const a = getComputedStyle(e, '::after'); return e.getBoundingClientRect().height + (a.position === 'absolute' && a.content !== 'none' ? 8 : 0) < 43.5 }).map(e => `${e.textContent.trim().slice(0, 12)} is ${Math.round(e.getBoundingClientRect().height)} px high`)
          return [...wide, ...low].slice(0, 4).join('; ')
        }
        """);

    /// <summary>Keeps what the screen shows, and fails where something of the page sticks out or is too low to tap.</summary>
    public async Task Look(string name)
    {
        await Keep(name);
        Assert.Equal("", await SticksOut());
    }

    public ILocator Title => _page.Locator(".nav h1:visible").Last;

    /// <summary>Runs the steps; where one fails, keeps the picture of the moment under .run/test-results/screens.</summary>
    public async Task Do(string name, Func<Task> steps)
    {
        try
        {
            await steps();
        }
        catch (Exception e)
        {
            var kept = await Keep(name);
            throw new XunitException($"{e.Message}\nseen: {kept}\nthe browser said: {string.Join(" | ", _complaints.TakeLast(6))}", e);
        }
    }

    /// <summary>Keeps what the screen shows.</summary>
    public async Task<string> Keep(string name)
    {
        var folder = Path.Combine(TestServices.Checkout, ".run", "test-results", "screens");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{name}.png");
        await _page.ScreenshotAsync(new() { Path = file });
        return file;
    }

    public async ValueTask DisposeAsync() => await _desk.DisposeAsync();
}
