using Microsoft.Playwright;
using Xunit.Sdk;

namespace WeChatService.Browser.Tests.Kit;

/// <summary>Debian's Chromium, started once for all tests; each test gets a context of its own, as if it were a fresh computer.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    // Without these Chromium looks for its makers' servers all the time.
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-dev-shm-usage",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Program))
        {
            throw new XunitException($"{Program} is missing. Run scripts/setup --with-browser.");
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Headless = true, Args = Quiet });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A hand-held screen in China; the person has allowed nothing yet.</summary>
    internal Task<IBrowserContext> Handheld(int width, int height) => _browser!.NewContextAsync(new()
    {
        ViewportSize = new() { Width = width, Height = height }, DeviceScaleFactor = 2, HasTouch = true, IsMobile = true, Locale = "zh-CN",
        TimezoneId = "Asia/Shanghai", ReducedMotion = ReducedMotion.Reduce,
    });

    /// <summary>A desk in China with nothing open.</summary>
    internal Task<IBrowserContext> Desk() => _browser!.NewContextAsync(new()
    {
        ViewportSize = new() { Width = 1440, Height = 960 }, Locale = "zh-CN", TimezoneId = "Asia/Shanghai", ReducedMotion = ReducedMotion.Reduce,
    });

    /// <summary>A phone in China with nothing open, whose browser shows pages over the whole screen.</summary>
    internal Task<IBrowserContext> Phone(int width, int height) => _browser!.NewContextAsync(new()
    {
        ViewportSize = new() { Width = width, Height = height }, DeviceScaleFactor = 2, IsMobile = true, HasTouch = true, Locale = "zh-CN",
        TimezoneId = "Asia/Shanghai", ReducedMotion = ReducedMotion.Reduce,
    });
}
