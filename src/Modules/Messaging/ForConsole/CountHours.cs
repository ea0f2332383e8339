using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Messaging.ForConsole;

/// <summary>How many pushes each of the last 24 hours had, and what became of them.</summary>
internal static class CountHours
{
    private const int Hours = 24;

    /// <param name="At">The beginning of the hour.</param>
    /// <param name="Arrived">Taken by WeChat, or known to have reached the phone.</param>
    /// <param name="Waiting">Still to be sent.</param>
    /// <param name="InboxOnly">In the message list alone: the receiver does not follow, or had enough that day.</param>
    /// <param name="Failed">Refused, blocked, dead, or nobody knows.</param>
    internal sealed record Hour(DateTimeOffset At, int Arrived, int Waiting, int InboxOnly, int Failed);

    internal sealed record Response(IReadOnlyList<Hour> Hours);

    private sealed record Counted(DateTime At, string State, int Count);

    public static void Map(RouteGroupBuilder console) =>
        console.MapGet("/deliveries/hours", Handle).For(Role.AgencyAdmin, Role.AgencyManager);

    private static async Task<Response> Handle(AppDb db, CurrentActor actor, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var first = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero).AddHours(1 - Hours);
        var (from, agency) = (IdRange.Floor(first), actor.Required.AgencyId);
        // A range of ids, so that a day is read and not the table; the agency is named here because a plain statement passes no filter.
        var counted = await db.Database.SqlQuery<Counted>(
            $"""
            select date_trunc('hour', created_at, 'UTC') at time zone 'UTC' as "at", state, count(*)::int as "count"
            from delivery where agency_id = {agency} and id >= {from} group by 1, 2
            """).ToListAsync(ct);
        var byHour = counted.ToLookup(of => new DateTimeOffset(of.At, TimeSpan.Zero));
        return new Response([.. Enumerable.Range(0, Hours).Select(i => first.AddHours(i)).Select(at => HourOf(at, [.. byHour[at]]))]);
    }

    private static Hour HourOf(DateTimeOffset at, List<Counted> counted)
    {
        int Of(params DeliveryState[] states) => counted.Where(of => states.Any(state => of.State == state.ToString())).Sum(of => of.Count);
        var arrived = Of(DeliveryState.Sent, DeliveryState.Delivered);
        var waiting = Of(DeliveryState.Pending);
        var inboxOnly = Of(DeliveryState.NotFollowing, DeliveryState.OverDailyLimit);
        return new Hour(at, arrived, waiting, inboxOnly, counted.Sum(of => of.Count) - arrived - waiting - inboxOnly);
    }
}
