using Microsoft.Playwright;
using WeChatService.TestKit;
using Xunit.Sdk;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Kit;

/// <summary>A browser window at a desk with the console open, signed in by user name and password as a person does it.</summary>
public sealed class DeskPage : IAsyncDisposable
{
    private const float PatienceMs = 60_000;

    private readonly IBrowserContext _desk;
    private readonly List<string> _complaints = [];

    private DeskPage(IBrowserContext desk, IPage page)
    {
        _desk = desk;
        Page = page;
    }

    public IPage Page { get; }

    /// <param name="chromium">The browser of the run.</param>
    /// <param name="house">Its Host serves the pages.</param>
    /// <param name="personKey">Who signs in.</param>
    /// <param name="path">The page that he wanted; he is led to it after signing in.</param>
    public static async Task<DeskPage> Open(Chromium chromium, House house, string personKey, string path)
    {
        if (!File.Exists(Path.Combine(TestServices.Checkout, "src", "Host", "wwwroot", "console", "index.html")))
        {
            throw new XunitException("The web pages are not built. Run npm ci and npm run build in src/Web.");
        }

        SetDefaultExpectTimeout(PatienceMs);
        var desk = await chromium.Desk();
        desk.SetDefaultTimeout(PatienceMs);
        var opened = new DeskPage(desk, await desk.NewPageAsync());
        opened.Page.PageError += (_, error) => opened._complaints.Add(error);
        await opened.Do("console-sign-in", async () =>
        {
            var person = Demo.Person(personKey);
            await opened.Page.GotoAsync(new Uri(house.System.Host, path).ToString());
            await opened.Page.GetByLabel("账号").FillAsync(person.UserName!);
            await opened.Page.GetByLabel("密码").FillAsync(person.Password!);
            await opened.Page.Keyboard.PressAsync("Enter");
            await Expect(opened.Page.Locator(".side")).ToBeVisibleAsync();
        });
        return opened;
    }

    /// <summary>Runs the steps; where one fails, keeps the picture of the moment. An error of a script fails them too.</summary>
    public async Task Do(string name, Func<Task> steps)
    {
        try
        {
            await steps();
            Assert.Empty(_complaints);
        }
        catch (Exception e)
        {
            var kept = await Keep(name);
            throw new XunitException($"{e.Message}\nseen: {kept}\nthe browser said: {string.Join(" | ", _complaints.TakeLast(6))}", e);
        }
    }

    /// <summary>Keeps what the screen shows under .run/test-results/screens.</summary>
    public async Task<string> Keep(string name)
    {
        var folder = Path.Combine(TestServices.Checkout, ".run", "test-results", "screens");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{name}.png");
        await Page.ScreenshotAsync(new() { Path = file });
        return file;
    }

    public async ValueTask DisposeAsync() => await _desk.DisposeAsync();
}
