using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WeChatService.Benchmarks.Children;
using WeChatService.Kernel;
using WeChatService.Messaging;
using WeChatService.Messaging.Push;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Benchmarks.Push;

/// <summary>What the relay does in its process: commits notices with their deliveries and rings.</summary>
internal sealed class Flow(NpgsqlDataSource database, StampingSender sender, IServiceProvider services)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Whoever is not handed over by then counts with this.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Seconds from the first insert to the last written outcome, both going on at once.</summary>
    public async Task<double> Run(int count, int perCommit)
    {
        var handedBefore = sender.Count;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Write(count / 2, perCommit), Write(count - (count / 2), perCommit));
        while (sender.Count < handedBefore + count)
        {
            await Wait(1, began);
        }

        while (await Rows.AnyPending(database))
        {
            await Wait(2, began);
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
        for (var patience = Stopwatch.StartNew(); !asked.TrueForAll(of => handedOver.ContainsKey(of.Id)) && patience.Elapsed < Longest;)
        {
            await Task.Delay(20);
        }

        sender.HandedOver = null;
        var times = asked.Skip(count / 6)
            .Select(of => handedOver.TryGetValue(of.Id, out var at) ? Stopwatch.GetElapsedTime(of.At, at).TotalMilliseconds : Longest.TotalMilliseconds)
            .Order().ToList();
        double At(double share) => times[(int)Math.Min(times.Count - 1, share * times.Count)];
        return new Latencies(At(0.5), At(0.95), At(0.99), times[^1]);
    }

    /// <summary>After rows came in otherwise.</summary>
    public void Ring() => services.GetRequiredService<RelayBell>().Ring();

    private static Task Wait(int milliseconds, long began) => Stopwatch.GetElapsedTime(began) < Patience
        ? Task.Delay(milliseconds)
        : throw new TimeoutException($"not everything was sent and written within {Patience.TotalMinutes} min");

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

    /// <summary>A unit of work of the relay: what it wrote, and the claims that go with its commit.</summary>
    private async Task Insert(Guid[] ids, ServiceAccountKind account, bool urgent)
    {
        await using var scope = services.CreateAsyncScope();
        var fresh = scope.ServiceProvider.GetRequiredService<FreshDeliveries>();
        var lane = new PushLane(account, urgent ? DeliveryLane.Urgent : DeliveryLane.Ordinary);
        foreach (var id in ids)
        {
            fresh.Add(lane, Rows.NoticeOf(id, account));
        }

        var claims = scope.ServiceProvider.GetRequiredService<FreshClaims>();
        await Rows.Insert(database, ids, account, urgent, await claims.Reserve(CancellationToken.None));
        await claims.HandOver();
    }
}

/// <summary>Milliseconds.</summary>
internal sealed record Latencies(double P50, double P95, double P99, double Max);
