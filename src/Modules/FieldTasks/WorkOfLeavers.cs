using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.FieldTasks;

/// <summary>PEO-30: nobody is taken off a project while something of it is still his to do; it would wait for somebody who sees it no longer.</summary>
internal sealed class WorkOfLeavers(AppDb db, IPlans plans, IPeople people) : IHandleAtOnce<TeamToLeave>
{
    public async Task Handle(TeamToLeave e, CancellationToken ct)
    {
        foreach (var person in e.PersonIds)
        {
            var open = await db.Set<FieldTask>().CountAsync(t => t.ProjectId == e.ProjectId && t.OperatorId == person && FieldTask.Unfinished.Contains(t.State), ct)
                + await db.Set<FaultTask>().CountAsync(
                    t => t.ProjectId == e.ProjectId && t.OperatorId == person
                        && (t.State == FaultTaskState.Dispatched || t.State == FaultTaskState.Accepted || t.State == FaultTaskState.InProgress), ct)
                + (await plans.AssignedTo(person, ct)).Where(p => p.ProjectId == e.ProjectId).Sum(p => p.Items.Count(i => i.WaitsFor(person)));
            if (open > 0)
            {
                throw new RuleBroken(FieldTaskProblems.LeaverHasWork.Says(
                    $"{(await people.Find(person, ct))?.Name}在这个项目还有 {open} 项没做完。等他做完，或先下发给别人，再换下他。"));
            }
        }
    }
}
