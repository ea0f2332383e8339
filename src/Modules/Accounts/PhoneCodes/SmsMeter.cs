using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Accounts.PhoneCodes;

/// <summary>How many SMS went out lately on account of one person, phone, visitor or address. Phones stand here hashed.</summary>
[Shared("counts and nothing else; no door reads it")]
internal sealed class SmsMeter
{
    public string Key { get; private set; } = "";
    public DateTimeOffset LastAt { get; private set; }
    public DateTimeOffset HourBegan { get; private set; }
    public int InHour { get; private set; }
    public DateOnly Day { get; private set; }
    public int InDay { get; private set; }
}

internal sealed class SmsMeters(AppDb db) : ISmsMeters
{
    public async Task<string?> Take(IReadOnlyList<(string Key, SmsLimit Limit)> meters, DateTimeOffset now, CancellationToken ct)
    {
        for (var taken = 0; taken < meters.Count; taken++)
        {
            if (!await Take(meters[taken].Key, meters[taken].Limit, now, ct))
            {
                await GiveBack([.. meters.Take(taken)], now, ct);
                return meters[taken].Key;
            }
        }

        return null;
    }

    public async Task GiveBack(IReadOnlyList<(string Key, SmsLimit Limit)> meters, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var (key, limit) in meters)
        {
            var before = now - limit.Pause;
            await db.Database.ExecuteSqlAsync(
                $"update sms_meter set last_at = {before}, in_hour = in_hour - 1, in_day = in_day - 1 where key = {key} and last_at = {now}", ct);
        }
    }

    /// <summary>A statement of its own, committed at once.</summary>
    private async Task<bool> Take(string key, SmsLimit limit, DateTimeOffset now, CancellationToken ct)
    {
        // Without a pause two that come at once are both counted, also where the later one was a moment faster.
        var pauseAgo = limit.Pause > TimeSpan.Zero ? now - limit.Pause : now.AddDays(1);
        var (today, hourAgo) = (ChinaTime.DayOf(now), now.AddHours(-1));
        return await db.Database.ExecuteSqlAsync($"""
            insert into sms_meter as m (key, last_at, hour_began, in_hour, day, in_day)
            values ({key}, {now}, {now}, 1, {today}, 1)
            on conflict (key) do update set
              last_at = excluded.last_at,
              hour_began = case when m.hour_began <= {hourAgo} then excluded.hour_began else m.hour_began end,
              in_hour = case when m.hour_began <= {hourAgo} then 1 else m.in_hour + 1 end,
              day = excluded.day,
              in_day = case when m.day < excluded.day then 1 else m.in_day + 1 end
            where m.last_at <= {pauseAgo} and (m.hour_began <= {hourAgo} or m.in_hour < {limit.PerHour}) and (m.day < excluded.day or m.in_day < {limit.PerDay})
            """, ct) == 1;
    }
}
