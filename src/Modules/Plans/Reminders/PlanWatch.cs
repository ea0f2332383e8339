using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatService.Kernel;

namespace WeChatService.Plans.Reminders;

/// <summary>Orders the day's reminders: who was told is told once.</summary>
internal sealed class PlanWatch(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider time, ILogger<PlanWatch> log)
    : DailyOrder<RemindOfPlans>("Plans:Reminders", scopes, configuration, time, log)
{
    protected override RemindOfPlans? JobOf(DateOnly day) => RemindOfPlans.IsDue(day) ? new RemindOfPlans(day) : null;
}
