using System.Collections.Concurrent;
using System.Diagnostics;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>
/// The offered load: so many deliveries a second, committed in small transactions. It keeps what was acknowledged (and
/// so must not be lost) apart from what is in doubt because the commit's answer never came.
/// </summary>
internal sealed class Load : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    private readonly Announcer announcer;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentBag<(long At, double Milliseconds)> commits = [];
    private readonly Task work;
    private int receiver;

    private Load(Announcer announcer, Func<int> perSecond, ServiceAccountKind account)
    {
        this.announcer = announcer;
        work = Task.Run(() => Offer(perSecond, account));
    }

    /// <summary>Committed and acknowledged.</summary>
    public ConcurrentDictionary<Guid, byte> Accepted { get; } = [];

    /// <summary>Tried; may or may not stand.</summary>
    public ConcurrentDictionary<Guid, byte> Tried { get; } = [];

    public int Refusals { get; private set; }

    public static Load Start(string database, int perSecond, ServiceAccountKind account = ServiceAccountKind.Agency) =>
        new(new Announcer(database), () => perSecond, account);

    /// <summary>The 99th percentile of commits since then, in milliseconds.</summary>
    public double P99Since(long tick)
    {
        var times = commits.Where(of => of.At >= tick).Select(of => of.Milliseconds).Order().ToList();
        return times.Count == 0 ? 0 : times[(int)(times.Count * 0.99)];
    }

    public async Task Stop()
    {
        await stop.CancelAsync();
        await work;
    }

    private async Task Offer(Func<int> perSecond, ServiceAccountKind account)
    {
        var due = 0.0;
        var clock = Stopwatch.StartNew();
        var last = clock.Elapsed;
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Beat);
            var now = clock.Elapsed;
            // What an outage kept us from offering is not offered later in one heap: people do not save up their clicks.
            due = Math.Min(due + (perSecond() * (now - last).TotalSeconds), perSecond());
            last = now;
            var count = (int)due;
            due -= count;
            await Commit(count, account);
        }
    }

    private async Task Commit(int count, ServiceAccountKind account)
    {
        foreach (var chunk in Enumerable.Range(0, count).Select(_ => $"oLoad{Interlocked.Increment(ref receiver):D8}").Chunk(50))
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                var ids = await announcer.Commit(chunk, account, about: tried => tried.ToList().ForEach(id => Tried[id] = 0));
                commits.Add((Environment.TickCount64, Stopwatch.GetElapsedTime(began).TotalMilliseconds));
                foreach (var id in ids)
                {
                    Accepted[id] = 0;
                }
            }
            catch (Exception)
            {
                // Whatever broke the commit, the row's own assertions judge it; the load goes on.
                Refusals++;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await announcer.DisposeAsync();
        stop.Dispose();
    }
}
