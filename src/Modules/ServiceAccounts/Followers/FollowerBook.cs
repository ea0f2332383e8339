using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Followers;

internal sealed class FollowerBook(AppDb db, Ids ids, TimeProvider clock) : IFollowers
{
    public Task<IReadOnlyList<FollowerRecord>> Of(Guid subjectId, ServiceAccountKind account, CancellationToken ct) => Of([subjectId], account, ct);

    public async Task<IReadOnlyList<FollowerRecord>> Of(IReadOnlyCollection<Guid> subjectIds, ServiceAccountKind account, CancellationToken ct)
    {
        var followers = await db.Set<Follower>().AsNoTracking()
            .Where(f => f.Account == account && f.SubjectId != null && subjectIds.Contains(f.SubjectId.Value))
            .OrderBy(f => f.Id).ToListAsync(ct);
        return [.. followers.Select(f => f.Card())];
    }

    public async Task<FollowerRecord?> Find(ServiceAccountKind account, string openId, CancellationToken ct) =>
        (await db.Set<Follower>().AsNoTracking().FirstOrDefaultAsync(f => f.Account == account && f.OpenId == openId, ct))?.Card();

    public async Task Link(ServiceAccountKind account, string openId, Guid subjectId, CancellationToken ct)
    {
        var follower = await Known(account, openId, ct);
        if (follower.SubjectId == subjectId) return;
        follower.BelongsTo(subjectId);
        // Whoever followed before we were told of it (an account older than this service) is asked for once.
        if (!follower.Subscribed && account != ServiceAccountKind.MiniProgram) db.Enqueue(new RefreshFollower(follower.Id));
    }

    /// <summary>
    /// The row of this openid, made if need be. It is inserted at once and not with the unit of work: a sign-in and a callback of the same
    /// person meet here, and neither may fail for it. A row that stays behind alone says nothing.
    /// </summary>
    public async Task<Follower> Known(ServiceAccountKind account, string openId, CancellationToken ct)
    {
        if (await db.Set<Follower>().FirstOrDefaultAsync(f => f.Account == account && f.OpenId == openId, ct) is { } follower) return follower;
        var (id, kind, now) = (ids.Next(), account.ToString(), clock.GetUtcNow().ToUniversalTime());
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into follower (id, account, open_id, subscribed, first_seen_at) values ({id}, {kind}, {openId}, false, {now})
            on conflict (account, open_id) do nothing
            """, ct);
        return await db.Set<Follower>().FirstAsync(f => f.Account == account && f.OpenId == openId, ct);
    }
}
