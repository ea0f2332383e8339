using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatService.Kernel;

namespace WeChatService.Agencies.StaffWatch;

/// <summary>
/// Orders the day's look at the staff at nine in the morning in Shanghai, and after a start later than that. Several workers may order it:
/// what was told is told once. <c>Agencies:StaffWatch=off</c> keeps it still.
/// </summary>
internal sealed class DailyWatch(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider time, ILogger<DailyWatch> log) : BackgroundService
{
    private static readonly TimeSpan Nine = TimeSpan.FromHours(9);
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateOnly? ordered = null;
        while (configuration["Agencies:StaffWatch"] != "off" && !stoppingToken.IsCancellationRequested)
        {
            var today = time.Today();
            if (ordered != today && ChinaTime.Local(time.GetUtcNow()).TimeOfDay >= Nine)
            {
                ordered = await Order(today, stoppingToken) ? today : null;
            }

            await Task.Delay(Look, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> Order(DateOnly day, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            db.Enqueue(new WatchStaff(day), $"{day:yyyy-MM-dd}");
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
            log.LogWarning("The look at the staff of {Day} is not ordered yet: {Reason}", day, e.Message);
            return false;
        }
    }
}
