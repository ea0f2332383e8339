using System.Globalization;
using System.Text;
using WeChatService.Benchmarks.Children;
using WeChatService.Benchmarks.Load;
using WeChatService.TestKit;

namespace WeChatService.Benchmarks;

/// <summary>
/// Every list of the agency account in an agency of 100,000 projects (<see cref="AgencyWorld"/>), one reader at a time: a lead of 200
/// projects (L1), the technical lead of 2,000 (L2), the administrator who sees them all (L3). The floor is the time after which a page
/// shows that it is loading.
/// </summary>
internal static class AgencyLists
{
    private const double Milliseconds = 300;

    private static readonly (string Goal, string Person, string[] Lists)[] Readers =
    [
        ("L1", "bj-lead", [.. Of("/filings?state=Open")]),
        ("L2", "bj-technical", ["/workbench", "/filings?state=Open", "/filings?state=Done", "/filings/counts", "/reports", "/reports/query", "/search?q=云台"]),
        ("L3", "bj-admin", [.. Of("/filings?state=Open", "/filings/counts")]),
    ];

    public static async IAsyncEnumerable<Figure> Run(Options options)
    {
        if (!Readers.Any(reader => options.Wants(reader.Goal)))
        {
            yield break;
        }

        await using var sandbox = await BenchSandbox.Start();
        var settings = await Settings.Make(sandbox.Address);
        await Child.Seed(settings);
        await AgencyWorld.Fill(settings.DatabaseAsAdmin, options.Quick);
        var services = TestServices.Ready;
        using var redis = await Resp.Connect(services.RedisHost, int.Parse(services.RedisPort, CultureInfo.InvariantCulture), services.RedisPassword);
        var machine = await Machine.Find(settings.DatabaseAsAdmin, redis);
        using var child = await Child.Host(settings);
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new($"http://127.0.0.1:{child.Port}") };
        var system = new RunningSystem(new Uri($"http://127.0.0.1:{child.Port}"), sandbox.Address);
        foreach (var (goal, person, lists) in Readers.Where(reader => options.Wants(reader.Goal)))
        {
            var cookie = (await system.Agency(person)).Cookies.GetCookieHeader(system.Host);
            foreach (var list in lists)
            {
                using (var answer = await http.SendAsync(new(HttpMethod.Get, "/api/agency" + list) { Headers = { { "Cookie", cookie } } }))
                {
                    if (!answer.IsSuccessStatusCode)
                    {
                        throw new InvalidOperationException($"{person} {list}: {answer.StatusCode}\n{await answer.Content.ReadAsStringAsync()}\n{child.Said}");
                    }
                }

                var request = Encoding.ASCII.GetBytes($"GET {new Uri("http://localhost/api/agency" + list).PathAndQuery} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n");
                var before = machine.Now();
                var (measured, asked) = (await RawLoad.Run(child.Port, 1, options.PassTime, _ => () => request), machine.Now());
                var answers = measured.Only(200).PerSecond * options.PassTime.TotalSeconds;
                // The warming up before counts in the processor's time as well: a third of the pass.
                var processor = Machine.Milliseconds(before, asked) / Math.Max(1, answers * 4 / 3);
                yield return new Figure(goal, $"{person} {list}: p99 in ms, of {Milliseconds} before a page shows that it loads", measured.Percentile(0.99), Milliseconds, 1, 0.2, LessIsBetter: true)
                {
                    Unit = "ms", Foreign = machine.ForeignSince(before),
                    Note = string.Create(CultureInfo.InvariantCulture, $"p50 {measured.Percentile(0.5):0.0} ms, {processor:0.0} ms of processor a request with PostgreSQL's"),
                };
            }
        }
    }

    /// <summary>What everybody reads, and what the reader has beyond it.</summary>
    private static IEnumerable<string> Of(params string[] own) =>
    [
        "/workbench", "/projects", "/plans", "/plans?group=Unfinished", "/plans/uncreated", "/plans/missed", "/plans/summary", "/plans/projects", "/plans/calendar",
        "/consents", "/reviews", "/reviews?state=Done", "/judgements", "/faults", "/faults?state=Pending", "/faults?state=Resolved", "/faults/figures",
        "/reports/due", "/reports/due?show=Blocked", "/reports/query", "/reports", "/monthly-reports", "/visits/on-site", "/messages", "/search?q=云台", "/search?q=BENCH-4711", .. own,
    ];
}
