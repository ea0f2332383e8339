using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Kit;

/// <summary>One load of a page over a line of 1.6 Mbit/s and 150 ms there and back, and what of it does not depend on the machine.</summary>
public sealed record SlowLoad(double Bytes, double BytesUntilReadable, int Waves, double ReadableMs, IReadOnlyList<string> Asked, IReadOnlyList<string> Unpacked)
{
    private const double BytesPerMs = 200, WayMs = 150;

    /// <summary>
    /// How many questions follow upon each other until the page stands: a question that was asked only when another's answer had arrived is one
    /// wave later than it, and all of them follow upon the page itself. By the browser's own clock of each question.
    /// </summary>
    private const string Chain = """
        () => {
          const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(e => ({ path: new URL(e.name).pathname, from: e.fetchStart, to: e.responseEnd, wave: 1 }))
          all.sort((a, b) => a.from - b.from)
          for (const e of all.slice(1)) e.wave = 1 + Math.max(1, ...all.filter(o => o !== e && o.to > 0 && o.to <= e.from).map(o => o.wave))
          return all
        }
        """;

    /// <summary>What the line alone needs until the page stands: every wave one way there and back, and all that comes over it.</summary>
    public double LineMs => Waves * WayMs + BytesUntilReadable / BytesPerMs;

    public static async Task<SlowLoad> Of(IPage page, Uri address, string firstWords)
    {
        var line = await page.Context.NewCDPSessionAsync(page);
        await line.SendAsync("Network.enable");
        var (bytes, unpacked) = (0d, new List<string>());
        line.Event("Network.loadingFinished").OnEvent += (_, said) => bytes += said!.Value.GetProperty("encodedDataLength").GetDouble();
        page.Response += (_, answer) =>
        {
            if (answer.Url.Contains("/assets/", StringComparison.Ordinal)
                && (answer.Headers.GetValueOrDefault("content-encoding") != "br" || !answer.Headers.GetValueOrDefault("cache-control", "").Contains("immutable", StringComparison.Ordinal)))
            {
                unpacked.Add(answer.Url);
            }
        };
        await line.SendAsync("Network.emulateNetworkConditions", new()
        {
            ["offline"] = false, ["latency"] = WayMs, ["downloadThroughput"] = BytesPerMs * 1000, ["uploadThroughput"] = 96_000,
        });
        await page.AddInitScriptAsync($$"""
            new MutationObserver((_, seen) => { if (document.querySelector('{{firstWords}}')) { seen.disconnect(); window.foundAt = performance.now(); requestAnimationFrame(() => setTimeout(() => { window.stoodAt = performance.now() })) } })
              .observe(document, { childList: true, subtree: true })
            """);
        await page.GotoAsync(address.ToString());
        await Expect(page.Locator(firstWords)).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => window.stoodAt");
        // What was asked for by the words themselves, once they stood, is none of what they needed.
        var (readable, found, until) = (await page.EvaluateAsync<double>("stoodAt"), await page.EvaluateAsync<double>("foundAt"), bytes);
        var asked = await page.EvaluateAsync<JsonElement>(Chain);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var needed = asked.EnumerateArray().Where(a => a.GetProperty("to").GetDouble() is > 0 and var to && to <= found).ToList();
        return new(bytes, until, needed.Max(a => a.GetProperty("wave").GetInt32()), readable, [.. asked.EnumerateArray().Select(a => a.GetProperty("path").GetString()!)], unpacked);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"first page: {Bytes / 1024:F1} KB ({BytesUntilReadable / 1024:F1} until readable), {Waves} waves, line {LineMs:F0} ms, readable after {ReadableMs:F0} ms; asked {string.Join(' ', Asked)}");
}
