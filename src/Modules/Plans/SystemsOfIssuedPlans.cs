using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.Plans;

/// <summary>PRJ-24: once a plan is issued, the ticked systems stand; the issued plan is deleted first.</summary>
internal sealed class SystemsOfIssuedPlans(AppDb db) : IHandleAtOnce<SystemsToChange>
{
    public async Task Handle(SystemsToChange e, CancellationToken ct)
    {
        var issued = await db.Set<Plan>().Where(p => p.ProjectId == e.ProjectId && p.State != PlanState.Drafted).OrderByDescending(p => p.Month)
            .Select(p => p.Name).FirstOrDefaultAsync(ct);
        if (issued is not null)
        {
            throw new RuleBroken(PlanProblems.SystemsLocked.Says($"“{issued}”已经下发，系统不能再改。要改，请先删掉已下发的计划。"));
        }
    }
}
