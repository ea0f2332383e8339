using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Followers;

/// <summary>
/// Whose openid is whose. The agency account and the mini program serve the same people (accounts of agencies), so a union id carries a
/// link from one to the other; the owners' account serves contacts, who are not accounts, and is never linked that way.
/// </summary>
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

    /// <summary>What this unit of work has learnt and not saved yet counts: a sign-in names the union id and asks who it is in one request.</summary>
    public async Task<FollowerRecord?> Find(ServiceAccountKind account, string openId, CancellationToken ct) =>
        (db.Set<Follower>().Local.FirstOrDefault(f => f.Account == account && f.OpenId == openId) ?? await db.Set<Follower>().AsNoTracking().FirstOrDefaultAsync(f => f.Account == account && f.OpenId == openId, ct))?.Card();

    public async Task Link(ServiceAccountKind account, string openId, Guid subjectId, CancellationToken ct)
    {
        var follower = await Known(account, openId, ct);
        if (follower is { SubjectBy: LinkedBy.Link } && follower.SubjectId == subjectId) return;
        var isNews = follower.SubjectId != subjectId;
        follower.BelongsTo(subjectId);
        await Join(follower, ct);
        // For this person the following begins now: before, nobody knew whose phone it was.
        if (isNews && follower.Subscribed) db.Announce(new FollowerChanged(account, openId, subjectId, Subscribed: true));
        // Whoever followed before we were told of it (an account older than this service) is asked for once.
        if (!follower.Subscribed && account != ServiceAccountKind.MiniProgram) db.Enqueue(new RefreshFollower(follower.Id));
    }

    public async Task Release(Guid subjectId, ServiceAccountKind account, CancellationToken ct)
    {
        foreach (var follower in await db.Set<Follower>().Where(f => f.SubjectId == subjectId && f.Account == account).ToListAsync(ct))
        {
            follower.BelongsToNobody();
        }
    }

    public async Task Saw(ServiceAccountKind account, WeChatIdentity identity, CancellationToken ct)
    {
        if (identity.UnionId is not { Length: > 0 and <= 64 } unionId) return;
        var follower = await Known(account, identity.OpenId, ct);
        if (follower.UnionId == unionId) return;
        follower.IsKnownAs(unionId);
        await Join(follower, ct);
    }

    public async Task<IReadOnlyList<FollowerRecord>> SamePerson(ServiceAccountKind account, string openId, CancellationToken ct)
    {
        var one = await Find(account, openId, ct);
        if (one?.UnionId is not { } unionId) return one is null ? [] : [one];
        var all = await db.Set<Follower>().AsNoTracking().Where(f => f.UnionId == unionId).OrderBy(f => f.Id).ToListAsync(ct);
        return [.. all.Select(f => f.Card())];
    }

    /// <summary>
    /// Carries a link between the agency account and the mini program, in whichever direction it is missing. What was linked on its own
    /// openid stays as it is.
    /// </summary>
    public async Task Join(Follower follower, CancellationToken ct)
    {
        if (follower.UnionId is not { } unionId || follower.Account == ServiceAccountKind.Owner) return;
        var sibling = follower.Account == ServiceAccountKind.Agency ? ServiceAccountKind.MiniProgram : ServiceAccountKind.Agency;
        var others = await db.Set<Follower>().Where(f => f.UnionId == unionId && f.Account == sibling).OrderBy(f => f.Id).ToListAsync(ct);
        foreach (var other in others)
        {
            if (follower is { SubjectBy: LinkedBy.Link, SubjectId: { } subject }) other.GoesWith(subject);
            else if (other is { SubjectBy: LinkedBy.Link, SubjectId: { } known }) follower.GoesWith(known);
        }
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
