using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>
/// Four project leads who hand out and take back a facility of their plan, over HTTP, as fast as told; what gets no
/// answer, or 503, is repeated with the same Idempotency-Key until it gets one, as the product's own pages do.
/// </summary>
internal sealed class Clicks : IAsyncDisposable
{
    private static readonly string[] Prefixes = ["sh", "bj", "sx", "xj"];

    /// <summary>Keys are new in every round of a row.</summary>
    private readonly string round = Guid.NewGuid().ToString("N")[..6];
    private readonly CancellationTokenSource stop = new();
    private readonly List<Lead> leads = [];
    private readonly ConcurrentBag<(long At, double Milliseconds)> answers = [];
    private readonly ConcurrentQueue<string> wrong = new();
    private List<Task> work = [];

    /// <summary>Those who are told when a facility is handed out.</summary>
    public static IEnumerable<string> Operators => Prefixes.Select(prefix => $"{prefix}-operator");

    /// <summary>What was answered, by key.</summary>
    public ConcurrentDictionary<string, Answered> Done { get; } = [];

    /// <summary>Requests that got no answer or a 503, and were repeated.</summary>
    public int Repeats => Volatile.Read(ref repeats);

    private int repeats;

    /// <summary>Answers that no client could make sense of: neither done, nor "try again".</summary>
    public IReadOnlyCollection<string> Wrong => wrong;

    public int HandedOut => Done.Values.Count(of => of.Path.EndsWith("/assignments", StringComparison.Ordinal));

    /// <param name="system">Where they sign in.</param>
    /// <param name="again">They have done so before: the plans are there.</param>
    public static async Task<Clicks> Prepare(RunningSystem system, bool again = false)
    {
        var clicks = new Clicks();
        foreach (var (prefix, region) in Demo.Prefixes.ToDictionary(of => of.Value, of => of.Key).Where(of => Prefixes.Contains(of.Key)))
        {
            var caller = await system.Agency($"{prefix}-lead");
            var project = Demo.Id("project", $"{region}-main");
            var plan = again
                ? (await caller.Get($"/plans?projectId={project}")).ShouldBeOk()["items"].EnumerateArray().First().GetProperty("id").GetGuid()
                : (await caller.Post("/plans", new { projectId = project, kind = "Month", month = ChinaMonth.Of(DateTimeOffset.UtcNow).ToString() })).ShouldBeOk().Id;
            var facility = (await caller.Get($"/plans/{plan}")).ShouldBeOk()["facilities"].EnumerateArray().First().GetProperty("classCode").GetString()!;
            clicks.leads.Add(new Lead(prefix, caller, plan, facility, Demo.Id("person", $"{prefix}-operator")));
        }

        return clicks;
    }

    /// <param name="pause">Between the answer to one click and the next.</param>
    public void Start(TimeSpan pause) => work = leads.ConvertAll(lead => Task.Run(() => Go(lead, pause)));

    public double P99Since(long tick)
    {
        var times = answers.Where(of => of.At >= tick).Select(of => of.Milliseconds).Order().ToList();
        return times.Count == 0 ? 0 : times[(int)(times.Count * 0.99)];
    }

    public int CountSince(long tick) => answers.Count(of => of.At >= tick);

    /// <summary>Stops clicking; what is under way is still brought to its answer.</summary>
    public async Task Stop()
    {
        await stop.CancelAsync();
        await Task.WhenAll(work);
    }

    /// <summary>Sends every key once more: the answer must be the stored one, word for word.</summary>
    /// <returns>How many came back otherwise.</returns>
    public async Task<int> Replay()
    {
        var different = 0;
        foreach (var lead in leads)
        {
            foreach (var (key, first) in Done.Where(of => of.Key.StartsWith(lead.Prefix, StringComparison.Ordinal)))
            {
                var again = await lead.Caller.Post(first.Path, first.Body, key);
                different += again.IsReplayed && again.Text == first.Text ? 0 : 1;
            }
        }

        return different;
    }

    private async Task Go(Lead lead, TimeSpan pause)
    {
        // Ends with a withdrawal, so that those who click next find the facility free.
        for (var i = 0; i % 2 == 1 || !stop.IsCancellationRequested; i++)
        {
            var hands = i % 2 == 0;
            var path = $"/plans/{lead.Plan}/{(hands ? "assignments" : "withdrawals")}";
            object body = hands ? new { classCodes = new[] { lead.Facility }, personId = lead.Operator } : new { classCodes = new[] { lead.Facility } };
            if (!await Click(lead, $"{lead.Prefix}-{round}-{i}", path, body))
            {
                return;
            }

            await Task.Delay(pause);
        }
    }

    private async Task<bool> Click(Lead lead, string key, string path, object body)
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromMinutes(8);)
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                var answer = await lead.Caller.Post(path, body, key);
                if ((int)answer.Status < 300)
                {
                    answers.Add((Environment.TickCount64, Stopwatch.GetElapsedTime(began).TotalMilliseconds));
                    Done[key] = new Answered(path, body, answer.Text);
                    return true;
                }

                if (answer.Status is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.InsufficientStorage))
                {
                    wrong.Enqueue($"{key}: {(int)answer.Status} {answer.Text}");
                    return false;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // nobody answered
            }

            Interlocked.Increment(ref repeats);
            await Task.Delay(100);
        }

        wrong.Enqueue($"{key}: no answer for 8 minutes");
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        leads.ForEach(lead => lead.Caller.Dispose());
        stop.Dispose();
    }

    public sealed record Answered(string Path, object Body, string Text);

    private sealed record Lead(string Prefix, AgencyClient Caller, Guid Plan, string Facility, Guid Operator);
}
