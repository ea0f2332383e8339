using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace WeChatService.Messaging.Push;

/// <summary>Says when due deliveries sit and nobody moves them: the silent stall that no counter shows; and when an account rests.</summary>
internal sealed class PushHealth(PushDatabase database, PushOptions options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default)
    {
        try
        {
            var (wait, resting) = await Ask(ct);
            if (wait > options.StalledAfter)
            {
                return HealthCheckResult.Degraded($"the oldest due push has waited {wait.TotalSeconds:f0} s");
            }

            return resting is null ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(resting);
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Degraded("the database does not answer");
        }
    }

    /// <summary>Looks at some ten thousand rows: what stalls, stalls among them too, and a large backlog must not make the question slow.</summary>
    private async Task<(TimeSpan Wait, string? Resting)> Ask(CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("""
            WITH resting AS (SELECT account, rests_until, rest_reason FROM push_account WHERE rests_until > now())
            SELECT
              (SELECT coalesce(max(now() - greatest(created_at, not_before)), interval '0')
               FROM (SELECT account, created_at, not_before FROM delivery WHERE state = 'Pending' LIMIT 10000) d
               WHERE (not_before IS NULL OR not_before <= now()) AND account NOT IN (SELECT account FROM resting)),
              (SELECT string_agg(account || ' rests until ' || to_char(rests_until AT TIME ZONE 'Asia/Shanghai', 'MM-DD HH24:MI') || ' (' || coalesce(rest_reason, '') || ')', ', ') FROM resting)
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetTimeSpan(0), reader.IsDBNull(1) ? null : reader.GetString(1));
    }
}
