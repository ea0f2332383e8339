using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Host;

/// <summary>
/// Degraded while WeChat refuses an account for a reason that an operator must mend. Degraded answers 200: taking the process out of
/// service would mend nothing and stop the doors that work.
/// </summary>
internal sealed class AlarmHealth(IServiceAccountAlarms alarms) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var open = await alarms.Open(cancellationToken);
            return open.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded(string.Join(" ", open.Select(a => $"{a.Account} {a.ErrCode} {a.Path}")));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The database's own check says so already.
            return HealthCheckResult.Healthy();
        }
    }
}
