using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WeChatService.Kernel;

/// <summary>
/// Orders a job of the day at nine in the morning in Shanghai, and after a start later than that. Several workers may order the same: one
/// job stands for each day. A setting with the value <c>off</c> keeps it still.
/// </summary>
public abstract class DailyOrder<TJob>(string setting, IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider time, ILogger log) : BackgroundService
    where TJob : class
{
    private static readonly TimeSpan Nine = TimeSpan.FromHours(9);
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(10);

    /// <summary>The job of this day; null: there is nothing to do on it.</summary>
    protected abstract TJob? JobOf(DateOnly day);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateOnly? ordered = null;
        while (configuration[setting] != "off" && !stoppingToken.IsCancellationRequested)
        {
            var today = time.Today();
            if (ordered != today && ChinaTime.Local(time.GetUtcNow()).TimeOfDay >= Nine && JobOf(today) is { } job)
            {
                ordered = await Order(job, today, stoppingToken) ? today : null;
            }

            await Task.Delay(Look, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> Order(TJob job, DateOnly day, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            db.Enqueue(job, $"{day:yyyy-MM-dd}");
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException)
        {
            // Another worker has ordered it a moment ago.
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("{Job} is not ordered yet: {Reason}", job, e.Message);
            return false;
        }
    }
}
