using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatService.Kernel;
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

    public AccountTable Accounts => services.GetRequiredService<AccountTable>();

    public async Task Start()
    {
        foreach (var service in running)
        {
            await service.StartAsync(CancellationToken.None);
        }
    }

    /// <summary>As the relay of this process does behind its commit.</summary>
    public void Ring(PushLane lane, IEnumerable<Guid> deliveries)
    {
        using var scope = services.CreateScope();
        var fresh = scope.ServiceProvider.GetRequiredService<FreshDeliveries>();
        foreach (var delivery in deliveries)
        {
            fresh.Add(lane, delivery);
        }

        foreach (var told in scope.ServiceProvider.GetServices<IAfterRelay>())
        {
            told.Committed();
        }
    }

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
