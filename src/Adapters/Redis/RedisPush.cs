using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatService.Messaging.Ports;

namespace WeChatService.Redis;

/// <summary>Puts the transport behind the ports of Messaging.</summary>
public static class RedisPush
{
    /// <summary>
    /// Reads Redis:Host, Port, Password, Tls, Consumer and Prefix. Connecting happens in the background: a host
    /// starts, and stays, up without Redis.
    /// </summary>
    public static IServiceCollection AddRedisPush(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider => new RedisPushTransport(
            OptionsFrom(configuration.GetSection("Redis")),
            provider.GetRequiredService<ILogger<RedisPushTransport>>()));
        services.AddSingleton(provider => provider.GetRequiredService<RedisPushTransport>().Doorbell);
        services.AddSingleton(provider => provider.GetRequiredService<RedisPushTransport>().Listener);
        services.AddSingleton(provider => provider.GetRequiredService<RedisPushTransport>().Allowance);
        services.AddHealthChecks().AddCheck<RedisHealth>("redis");
        return services;
    }

    internal static RedisPushOptions OptionsFrom(IConfiguration redis) => new()
    {
        Host = redis["Host"] ?? "127.0.0.1",
        Port = redis.GetValue("Port", 6379),
        Password = redis["Password"] is { Length: > 0 } password ? password : null,
        Tls = redis.GetValue("Tls", defaultValue: false),
        Consumer = redis["Consumer"] is { Length: > 0 } consumer ? consumer : ProcessSlot(),
        Prefix = redis["Prefix"] is { Length: > 0 } prefix ? prefix : "push:",
    };

    /// <summary>One of sixteen names for each machine, so that restarts do not leak consumers in Redis.</summary>
    private static string ProcessSlot() => $"{Environment.MachineName}-{Environment.ProcessId % 16}";
}
