using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatService.Kernel;

namespace WeChatService.Host;

/// <summary>Healthy when the database answers and every migration of this program is applied.</summary>
internal sealed class DatabaseHealth(AppDb db, HouseModules modules) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var expected = Migrator.Load(modules).Count;
            var applied = await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from schema_version").SingleAsync(cancellationToken);
            return applied == expected
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"{applied} of {expected} migrations are applied: run with --migrate");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("the database does not answer");
        }
    }
}
