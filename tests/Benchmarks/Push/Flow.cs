using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using WeChatService.Benchmarks.Children;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Benchmarks.Push;

/// <summary>What the relay does in its process: commits notices with their deliveries and rings.</summary>
internal sealed class Flow(NpgsqlDataSource database, StampingSender sender, Action committed)
{
    private const int Writers = 2;

    /// <summary>Seconds from the first insert to the last written outcome, both going on at once.</summary>
    public async Task<double> Run(int count, int perCommit)
    {
        var handedBefore = sender.Count;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Write(count / Writers, perCommit)));
        while (sender.Count < handedBefore + count)
        {
            await Task.Delay(1);
        }

        while (await Rows.AnyPending(database))
        {
            await Task.Delay(2);
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Milliseconds from before the commit to the hand-over, one message a commit.</summary>
    public async Task<Latencies> Latency(int count, int perSecond, ServiceAccountKind account, bool urgent)
    {
        var handedOver = sender.HandedOver = new ConcurrentDictionary<Guid, long>();
        var asked = new List<(Guid Id, long At)>();
        var writing = new List<Task>();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            while (clock.Elapsed.TotalSeconds * perSecond < i)
            {
                await Task.Delay(1);
            }

            var id = Guid.CreateVersion7();
            asked.Add((id, Stopwatch.GetTimestamp()));
            writing.Add(Insert([id], account, urgent));
        }

        await Task.WhenAll(writing);
        for (var patience = Stopwatch.StartNew(); handedOver.Count < count && patience.Elapsed < TimeSpan.FromSeconds(60);)
        {
            await Task.Delay(20);
        }

        sender.HandedOver = null;
        var times = asked.Skip(count / 6)
            .Select(of => handedOver.TryGetValue(of.Id, out var at) ? Stopwatch.GetElapsedTime(of.At, at).TotalMilliseconds : double.PositiveInfinity)
            .Order().ToList();
        double At(double share) => times[(int)Math.Min(times.Count - 1, share * times.Count)];
        return new Latencies(At(0.5), At(0.95), At(0.99), times[^1]);
    }

    /// <summary>After rows came in otherwise.</summary>
    public void Ring() => committed();

    private async Task Write(int count, int perCommit)
    {
        for (var made = 0; made < count; made += perCommit)
        {
            var ids = new Guid[Math.Min(perCommit, count - made)];
            for (var i = 0; i < ids.Length; i++)
            {
                ids[i] = Guid.CreateVersion7();
            }

            await Insert(ids, ServiceAccountKind.Agency, urgent: false);
        }
    }

    private async Task Insert(Guid[] ids, ServiceAccountKind account, bool urgent)
    {
        await Rows.Insert(database, ids, account, urgent);
        committed();
    }
}

/// <summary>Milliseconds.</summary>
internal sealed record Latencies(double P50, double P95, double P99, double Max);
