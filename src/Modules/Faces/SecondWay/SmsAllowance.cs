using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Faces.SecondWay;

/// <summary>How many codes one person's phone got lately: one a minute, five an hour, ten a day, whoever asked for them.</summary>
internal sealed class SmsAllowance : IAgencyOwned
{
    public const int PerHour = 5;
    public const int PerDay = 10;
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    public Guid PersonId { get; private set; }
    public Guid AgencyId { get; private set; }
    public DateTimeOffset LastAt { get; private set; }
    public DateTimeOffset HourBegan { get; private set; }
    public int InHour { get; private set; }
    public DateOnly Day { get; private set; }
    public int InDay { get; private set; }

    /// <summary>Takes one off at once, in a statement of its own: a hundred requests at the same instant get one SMS.</summary>
    /// <returns>False: not now.</returns>
    public static async Task<bool> Take(AppDb db, Guid personId, Guid agencyId, DateTimeOffset now, CancellationToken ct)
    {
        var (today, hourAgo, pauseAgo) = (ChinaTime.DayOf(now), now.AddHours(-1), now - Pause);
        return await db.Database.ExecuteSqlAsync($"""
            insert into sms_allowance as a (person_id, agency_id, last_at, hour_began, in_hour, day, in_day)
            values ({personId}, {agencyId}, {now}, {now}, 1, {today}, 1)
            on conflict (person_id) do update set
              last_at = excluded.last_at,
              hour_began = case when a.hour_began <= {hourAgo} then excluded.hour_began else a.hour_began end,
              in_hour = case when a.hour_began <= {hourAgo} then 1 else a.in_hour + 1 end,
              day = excluded.day,
              in_day = case when a.day < excluded.day then 1 else a.in_day + 1 end
            where a.last_at <= {pauseAgo} and (a.hour_began <= {hourAgo} or a.in_hour < {PerHour}) and (a.day < excluded.day or a.in_day < {PerDay})
            """, ct) == 1;
    }

    /// <summary>Nothing was sent after all.</summary>
    public static Task GiveBack(AppDb db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - Pause;
        return db.Database.ExecuteSqlAsync(
            $"update sms_allowance set last_at = {before}, in_hour = in_hour - 1, in_day = in_day - 1 where person_id = {personId} and last_at = {now}", ct);
    }
}
