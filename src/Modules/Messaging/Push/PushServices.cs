using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using WeChatService.Kernel;

namespace WeChatService.Messaging.Push;

internal static class PushServices
{
    /// <summary>What both roles need: the workers' statements and the health of the pipeline.</summary>
    public static IServiceCollection AddPush(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.GetSection("Messaging").Get<PushOptions>() ?? new PushOptions());
        services.AddSingleton(_ => WorkerName.OfThisProcess());
        services.AddSingleton(_ => PushDatabase.Open(configuration));
        services.AddSingleton<DeliveryTable>();
        services.AddHealthChecks().AddCheck<PushHealth>("pushes");
        return services;
    }

    /// <summary>The worker role: publisher, consumer and its lanes. Needs the ports' adapters.</summary>
    public static IServiceCollection AddPushWorkers(this IServiceCollection services)
    {
        services.TryAddSingleton<KillPoints>();
        services.AddSingleton<PushAccounts>();
        services.AddSingleton<SendLaneFactory>(provider => (account, entries) =>
            ActivatorUtilities.CreateInstance<SendLane>(provider, account, entries));
        services.AddSingleton<RelayBell>();
        services.AddSingleton<IAfterRelay>(provider => provider.GetRequiredService<RelayBell>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<RelayBell>());
        services.AddSingleton<IHostedService, Publisher>();
        services.AddSingleton<IHostedService, Consumer>();
        return services;
    }
}

/// <summary>The workers' own few connections, so that a slow page cannot take them away.</summary>
internal sealed record PushDatabase(NpgsqlDataSource Source) : IAsyncDisposable, IDisposable
{
    public static PushDatabase Open(IConfiguration configuration)
    {
        var settings = new NpgsqlConnectionStringBuilder(configuration["Database:App"])
        {
            MaxPoolSize = 16,
            CommandTimeout = 5,
            ApplicationName = "wechatservice-push",
        };
        return new PushDatabase(NpgsqlDataSource.Create(settings));
    }

    public void Dispose() => Source.Dispose();

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
