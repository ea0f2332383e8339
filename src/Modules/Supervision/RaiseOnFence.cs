using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Supervision.Contracts;

namespace WeChatService.Supervision;

/// <summary>PRJ-25: a fence that moves after work began is marked, with the old and the new point. May be told twice; a move's flag stays one.</summary>
internal sealed class RaiseOnFence(AppDb db, IProjects projects, Ids ids, TimeProvider time) : IHandle<FenceMoved>
{
    public async Task Handle(FenceMoved moved, CancellationToken ct)
    {
        if (await db.Set<SupervisionFlag>().AnyAsync(f => f.AboutId == moved.MoveId && f.Kind == FlagKind.FenceMoved, ct))
        {
            return;
        }

        var project = await projects.Find(moved.ProjectId, ct)
            ?? throw new InvalidOperationException($"a moved fence speaks of project {moved.ProjectId}, which is not there");
        var flag = SupervisionFlag.Raise(
            ids.Next(), FlagKind.FenceMoved, moved.MoveId, project,
            $"{moved.ByName}移动了围栏 {moved.Metres:0} 米：原来 {moved.Before}，现在 {moved.After}", time.GetUtcNow());
        db.AddRange(flag, AuthorityNotice.OfFlag(ids.Next(), flag));
        db.Announce(new FlagRaised(flag.Id, project.Id, project.AgencyId, project.BrigadeId, project.Region, flag.What, flag.RaisedAt));
    }
}
