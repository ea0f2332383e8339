using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Followers;

/// <summary>
/// Takes in who follows an account that is older than this service, and puts right what missed callbacks left wrong. A hundred followers
/// are one unit of work; a run that broke off can be begun again, which changes nothing that is right already.
/// </summary>
internal sealed class FollowerImport(IServiceScopeFactory scopes, IFollowerLookup wechat, TimeProvider clock) : IImportFollowers
{
    private const int MostAttempts = 5;

    public async Task<FollowersImported> Run(ServiceAccountKind account, IProgress<int>? progress, CancellationToken ct)
    {
        if (account == ServiceAccountKind.MiniProgram) throw new ArgumentOutOfRangeException(nameof(account), "nobody follows a mini program");
        var (began, known, joined) = (clock.GetUtcNow(), 0, 0);
        string? from = null;
        do
        {
            var page = await wechat.Page(account, from, ct);
            foreach (var hundred in page.OpenIds.Chunk(IFollowerLookup.Most))
            {
                var states = await wechat.AskMany(account, hundred, ct);
                joined += await AgainIfChanged(() => TakeIn(account, states, ct));
                known += hundred.Length;
                progress?.Report(known);
            }
            from = page.Next;
        }
        while (from is not null);
        return new FollowersImported(known, joined, await LetGo(account, began, ct));
    }

    private async Task<int> TakeIn(ServiceAccountKind account, IReadOnlyList<FollowerState> states, CancellationToken ct)
    {
        await using var scope = SystemScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var book = scope.ServiceProvider.GetRequiredService<FollowerBook>();
        var joined = 0;
        foreach (var state in states)
        {
            var follower = await book.Known(account, state.OpenId, ct);
            var (was, changed) = (follower.SubjectId, follower.TurnsOut(state.Subscribed, state.UnionId, clock.GetUtcNow()));
            await book.Join(follower, ct);
            if (was is null && follower.SubjectId is not null) joined++;
            // Somebody whom nobody has linked concerns no module: announcing thousands of them would only fill the outbox.
            if (changed && follower.SubjectId is not null) db.Announce(new FollowerChanged(account, follower.OpenId, follower.SubjectId, follower.Subscribed));
        }
        await db.SaveChangesAsync(ct);
        return joined;
    }

    /// <summary>Whoever we thought follows and WeChat did not list any more. Whose state changed meanwhile keeps it.</summary>
    private async Task<int> LetGo(ServiceAccountKind account, DateTimeOffset began, CancellationToken ct)
    {
        var gone = 0;
        while (true)
        {
            var released = await AgainIfChanged(() => LetGoOfSome(account, began, ct));
            if (released == 0) return gone;
            gone += released;
        }
    }

    private async Task<int> LetGoOfSome(ServiceAccountKind account, DateTimeOffset began, CancellationToken ct)
    {
        await using var scope = SystemScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        // WeChat's times are whole seconds of its own clock: whoever came just before we began may not be in the list yet.
        var settled = began.AddMinutes(-1);
        var left = await db.Set<Follower>()
            .Where(f => f.Account == account && f.Subscribed && (f.ConfirmedAt == null || f.ConfirmedAt < began) && (f.ChangedAt == null || f.ChangedAt < settled))
            .OrderBy(f => f.Id).Take(IFollowerLookup.Most).ToListAsync(ct);
        foreach (var follower in left)
        {
            follower.TurnsOut(false, null, clock.GetUtcNow());
            if (follower.SubjectId is not null) db.Announce(new FollowerChanged(account, follower.OpenId, follower.SubjectId, false));
        }
        await db.SaveChangesAsync(ct);
        return left.Count;
    }

    /// <summary>A callback, a sign-in or a refresh of one of them may come between; then these are looked at anew, in a scope of their own.</summary>
    private static async Task<int> AgainIfChanged(Func<Task<int>> act)
    {
        for (var attempt = 1; ; attempt++)
            try { return await act(); }
            catch (DbUpdateConcurrencyException) when (attempt < MostAttempts) { }
    }

    private AsyncServiceScope SystemScope()
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        return scope;
    }
}
