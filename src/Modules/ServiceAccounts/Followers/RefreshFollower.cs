using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Followers;

/// <summary>Asks WeChat whether somebody follows whose following no callback has told us.</summary>
internal sealed record RefreshFollower(Guid FollowerId);

internal sealed class FollowerRefresher(AppDb db, IFollowerLookup wechat) : IRun<RefreshFollower>
{
    public async Task Run(RefreshFollower job, JobRun run, CancellationToken ct)
    {
        if (await db.Set<Follower>().FirstOrDefaultAsync(f => f.Id == job.FollowerId, ct) is not { Subscribed: false } follower) return;
        var (subscribed, unionId) = await wechat.Ask(follower.Account, follower.OpenId, ct);
        if (follower.TurnsOut(subscribed, unionId))
            db.Announce(new FollowerChanged(follower.Account, follower.OpenId, follower.SubjectId, subscribed));
        await db.SaveChangesAsync(ct);
    }
}
