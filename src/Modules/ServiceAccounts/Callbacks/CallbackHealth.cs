using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatService.Kernel;

namespace WeChatService.ServiceAccounts.Callbacks;

/// <summary>Says when callbacks wait and nobody applies them, and when some were set aside and a person must look.</summary>
internal sealed class CallbackHealth(AppDb db, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Stalled = TimeSpan.FromMinutes(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default)
    {
        try
        {
            var oldest = await db.Set<CallbackMessage>().Where(m => m.State == CallbackState.Waiting).OrderBy(m => m.Id)
                .Select(m => (DateTimeOffset?)m.ReceivedAt).FirstOrDefaultAsync(ct);
            if (oldest is { } since && time.GetUtcNow() - since > Stalled)
                return HealthCheckResult.Degraded($"the oldest callback has waited {(time.GetUtcNow() - since).TotalSeconds:f0} s to be applied");
            var setAside = await db.Set<CallbackMessage>().CountAsync(m => m.State == CallbackState.SetAside, ct);
            return setAside == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"{setAside} callbacks were set aside; last_error in callback_message says why");
        }
        catch (Npgsql.NpgsqlException)
        {
            return HealthCheckResult.Degraded("the database does not answer");
        }
    }
}
