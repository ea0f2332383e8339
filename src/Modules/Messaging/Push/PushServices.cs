using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using WeChatService.Kernel;

namespace WeChatService.Messaging.Push;

internal static class PushServices
{
    /// <summary>What both roles need: the settings, the workers' connections and the health of the pipeline.</summary>
    public static IServiceCollection AddPush(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.GetSection("Messaging").Get<PushOptions>() ?? new PushOptions());
        services.AddSingleton(_ => PushDatabase.Open(configuration));
        services.AddSingleton<AccountTable>();
        services.AddScoped<FreshDeliveries>();
        services.AddHealthChecks().AddCheck<PushHealth>("pushes");
        return services;
    }

    /// <summary>The worker role: publisher, consumer and its lanes. Needs the ports' adapters.</summary>
    public static IServiceCollection AddPushWorkers(this IServiceCollection services)
    {
        services.TryAddSingleton(_ => WorkerName.OfThisProcess());
        services.TryAddSingleton<Ids>();
        services.TryAddSingleton<KillPoints>();
        services.AddSingleton<DatabaseClock>();
        services.AddSingleton<Pulse>();
        services.AddSingleton<DeliveryTable>();
        services.AddSingleton<DueTable>();
        services.AddSingleton<WorkerTable>();
        services.AddSingleton<PushAccounts>();
        services.AddSingleton<Inboxes>();
        services.AddSingleton<Sending>();
        services.AddSingleton<FreshSends>();
        services.AddSingleton<Upkeep>();
        services.AddSingleton<WindowFiller>();
        services.AddSingleton<SendLaneFactory>(provider => inbox => ActivatorUtilities.CreateInstance<SendLane>(provider, inbox));
        services.AddSingleton<RelayBell>();
        services.AddScoped<FreshClaims>();
        services.AddScoped<IBesideRelay, FreshRing>();

        // Stopped from the last to the first: no more sending, then no more beats.
        services.AddSingleton<IHostedService, Heartbeat>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<RelayBell>());
        services.AddSingleton<IHostedService, Publisher>();
        services.AddSingleton<IHostedService, Consumer>();
        return services;
    }
}
