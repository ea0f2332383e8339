using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatService.Kernel;
using WeChatService.Messaging;
using WeChatService.Messaging.Ports;
using WeChatService.Messaging.Push;
using WeChatService.Redis;

namespace WeChatService.Pipeline.Tests.Kit;

/// <summary>The push half of a worker process, with its own connections and its own name.</summary>
internal sealed class PushWorker
{
    private readonly ServiceProvider services;
    private readonly List<IHostedService> running;
    private bool stopped;

    public PushWorker(PushRig rig, PushOptions options, string name, Func<KillPoint, Task>? dies, string database)
    {
        var redis = new RedisPushOptions { Host = "127.0.0.1", Port = rig.Redis.Port, Consumer = name };
        var killPoints = new KillPoints();
        if (dies is not null)
        {
            killPoints.Dies = dies;
        }

        services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(new LineLogProvider(Log)))
            .AddSingleton(TimeProvider.System)
            .AddPush(PushRig.Configuration(database))
            .AddSingleton(options)
            .AddSingleton(new WorkerName(name))
            .AddSingleton(killPoints)
            .AddSingleton(provider => new RedisPushTransport(redis, provider.GetRequiredService<ILogger<RedisPushTransport>>()))
            .AddSingleton(provider => provider.GetRequiredService<RedisPushTransport>().Doorbell)
            .AddSingleton(provider => provider.GetRequiredService<RedisPushTransport>().Listener)
            .AddSingleton(provider => provider.GetRequiredService<RedisPushTransport>().Allowance)
            .AddSingleton<INoticeSender>(new SinkSender(rig.Sink, name))
            .AddPushWorkers()
            .BuildServiceProvider();
        running = [.. services.GetServices<IHostedService>()];
    }

    public LineLog Log { get; } = new(print: false);

    /// <summary>Whether it would send at once what its relay writes.</summary>
    public bool IsIdle => services.GetRequiredService<Pulse>().IsSure
        && services.GetRequiredService<Inboxes>()[new PushLane(ServiceAccounts.Contracts.ServiceAccountKind.Agency, DeliveryLane.Ordinary)].IsIdle;

    public int FreshUnderWay => services.GetRequiredService<FreshSends>().UnderWay;

    public AccountTable Accounts => services.GetRequiredService<AccountTable>();

    public async Task Start()
    {
        foreach (var service in running)
        {
            await service.StartAsync(CancellationToken.None);
        }
    }

    /// <summary>As the relay of this process does: commits what was written together with its claims, and hands it over.</summary>
    /// <param name="db">Holds what was written, not saved yet.</param>
    /// <param name="written">The same, for the claims.</param>
    /// <param name="committing">Happens between the claim and the commit.</param>
    public async Task Commit(AppDb db, IEnumerable<(Delivery Delivery, Notice Notice)> written, Func<Task>? committing = null)
    {
        await using var scope = services.CreateAsyncScope();
        var fresh = scope.ServiceProvider.GetRequiredService<FreshDeliveries>();
        foreach (var (delivery, notice) in written)
        {
            fresh.Add(delivery, notice);
        }

        var claims = scope.ServiceProvider.GetRequiredService<FreshClaims>();
        db.AddRange(await claims.Reserve(CancellationToken.None));
        try
        {
            await (committing?.Invoke() ?? Task.CompletedTask);
            await db.SaveChangesAsync();
        }
        catch
        {
            await claims.GiveUp();
            throw;
        }

        await claims.HandOver();
    }

    /// <summary>The first half of a stop: nothing is sent any more, the process is still there.</summary>
    public Task StopSending() => running.OfType<Consumer>().Single().StopAsync(CancellationToken.None);

    /// <summary>As SIGTERM does: what was claimed is still sent and written.</summary>
    public async Task Stop()
    {
        if (stopped)
        {
            return;
        }

        stopped = true;
        foreach (var service in Enumerable.Reverse(running))
        {
            await service.StopAsync(CancellationToken.None);
        }

        NpgsqlConnection.ClearAllPools();
        await services.DisposeAsync();
    }

    private sealed class LineLogProvider(LineLog log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void Dispose()
        {
        }
    }
}
