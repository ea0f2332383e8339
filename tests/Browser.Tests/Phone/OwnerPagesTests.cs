using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using WeChatService.Browser.Tests.Kit;
using WeChatService.TestKit;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace WeChatService.Browser.Tests.Phone;

/// <summary>Every owner page for everybody: with real data, on a usual phone and on the smallest in large type, judged by axe and by measure.</summary>
[Collection(nameof(OneBrowser))]
public sealed partial class OwnerPagesTests(House house, Chromium chromium, ITestOutputHelper output) : Slice(house)
{
    private const int MostBytes = 150 * 1024, Goal = 1500;

    [Theory, Rule("SCR-03"), Rule("OWN-11"), Rule("OWN-12")]
    [InlineData(375, 812, false)]
    [InlineData(320, 568, true)]
    public async Task Every_page_can_be_read_and_touched_by_everybody(int width, int height, bool large)
    {
        var scene = await Given.AFiledReport();
        await using var phone = await OwnerPhone.Open(chromium, await scene.Contact(), House.System.Host, width, height, large);
        var wrong = new List<string>();
        foreach (var (path, n) in (await Pages(scene)).Select((p, n) => (p, n)))
        {
            await phone.GoTo(path);
            await phone.Keep(string.Create(CultureInfo.InvariantCulture, $"owner-{width}-{n:00}{Unwanted().Replace(path.Split('?')[0], "-")}"));
            wrong.AddRange((await phone.Faults()).Select(fault => $"{path}: {fault}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact, Rule("SCR-03")]
    public async Task The_care_mode_is_switched_on_once_and_stays()
    {
        var scene = await Given.ABoundContact();
        await using var phone = await OwnerPhone.Open(chromium, await scene.Contact(), House.System.Host, 320, 568, large: false);
        await phone.GoTo("/owner/me");
        await phone.Page.GetByText("关怀模式").ClickAsync();
        await Expect(phone.Page.Locator("html")).ToHaveAttributeAsync("data-type", "large");
        await phone.GoTo("/owner/");
        await Expect(phone.Page.Locator("html")).ToHaveAttributeAsync("data-type", "large");
    }

    /// <summary>
    /// Issue: under 150 KB packed, readable within 1.5 s on 3G. The line is the one that Lighthouse calls slow 4G and WebPageTest 3G Fast: 1.6 Mbit/s
    /// down, 150 ms there and back. What the line takes of the goal follows from what is asked for after what, and is judged strictly.
    /// </summary>
    [Fact, Rule("SCR-03")]
    public async Task The_first_page_is_light_and_stands_soon_on_a_slow_line()
    {
        var scene = await Given.ABoundContact();
        var contact = await scene.Contact();
        var loads = new List<SlowLoad>();
        // The first load wakes the Host up and is not counted. What else the machine does meanwhile must fail nobody: three loads, or up to eight
        // until one was left in peace. A page that needs more of the line than the goal never gets there.
        while (loads.Count < 4 || (loads.Count < 9 && loads.Skip(1).All(l => l.ReadableMs > Goal)))
        {
            await using var phone = await OwnerPhone.Open(chromium, contact, House.System.Host, 375, 812, large: false);
            loads.Add(await SlowLoad.Of(phone.Page, new Uri(House.System.Host, "/owner/"), ".hero h2"));
        }

        foreach (var load in loads.Skip(1))
        {
            output.WriteLine(load.ToString());
            Assert.InRange(load.Bytes, 1, MostBytes);
            // The page, then all that it needs at once, its first data among it: nothing is found out only by reading what came late.
            Assert.Equal(2, load.Waves);
            Assert.Single(load.Asked, path => path == "/api/owner/home");
            Assert.Equal([], load.Unpacked);
            Assert.InRange(load.LineMs, 1, 1050);
        }

        var readable = loads.Skip(1).Select(l => l.ReadableMs).Order().ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"readable after {readable[readable.Count / 2]:F0} ms (median of {readable.Count})"));
        Assert.InRange(readable[0], 1, Goal);
    }

    [Fact, Rule("SCR-03")]
    public async Task A_part_of_a_page_comes_packed_as_whoever_asks_can_read_it()
    {
        using var http = new HttpClient { BaseAddress = House.System.Host };
        var part = Part().Match(await http.GetStringAsync("/owner/")).Value;
        var forms = new Dictionary<string, (string Coding, byte[] Bytes, string Tag)>();
        foreach (var (takes, coding) in new[] { ("gzip, deflate, br", "br"), ("gzip;q=1.0, br;q=0", "gzip"), ("gzip", "gzip"), ("identity", ""), ("", "") })
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, part);
            ask.Headers.TryAddWithoutValidation("Accept-Encoding", takes);
            using var answer = await http.SendAsync(ask);
            Assert.Equal((coding, "text/javascript", "Accept-Encoding", true), (string.Join(',', answer.Content.Headers.ContentEncoding),
                answer.Content.Headers.ContentType!.MediaType!, string.Join(',', answer.Headers.Vary), answer.Headers.CacheControl!.Extensions.Any(e => e.Name == "immutable")));
            forms[coding] = (coding, await answer.Content.ReadAsByteArrayAsync(), answer.Headers.ETag!.Tag);
            using var again = new HttpRequestMessage(HttpMethod.Get, part);
            again.Headers.TryAddWithoutValidation("Accept-Encoding", takes);
            again.Headers.TryAddWithoutValidation("If-None-Match", answer.Headers.ETag.Tag);
            using var unchanged = await http.SendAsync(again);
            Assert.Equal((HttpStatusCode.NotModified, "Accept-Encoding"), (unchanged.StatusCode, string.Join(',', unchanged.Headers.Vary)));
        }

        var plain = forms[""].Bytes;
        Assert.Equal(plain, Unpack(new BrotliStream(new MemoryStream(forms["br"].Bytes), CompressionMode.Decompress)));
        Assert.Equal(plain, Unpack(new GZipStream(new MemoryStream(forms["gzip"].Bytes), CompressionMode.Decompress)));
        Assert.Equal(3, forms.Values.Select(f => f.Tag).Distinct().Count());
        using var byName = await http.GetAsync($"{part}.br");
        Assert.Equal(HttpStatusCode.NotFound, byName.StatusCode);
        using var other = await http.GetAsync("/owner/reports");
        Assert.False(other.Headers.Contains("Link"));
    }

    private static byte[] Unpack(Stream packed)
    {
        using var plain = new MemoryStream();
        using (packed)
        {
            packed.CopyTo(plain);
        }

        return plain.ToArray();
    }


    /// <summary>Every route of the owner app, with what the scene has for its parameters; none is left out.</summary>
    private async Task<IReadOnlyList<string>> Pages(Scene scene)
    {
        var lead = await scene.Lead();
        (await lead.Post($"/monthly-reports/{scene.ProjectId}/{scene.Month}/push", new { })).ShouldBeOk();
        (await lead.Post($"/projects/{scene.ProjectId}/term-plan/push", new { })).ShouldBeOk();
        var visit = await House.Value<Guid>("select id from visit limit 1");
        var form = await House.Value<Guid>("select id from feedback_form limit 1");
        var monthly = await House.Value<Guid>("select id from monthly_report limit 1");
        var number = await House.Value<string>("select number from report limit 1");
        var known = new Dictionary<string, string>
        {
            ["/owner/ratings/:formId"] = $"/owner/ratings/{form}", ["/owner/reports/:id"] = $"/owner/reports/{scene.ReportId}",
            ["/owner/reports/:id/read"] = $"/owner/reports/{scene.ReportId}/read", ["/owner/monthly-reports/:id"] = $"/owner/monthly-reports/{monthly}",
            ["/owner/visits/:id"] = $"/owner/visits/{visit}", ["/owner/plans/:projectId"] = $"/owner/plans/{scene.ProjectId}",
            ["/owner/faults/:id"] = $"/owner/faults/{await House.Value<Guid>("select id from fault limit 1")}",
            ["/owner/projects/:id"] = $"/owner/projects/{scene.ProjectId}", ["/verify/:number"] = $"/verify/{number}",
        };
        var routes = await File.ReadAllTextAsync(Path.Combine(TestServices.Checkout, "src", "Web", "apps", "owner", "src", "routes.ts"));
        // What nobody has told of here is opened with an id that is not there: then its refusal is judged.
        return [.. Route().Matches(routes).Select(m => m.Groups[1].Value).Where(p => p.StartsWith("/owner/", StringComparison.Ordinal) || p.StartsWith("/verify/", StringComparison.Ordinal))
            .Select(p => known.GetValueOrDefault(p) ?? Parameter().Replace(p, Guid.NewGuid().ToString()))];
    }

    [GeneratedRegex("/owner/assets/index-[^\"]+[.]js")]
    private static partial Regex Part();

    [GeneratedRegex("path: '([^']+)'")]
    private static partial Regex Route();

    [GeneratedRegex(":[A-Za-z]+")]
    private static partial Regex Parameter();

    [GeneratedRegex("[^A-Za-z]+")]
    private static partial Regex Unwanted();
}
