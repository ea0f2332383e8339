using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Followers;

/// <summary>Asks WeChat about one openid: whether it follows, which no callback may have told us, and its union id, which none ever tells.</summary>
internal sealed record RefreshFollower(Guid FollowerId);

internal sealed class FollowerRefresher(AppDb db, FollowerBook followers, IFollowerLookup wechat, TimeProvider clock) : IRun<RefreshFollower>
{
    public async Task Run(RefreshFollower job, JobRun run, CancellationToken ct)
    {
        if (await db.Set<Follower>().FirstOrDefaultAsync(f => f.Id == job.FollowerId, ct) is not { } follower || follower is { Subscribed: true, UnionId: not null }) return;
        if (await wechat.Ask(follower.Account, follower.OpenId, ct) is not { } state) return;
        var changed = follower.TurnsOut(state.Subscribed, state.UnionId, clock.GetUtcNow());
        await followers.Join(follower, ct);
        if (changed) db.Announce(new FollowerChanged(follower.Account, follower.OpenId, follower.SubjectId, state.Subscribed));
        await db.SaveChangesAsync(ct);
    }
}

/// <summary>
/// Whoever begins to follow is asked for once: the event names no union id, and without one a person who signed in through the mini
/// program only would get no pushes on the agency account.
/// </summary>
internal sealed class LearnUnionId(AppDb db) : IHandle<FollowerChanged>
{
    public async Task Handle(FollowerChanged happened, CancellationToken ct)
    {
        if (!happened.Subscribed) return;
        if (await db.Set<Follower>().AsNoTracking().FirstOrDefaultAsync(f => f.Account == happened.Account && f.OpenId == happened.OpenId, ct) is { UnionId: null } follower)
            db.Enqueue(new RefreshFollower(follower.Id));
    }
}
