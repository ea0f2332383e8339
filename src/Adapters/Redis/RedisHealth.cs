using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeChatService.Redis;

/// <summary>Without Redis work goes on and pushes wait in PostgreSQL: degraded, never unhealthy.</summary>
internal sealed class RedisHealth(RedisPushTransport transport) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default)
    {
        var health = await transport.Check(ct).ConfigureAwait(false);
        return health.IsReady ? HealthCheckResult.Healthy(health.Detail) : HealthCheckResult.Degraded(health.Detail);
    }
}
