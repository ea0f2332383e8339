using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Visits;

/// <summary>CHK-16: whoever is at work on a site ends that first; taken off the project he could not.</summary>
internal sealed class VisitsOfLeavers(AppDb db, IPeople people) : IHandleAtOnce<TeamToLeave>
{
    public async Task Handle(TeamToLeave e, CancellationToken ct)
    {
        var (project, leaving) = (e.ProjectId, e.PersonIds);
        var at = await db.Set<Visit>().Where(v => v.ProjectId == project && leaving.Contains(v.PersonId) && v.EndedAt == null).Select(v => v.PersonId).FirstOrDefaultAsync(ct);
        if (at != default)
        {
            throw new RuleBroken(VisitProblems.LeaverIsAtWork.Says($"{(await people.Find(at, ct))?.Name}正在这个项目执业。等他结束，再换下他。"));
        }
    }
}
