using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatService.Kernel;

namespace WeChatService.Agencies.StaffWatch;

/// <summary>Orders the day's look at the staff: what was told is told once.</summary>
internal sealed class DailyWatch(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider time, ILogger<DailyWatch> log)
    : DailyOrder<WatchStaff>("Agencies:StaffWatch", scopes, configuration, time, log)
{
    protected override WatchStaff JobOf(DateOnly day) => new WatchStaff(day);
}
