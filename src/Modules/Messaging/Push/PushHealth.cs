using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace WeChatService.Messaging.Push;

/// <summary>Says when due deliveries sit and nobody moves them: the silent stall that no counter shows.</summary>
internal sealed class PushHealth(DeliveryTable deliveries, PushOptions options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default)
    {
        try
        {
            var wait = await deliveries.OldestWait(ct);
            return wait <= options.StalledAfter
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded($"the oldest due push has waited {wait.TotalSeconds:f0} s");
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Degraded("the database does not answer");
        }
    }
}
