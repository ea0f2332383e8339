using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Plans;

/// <summary>PRJ-35: a month that has a plan is not suspended, neither when it is asked for nor when it is approved.</summary>
internal sealed class MonthsThatRest(AppDb db) : IHandleAtOnce<MonthToRest>
{
    public async Task Handle(MonthToRest e, CancellationToken ct)
    {
        if (await db.Set<Plan>().IgnoreQueryFilters().AnyAsync(p => p.ProjectId == e.ProjectId && p.Month == e.Month, ct))
        {
            throw new RuleBroken(PlanProblems.MonthHasPlan.Says($"{e.Month.Says()} 已经有维保计划，不能暂停。要暂停，请先删掉这个计划。").With("month", e.Month.ToString()));
        }
    }
}
