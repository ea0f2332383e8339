using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WeChatService.TestKit;
using Xunit.Sdk;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Kit;

/// <summary>
/// A phone with the mini program open: the very files that WeChat gets, on WeChat's own component framework (miniprogram/web), against the
/// Host. Its camera sees whom the test puts before it, its position is where the test stands.
/// </summary>
public sealed class MiniPhone : IAsyncDisposable
{
    private const float PatienceMs = 60_000;
    private const string Folder = "/mini-program-under-test/";

    // A camera whose picture never repeats itself to the byte: a photo that was used is refused (CHK-01)
    private const string Camera = """
        window.__mini = { ...window.__mini, loginCode: () => window.__loginCode(), phoneCode: () => window.__phoneCode() }
        Object.defineProperty(navigator.mediaDevices, 'getUserMedia', { value: async () => {
          const picture = await window.__beforeCamera()
          if (!picture) throw new DOMException('Permission denied', 'NotAllowedError')
          const image = new Image()
          image.src = `data:image/jpeg;base64,${picture}`
          await image.decode()
          const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
          const pen = canvas.getContext('2d')
          const draw = () => {
            pen.filter = window.__lens ?? 'none'
            pen.drawImage(image, 0, 0)
            pen.fillStyle = `hsl(${Math.random() * 360} 60% 80%)`
            pen.fillRect(image.width - 12, 0, 12, 12)
          }
          draw()
          setInterval(draw, 100)
          return canvas.captureStream(10)
        } })
        """;

    private readonly IBrowserContext _screen;
    private readonly House _house;
    private string? _beforeCamera;
    private int _starts;

    private MiniPhone(IBrowserContext screen, IPage page, House house, string personKey)
    {
        _screen = screen;
        Page = page;
        _house = house;
        _beforeCamera = personKey;
    }

    public IPage Page { get; }

    /// <summary>False: the person refuses the phone number at WeChat's question.</summary>
    public bool GivesPhone { get; set; } = true;

    /// <summary>The page in front.</summary>
    public ILocator Front => Page.Locator("mp-page:not([hidden])");

    /// <summary>The filled button.</summary>
    public ILocator Primary => Front.Locator("wx-button").Last;

    /// <summary>A button by its word, filled or not.</summary>
    public ILocator Button(string verb) => Front.Locator("wx-button", new() { HasText = verb });

    public static async Task<MiniPhone> Open(Chromium chromium, House house, string personKey, int width = 375, int height = 812, bool largeType = false)
    {
        var built = Path.Combine(TestServices.Checkout, "miniprogram", "dist", "web");
        if (!File.Exists(Path.Combine(built, "index.html")))
        {
            throw new XunitException("The mini program is not built. Run npm ci and npm run build in miniprogram.");
        }

        SetDefaultExpectTimeout(PatienceMs);
        var screen = await chromium.Handheld(width, height);
        screen.SetDefaultTimeout(PatienceMs);
        var phone = new MiniPhone(screen, await screen.NewPageAsync(), house, personKey);
        await phone.Page.ExposeFunctionAsync("__loginCode", () => house.Phone(personKey).JsCode());
        await phone.Page.ExposeFunctionAsync("__phoneCode", async () => phone.GivesPhone ? await house.Phone(personKey).PhoneCode() : null);
        await phone.Page.ExposeFunctionAsync("__beforeCamera", async () =>
            phone._beforeCamera is { } who ? Convert.ToBase64String(await house.Phone(who).Selfie()) : null);
        await phone.Page.AddInitScriptAsync($"window.__mini = {{ fontSize: {(largeType ? 24 : 16)} }}; {Camera}");

        // Of the Host's own origin, as a mini program knows no other
        await phone.Page.RouteAsync($"**{Folder}*", route => route.FulfillAsync(new() { Path = Path.Combine(built, Path.GetFileName(new Uri(route.Request.Url).AbsolutePath)) }));
        return phone;
    }

    /// <summary>WGS-84: so many metres north of the middle of a demonstration project.</summary>
    public async Task Stand(string projectKey, double metresNorth = 0)
    {
        var location = Demo.Project(projectKey).GetProperty("location");
        await _screen.GrantPermissionsAsync(["geolocation"]);
        await _screen.SetGeolocationAsync(new()
        {
            Latitude = (float)(location.GetProperty("latitude").GetDouble() + metresNorth / 111_195.0),
            Longitude = (float)location.GetProperty("longitude").GetDouble(), Accuracy = 12,
        });
    }

    /// <summary>Flight mode; the app itself is on the phone and opens in it.</summary>
    public Task Offline(bool now = true) => _screen.SetOfflineAsync(now);

    /// <summary>A finger that goes over the element: places are shares of its sides.</summary>
    public static Task Drag(ILocator at, params (double X, double Y)[] way) => at.EvaluateAsync("""
        (element, way) => {
          const box = element.getBoundingClientRect()
          const touch = (name, [x, y]) => {
            const at = new Touch({ identifier: 1, target: element, clientX: box.left + x * box.width, clientY: box.top + y * box.height })
            element.dispatchEvent(new TouchEvent(name, { bubbles: true, cancelable: true, touches: name === 'touchend' ? [] : [at], changedTouches: [at] }))
          }
          touch('touchstart', way[0])
          return new Promise(done => setTimeout(() => { way.slice(1).forEach(point => touch('touchmove', point)); touch('touchend', way.at(-1)); done() }, 50))
        }
        """, way.Select(point => new[] { point.X, point.Y }).ToArray());

    /// <summary>What the light and the hand make of the picture, as a CSS filter: brightness(0.1), blur(6px), none.</summary>
    public async Task Lens(string filter)
    {
        await Page.EvaluateAsync("filter => { window.__lens = filter }", filter);
        await Page.WaitForTimeoutAsync(500); // the stream has the next pictures then
    }

    /// <summary>WeChat's wheels for a day, which open at a tap.</summary>
    public async Task PickDay(ILocator opens, string day)
    {
        await opens.TapAsync();
        await Page.Locator(".mp-modal input[type=date]").FillAsync(day);
        await Page.Locator(".mp-modal button", new() { HasText = "确定" }).TapAsync();
    }

    /// <summary>Two taps of a thumb that is in doubt, before anything can answer the first.</summary>
    public Task TapTwice(ILocator at) => at.EvaluateAsync("""
        element => {
          for (const name of ['touchstart', 'touchend', 'click', 'touchstart', 'touchend', 'click']) {
            const box = element.getBoundingClientRect()
            const point = { identifier: 1, target: element, clientX: box.left + 9, clientY: box.top + 9 }
            element.dispatchEvent(name === 'click' ? new MouseEvent('click', { bubbles: true, clientX: point.clientX, clientY: point.clientY })
              : new TouchEvent(name, { bubbles: true, cancelable: true, touches: name === 'touchend' ? [] : [new Touch(point)], changedTouches: [new Touch(point)] }))
          }
        }
        """);

    /// <summary>What the app has asked WeChat for so far, by the functions' names.</summary>
    public Task<string[]> Calls() => Page.EvaluateAsync<string[]>("() => window.__mini.calls.map(call => call.name)");

    /// <summary>Null: the person has refused the camera.</summary>
    public void BeforeCamera(string? personKey) => _beforeCamera = personKey;

    /// <summary>Opens the app, as from the list of mini programs; the first time the account is linked by its password.</summary>
    public async Task SignIn(string personKey)
    {
        await Start();
        var person = Demo.Person(personKey);
        await Front.GetByText("用帐号和密码登录").TapAsync();
        await Front.GetByText("我读过并同意隐私政策").TapAsync();
        var boxes = Front.Locator("wx-input input");
        await boxes.Nth(0).FillAsync(person.UserName!);
        await boxes.Nth(1).FillAsync(person.Password!);
        await Primary.TapAsync();
        // The day's places, or the field work where the profile has no check-in
        await Expect(Page.Locator("mp-page:not([hidden]):not([is='pages/sign-in/sign-in']) .card").First).ToBeVisibleAsync();
    }

    /// <summary>Ends the app and opens it anew; what it kept in its storage stays.</summary>
    /// <param name="at">The page that WeChat is told to open, as from a message; "": the app's own first one, as from the list of mini programs.</param>
    public async Task Start(string at = "/pages/today/today")
    {
        // A number makes it another address: the same one with another hash would not load again
        await Page.GotoAsync(new Uri(_house.System.Host, $"{Folder}index.html?{++_starts}#{at}").ToString());
        await Page.WaitForFunctionAsync("window.__mini?.ready");
    }

    /// <summary>The arrow of WeChat's bar.</summary>
    public Task Back() => Page.Locator("#mp-nav .back").TapAsync();

    public ILocator Card(string text) => Front.Locator(".card", new() { HasText = text }).First;

    /// <summary>From the list to the check-in page of a project, the shutter ready.</summary>
    public async Task OpenCheckIn(string projectName)
    {
        await Card(projectName).Locator(".go").TapAsync();
        await Expect(Front.GetByText("离围栏").Or(Front.GetByText("在围栏内")).First).ToBeVisibleAsync();
        await Expect(Front.Locator(".oval.ready")).ToBeVisibleAsync();
    }

    /// <summary>Through the camera page of the field work and back; <paramref name="opens"/> is the filled button that leads there, or the selector of a part of the page.</summary>
    public async Task Shoot(string opens, bool isPart = false)
    {
        await (isPart ? Front.Locator(opens) : Front.Locator("wx-button", new() { HasText = opens })).TapAsync();
        await Expect(Front.Locator("wx-camera")).ToBeVisibleAsync();
        await Expect(Front.GetByText("位置记下了")).ToBeVisibleAsync();
        await Expect(Primary).Not.ToHaveClassAsync(new Regex("disabled"));
        await Primary.TapAsync();
        await Expect(Front.Locator("wx-camera")).ToHaveCountAsync(0);
    }

    /// <summary>Two seconds of film for the record that is being written, and back.</summary>
    public async Task Film(string? look = null)
    {
        await Front.Locator(".add.film").TapAsync();
        await Expect(Front.GetByText("位置记下了")).ToBeVisibleAsync();
        await Expect(Primary).Not.ToHaveClassAsync(new Regex("disabled"));
        await Primary.TapAsync();
        await Expect(Front.Locator(".rec")).ToContainTextAsync(new Regex("^([2-9]|[12][0-9])／"));
        if (look is not null)
        {
            await Look(look);
        }

        await Primary.TapAsync();
        await Expect(Front.Locator("wx-camera")).ToHaveCountAsync(0);
    }

    /// <summary>Runs the steps; where one fails, keeps the picture of the moment. Anything the app or WeChat's stand-in complains of fails them too.</summary>
    public async Task Do(string name, Func<Task> steps)
    {
        try
        {
            await steps();
            Assert.Equal("", await Complaints());
        }
        catch (Exception e)
        {
            var kept = await Keep(name);
            throw new XunitException($"{e.Message}\nseen: {kept}\nthe app said: {await Complaints()}", e);
        }
    }

    /// <summary>Keeps what the screen shows, and fails where something sticks out or is too low to tap.</summary>
    public async Task Look(string name)
    {
        await Keep(name);
        Assert.Equal("", await Page.EvaluateAsync<string>("""
            () => {
              const shown = [...document.querySelectorAll('mp-page:not([hidden]) *')].filter(e => e.getClientRects().length)
              const wide = shown.filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.oval')).map(e => `${e.className || e.tagName} ends at ${Math.round(e.getBoundingClientRect().right)} of ${innerWidth}`)
              const low = shown.filter(e => e.tagName === 'WX-BUTTON' && e.getBoundingClientRect().height < 47.5).map(e => `${e.textContent.trim()} is ${Math.round(e.getBoundingClientRect().height)} px high`)
              return [...wide, ...low].slice(0, 4).join('; ')
            }
            """));
    }

    /// <summary>The same on the smallest screen in large type too, in the place where the walk is.</summary>
    public async Task LookBoth(string name)
    {
        await Look(name);
        var own = Page.ViewportSize!;
        await Page.SetViewportSizeAsync(320, 568);
        await Type(true);
        await Look(name);
        await Type(false);
        await Page.SetViewportSizeAsync(own.Width, own.Height);
    }

    public async ValueTask DisposeAsync() => await _screen.DisposeAsync();

    private Task Type(bool large) => Page.EvaluateAsync("large => document.querySelectorAll('mp-page:not([hidden]) .page').forEach(p => p.classList.toggle('large', large))", large);

    private Task<string> Complaints() => Page.EvaluateAsync<string>("() => (window.__mini?.errors ?? []).join('\\n')");

    private async Task<string> Keep(string name)
    {
        var folder = Path.Combine(TestServices.Checkout, ".run", "test-results", "screens");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"mini-{name}-{Page.ViewportSize!.Width}.png"));
        await Page.ScreenshotAsync(new() { Path = file });
        return file;
    }
}
