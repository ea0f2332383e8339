using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Alarms;

/// <summary>
/// Writes alarms on connections of its own: they outlive the request that met them. A refused account may mean thousands of refused calls,
/// so one process writes the same alarm every ten seconds at most and counts in between. Alarms that another process rang are learnt of
/// every fifteen seconds, so that whoever sees it work can clear them.
/// </summary>
internal sealed class AlarmBell(IServiceScopeFactory scopes, Ids ids, TimeProvider clock, ILogger<AlarmBell> log) : IAlarmBell
{
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<(ServiceAccountKind, int, string), Unwritten> rung = new();
    private volatile IReadOnlySet<(ServiceAccountKind, string)> open = new HashSet<(ServiceAccountKind, string)>();
    private long lookedAt = long.MinValue;

    private sealed class Unwritten
    {
        public int Count;
        public long WrittenAt = long.MinValue;
    }

    public async Task Ring(ServiceAccountKind account, int errCode, string path, string what)
    {
        var entry = rung.GetOrAdd((account, errCode, path), _ => new Unwritten());
        int count;
        lock (entry)
        {
            entry.Count++;
            if (!Passed(entry.WrittenAt, BetweenWrites)) return;
            (count, entry.Count, entry.WrittenAt) = (entry.Count, 0, clock.GetTimestamp());
        }
        log.LogError("WeChat refuses {Account} {Path} with {Code}: {What}", account, path, errCode, what);
        var (id, kind, now, text) = (ids.Next(), account.ToString(), clock.GetUtcNow().ToUniversalTime(), what.Length > 500 ? what[..500] : what);
        await Quietly(db => db.Database.ExecuteSqlAsync(
            $"""
            insert into service_account_alarm as alarm (id, account, err_code, path, what, first_at, last_at, count)
            values ({id}, {kind}, {errCode}, {path}, {text}, {now}, {now}, {count})
            on conflict (account, err_code, path) where cleared_at is null
            do update set last_at = excluded.last_at, count = alarm.count + excluded.count, what = excluded.what
            """));
        open = new HashSet<(ServiceAccountKind, string)>(open) { (account, path) };
    }

    public async Task Works(ServiceAccountKind account, string path)
    {
        var last = Interlocked.Read(ref lookedAt);
        if (Passed(last, BetweenLooks) && Interlocked.CompareExchange(ref lookedAt, clock.GetTimestamp(), last) == last) await Look();
        if (!open.Contains((account, path))) return;
        var (kind, now) = (account.ToString(), clock.GetUtcNow().ToUniversalTime());
        if (!await Quietly(db => db.Database.ExecuteSqlAsync(
            $"update service_account_alarm set cleared_at = {now} where account = {kind} and path = {path} and cleared_at is null"))) return;
        log.LogInformation("WeChat serves {Account} {Path} again", account, path);
        open = open.Where(known => known != (account, path)).ToHashSet();
        foreach (var key in rung.Keys.Where(k => k.Item1 == account && k.Item3 == path)) rung.TryRemove(key, out _);
    }

    private Task<bool> Look() => Quietly(async db =>
    {
        var rows = await db.Set<AlarmRow>().AsNoTracking().Where(a => a.ClearedAt == null).Select(a => new { a.Account, a.Path }).ToListAsync();
        open = rows.Select(a => (a.Account, a.Path)).ToHashSet();
    });

    /// <summary>A database that does not answer must not fail the call that an alarm is about.</summary>
    private async Task<bool> Quietly(Func<AppDb, Task> act)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await act(scope.ServiceProvider.GetRequiredService<AppDb>());
            return true;
        }
        catch (Exception e)
        {
            log.LogWarning("An alarm could not be written: {What}", e.GetType().Name);
            return false;
        }
    }

    private bool Passed(long since, TimeSpan time) => since == long.MinValue || clock.GetElapsedTime(since) >= time;
}
