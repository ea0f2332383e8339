using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Observability;

/// <summary>What an operator's monitoring sees, and who else does not.</summary>
public sealed partial class MetricsTests(House house) : Slice(house)
{
    private const string Token = "a token that only tests know";

    [Fact]
    public async Task Without_a_token_in_the_settings_there_is_no_page_at_all()
    {
        await House.Restart(new Dictionary<string, string?> { ["Metrics:Token"] = null });

        (await House.Anonymous().Get("/api/../metrics")).ShouldRefuse("resource.not_found", status: 404);
    }

    [Fact]
    public async Task Only_whoever_shows_the_token_reads_the_metrics()
    {
        await House.Restart(new Dictionary<string, string?> { ["Metrics:Token"] = Token });

        Assert.Equal(HttpStatusCode.Unauthorized, (await Scrape(null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Scrape(Token + "x")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Scrape(Token)).Status);
    }

    [Fact]
    public async Task A_scrape_is_well_formed_and_shows_the_platform_and_the_house()
    {
        await House.Restart(new Dictionary<string, string?> { ["Metrics:Token"] = Token });
        using var lead = await House.Agency("sh-lead");
        (await lead.Get("/projects")).ShouldBeOk();

        // A request is counted once it is over, which its caller may see first.
        var text = "";
        for (var patience = 0; patience < 1200 && !text.Contains("http_route=\"/api/agency/projects\"", StringComparison.Ordinal); patience++)
        {
            await Task.Delay(50);
            (_, text) = await Scrape(Token);
        }

        var families = WellFormed(text);
        Assert.Equal("histogram", families["http_server_request_duration_seconds"]);
        Assert.Equal("counter", families["dotnet_gc_collections_total"]);
        Assert.Contains("http_route=\"/api/agency/projects\"", text, StringComparison.Ordinal);
        Assert.Contains(families.Keys, name => name.StartsWith("db_client_", StringComparison.Ordinal));
        Assert.Contains(families.Keys, name => name.StartsWith("push_redis_", StringComparison.Ordinal));
        Assert.DoesNotContain("Password", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_collector_named_in_the_settings_receives_the_metrics_over_OTLP()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        using var collector = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        collector.Start();
        var received = collector.GetContextAsync();

        await House.Restart(new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{port}", ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        });

        var request = (await received.WaitAsync(TimeSpan.FromSeconds(60))).Request;
        using var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body);
        Assert.Equal(("POST", "/v1/metrics"), (request.HttpMethod, request.Url!.AbsolutePath));
        Assert.Contains("wechatservice", Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
        await House.Renew();
    }

    [Fact]
    public async Task A_guessable_token_stops_the_start()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => House.Restart(new Dictionary<string, string?> { ["Metrics:Token"] = "short" }));

        Assert.Contains("Metrics__Token", refused.Message, StringComparison.Ordinal);
        await House.Renew();
    }

    private async Task<(HttpStatusCode Status, string Text)> Scrape(string? token)
    {
        using var caller = House.Anonymous();
        if (token is not null)
        {
            caller.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var answer = await caller.Http.GetAsync("/metrics");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Reads as strictly as a scraper: each family once, each line a sample of the family above it, each series once.</summary>
    private static Dictionary<string, string> WellFormed(string text)
    {
        var families = new Dictionary<string, string>();
        var series = new HashSet<string>();
        var family = "";
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var words = line.Split(' ');
                family = words[2];
                Assert.True(families.TryAdd(family, words[3]), line);
            }
            else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                var sample = Sample().Match(line);
                Assert.True(sample.Success, line);
                Assert.StartsWith(family, sample.Groups["name"].Value, StringComparison.Ordinal);
                Assert.True(series.Add(line[..line.LastIndexOf(' ')]), line);
                Assert.True(double.TryParse(sample.Groups["value"].Value.Replace("+Inf", "Infinity", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out _), line);
            }
        }

        return families;
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_][a-zA-Z0-9_]*)(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\["\\n])*",?)+\})? (?<value>\S+)$""")]
    private static partial Regex Sample();
}
