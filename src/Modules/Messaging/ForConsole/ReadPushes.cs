using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Messaging.Push;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.ForConsole;

/// <summary>
/// How each account of WeChat stands. Accounts, their quota and their alarms are shared by all agencies; how many wait is said of the
/// asking agency alone.
/// </summary>
internal static class ReadPushes
{
    /// <param name="PendingUrgent">Of this agency, as is the next.</param>
    /// <param name="OldestAt">When the oldest of this agency's waiting pushes was written.</param>
    /// <param name="IsStalled">Due pushes of the account sit longer than they should.</param>
    /// <param name="RestsUntil">Nothing is sent before; null: it does not rest.</param>
    /// <param name="RestReason">Chinese.</param>
    /// <param name="SentToday">By all agencies, since 00:00 Asia/Shanghai.</param>
    /// <param name="Quota">Of the day, as far as WeChat has shown it.</param>
    /// <param name="Alarms">What WeChat refuses until somebody changes a setting; oldest first.</param>
    internal sealed record Account(
        ServiceAccountKind Kind, int PendingUrgent, int PendingOrdinary, DateTimeOffset? OldestAt, bool IsStalled, DateTimeOffset? RestsUntil,
        string? RestReason, int SentToday, int? Quota, IReadOnlyList<Alarm> Alarms);

    /// <param name="What">Chinese; names the setting.</param>
    internal sealed record Alarm(int Errcode, string What, DateTimeOffset FirstAt, DateTimeOffset LastAt, int Count);

    /// <param name="Workers">Processes that send at this moment.</param>
    internal sealed record Response(IReadOnlyList<Account> Accounts, int Workers);

    private sealed record Waiting(ServiceAccountKind Account, DeliveryLane Lane, int Count, DateTimeOffset Oldest);

    public static void Map(RouteGroupBuilder console) => console.MapGet("/pushes", Handle).For(Role.AgencyAdmin, Role.AgencyManager);

    private static async Task<Response> Handle(AppDb db, IServiceAccountAlarms alarms, PushOptions options, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var waiting = await db.Set<Delivery>().Where(d => d.State == DeliveryState.Pending).GroupBy(d => new { d.Account, d.Lane })
            .Select(of => new Waiting(of.Key.Account, of.Key.Lane, of.Count(), of.Min(d => d.CreatedAt))).ToListAsync(ct);
        var accounts = await db.Set<PushAccount>().AsNoTracking().ToDictionaryAsync(of => of.Account, ct);
        var alive = now - TimeSpan.FromSeconds(15);
        var workers = await db.Set<PushWorker>().CountAsync(w => w.SeenAt > alive, ct);
        var open = (await alarms.Open(ct)).ToLookup(of => of.Account, of => new Alarm(of.ErrCode, of.What, of.FirstAt, of.LastAt, of.Count));
        return new Response(
            [.. Enum.GetValues<ServiceAccountKind>().Select(kind => AccountOf(kind, accounts.GetValueOrDefault(kind), [.. waiting.Where(w => w.Account == kind)], [.. open[kind]], options, now))],
            workers);
    }

    private static Account AccountOf(ServiceAccountKind kind, PushAccount? shared, List<Waiting> waiting, List<Alarm> alarms, PushOptions options, DateTimeOffset now)
    {
        int Of(DeliveryLane lane) => waiting.Where(w => w.Lane == lane).Sum(w => w.Count);
        var rests = shared?.RestsUntil is { } until && until > now ? until : (DateTimeOffset?)null;
        return new Account(
            kind, Of(DeliveryLane.Urgent), Of(DeliveryLane.Ordinary), waiting.Count == 0 ? null : waiting.Min(w => w.Oldest),
            rests is null && shared?.OldestDueAt is { } due && now - due > options.StalledAfter, rests,
            rests is null ? null : DeliveryReasons.Say(DeliveryState.Pending, shared!.RestReason),
            shared?.Day == ChinaTime.DayOf(now) ? shared.SentToday : 0, shared?.LearnedQuota, alarms);
    }
}
