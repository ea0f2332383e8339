using Microsoft.Playwright;
using WeChatService.TestKit;
using Xunit.Sdk;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Kit;

/// <summary>A contact's phone with one of the owner pages open over the whole screen, signed in, in one of the two type sizes.</summary>
public sealed class OwnerPhone : IAsyncDisposable
{
    /// <summary>What must hold of every page: the rules of WCAG 2.1 A and AA that a machine can judge.</summary>
    private const string Judge = "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] })"
        + ".then(r => r.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')} — ${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? v.help}`)))";

    /// <summary>What reaches beyond the screen, except what is meant to be pushed sideways.</summary>
    private const string TooWide = "() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.getClientRects().length"
        + " && !e.closest('.chips, .pages, svg, .ph, .vh')).slice(0, 3).map(e => `${e.className || e.tagName} ends at ${Math.round(e.getBoundingClientRect().right)} of ${innerWidth}`)";

    /// <summary>What a thumb would miss: less than 44 pixels high or wide. A larger touch area may lie around the drawn one.</summary>
    private const string TooSmall = "() => [...document.querySelectorAll('button, a[href], [role=button], input[type=checkbox], input[type=radio]')]"
        + ".filter(e => e.getClientRects().length && !e.closest('.vh, h4, p')).map(e => { const r = e.getBoundingClientRect(), a = getComputedStyle(e, '::after'),"
        + " more = a.position === 'absolute' && a.content !== 'none' ? 8 : 0; return [e, r.height + more, r.width + more] })"
        + ".filter(([, h, w]) => h < 43.5 || w < 43.5).slice(0, 4).map(([e, h, w]) => `${e.textContent.trim().slice(0, 14) || e.ariaLabel} is ${Math.round(w)} × ${Math.round(h)}`)";

    private static readonly string Axe = Path.Combine(TestServices.Checkout, "src", "Web", "node_modules", "axe-core", "axe.min.js");

    private readonly IBrowserContext _context;
    private readonly Uri _host;
    private readonly List<string> _complaints = [];

    private OwnerPhone(IBrowserContext context, IPage page, Uri host) => (_context, Page, _host) = (context, page, host);

    public IPage Page { get; }

    public static async Task<OwnerPhone> Open(Chromium chromium, Caller? contact, Uri host, int width, int height, bool large)
    {
        if (!File.Exists(Axe))
        {
            throw new XunitException($"{Axe} is missing. Run npm ci in src/Web.");
        }

        SetDefaultExpectTimeout(30_000);
        var context = await chromium.Phone(width, height);
        context.SetDefaultTimeout(30_000);
        if (contact is not null)
        {
            await context.AddCookiesAsync(contact.Cookies.GetCookies(host).Select(c => new Microsoft.Playwright.Cookie { Name = c.Name, Value = c.Value, Domain = host.Host, Path = "/" }));
        }

        if (large)
        {
            await context.AddInitScriptAsync("localStorage.setItem('ws-type', 'large')");
        }

        var phone = new OwnerPhone(context, await context.NewPageAsync(), host);
        phone.Page.PageError += (_, error) => phone._complaints.Add(error);
        return phone;
    }

    /// <summary>Opens a page and waits until its first words stand.</summary>
    public async Task GoTo(string path)
    {
        await Page.GotoAsync(new Uri(_host, path).ToString());
        await Expect(Page.Locator(".lead, .hero, .empty, .verdict, .problem, h1, h2").First).ToBeVisibleAsync();
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>All that is wrong with the page as it stands; empty: nothing.</summary>
    public async Task<IReadOnlyList<string>> Faults()
    {
        await Page.EvaluateAsync(await File.ReadAllTextAsync(Axe));
        return
        [
            .. await Page.EvaluateAsync<string[]>(Judge), .. await Page.EvaluateAsync<string[]>(TooWide), .. await Page.EvaluateAsync<string[]>(TooSmall),
            .. _complaints,
        ];
    }

    /// <summary>Keeps what the screen shows, and fails where something is wrong with it.</summary>
    public async Task Look(string name)
    {
        await Keep(name);
        Assert.Equal([], await Faults());
    }

    /// <summary>Taps what opens the camera; it takes this picture.</summary>
    public async Task Photograph(ILocator what, byte[] picture)
    {
        var chooser = await Page.RunAndWaitForFileChooserAsync(() => what.ClickAsync());
        await chooser.SetFilesAsync(new FilePayload { Name = "photo.jpg", MimeType = "image/jpeg", Buffer = picture });
    }

    /// <summary>The filled button.</summary>
    public ILocator Primary => Page.Locator("[data-act=primary]:visible").Last;

    public async Task Keep(string name)
    {
        var folder = Path.Combine(TestServices.Checkout, ".run", "test-results", "screens");
        Directory.CreateDirectory(folder);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
