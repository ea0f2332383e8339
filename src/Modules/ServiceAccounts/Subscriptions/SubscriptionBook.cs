using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Subscriptions;

/// <summary>
/// Counts by statements that the database serializes on the row of (openid, template). Whoever has a transaction open (the relay, the
/// callback worker) gets them inside it; a request without one gets each statement by itself, which is why the word of a teller and its
/// counting are one statement.
/// </summary>
internal sealed class SubscriptionBook(AppDb db, Ids ids, TimeProvider clock) : ISubscriptions
{
    public async Task<int> Remaining(string openId, string templateKey, CancellationToken ct) =>
        await db.Set<Subscription>().AsNoTracking().Where(s => s.OpenId == openId && s.TemplateKey == templateKey).Select(s => s.Remaining).FirstOrDefaultAsync(ct);

    public async Task<bool> Take(string openId, string templateKey, CancellationToken ct)
    {
        var now = Now();
        return await db.Database.ExecuteSqlAsync(
            $"update subscription set remaining = remaining - 1, changed_at = {now} where open_id = {openId} and template_key = {templateKey} and remaining > 0", ct) == 1;
    }

    public async Task Accepted(string openId, string templateKey, OptInSource source, string tap, DateTimeOffset at, CancellationToken ct)
    {
        var (now, id, teller, when) = (Now(), ids.Next(), source.ToString(), at.ToUniversalTime());
        await using var own = await OwnTransaction(ct);
        // The row is the lock: two tellers of one tap wait for each other here, and the second one sees the first one's word.
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into subscription as s (open_id, template_key, remaining, changed_at) values ({openId}, {templateKey}, 0, {now})
            on conflict (open_id, template_key) do update set changed_at = excluded.changed_at
            """, ct);
        var news = await db.Database.ExecuteSqlAsync(
            $"""
            insert into opt_in (id, open_id, template_key, source, tap, at, matched) values ({id}, {openId}, {templateKey}, {teller}, {tap}, {when}, false)
            on conflict (open_id, template_key, source, tap) do nothing
            """, ct) == 1;
        if (news && !await MatchesTheOtherTellersWord(openId, templateKey, teller, id, when, ct))
            await db.Database.ExecuteSqlAsync(
                $"update subscription set remaining = least(remaining + 1, {Subscription.Most}) where open_id = {openId} and template_key = {templateKey}", ct);
        var old = now - TimeSpan.FromDays(1);
        await db.Database.ExecuteSqlAsync($"delete from opt_in where open_id = {openId} and template_key = {templateKey} and at < {old}", ct);
        if (own is not null) await own.CommitAsync(ct);
    }

    /// <summary>Pairs this word with one of the other teller about the same tap, so that neither is paired again.</summary>
    private async Task<bool> MatchesTheOtherTellersWord(string openId, string templateKey, string teller, Guid id, DateTimeOffset at, CancellationToken ct)
    {
        var (from, until) = (at - OptIn.SameTap, at + OptIn.SameTap);
        return await db.Database.ExecuteSqlAsync(
            $"""
            with pair as (
                select id from opt_in
                where open_id = {openId} and template_key = {templateKey} and source <> {teller} and not matched and at between {from} and {until}
                order by at limit 1)
            update opt_in set matched = true where exists (select from pair) and (id = {id} or id in (select id from pair))
            """, ct) > 0;
    }

    public Task Withdrawn(string openId, string templateKey, CancellationToken ct)
    {
        var now = Now();
        return db.Database.ExecuteSqlAsync(
            $"update subscription set remaining = 0, changed_at = {now} where open_id = {openId} and template_key = {templateKey} and remaining > 0", ct);
    }

    private async Task<IDbContextTransaction?> OwnTransaction(CancellationToken ct) =>
        db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;

    private DateTimeOffset Now() => clock.GetUtcNow().ToUniversalTime();
}
