using WeChatService.Messaging.Ports;
using WeChatService.Redis.Guard;

namespace WeChatService.Redis;

/// <summary>
/// The generic cell rate algorithm on Redis' own clock: one number per account, the instant at which the budget
/// would be whole again. An empty Redis grants one burst too many, no more. A caller that leaves a reserve stops while
/// there is still something for the others, so they never wait behind it.
/// </summary>
internal sealed class RedisSendAllowance(RedisLink link, RedisPushOptions options) : ISendAllowance
{
    // The minimum guards against a clock that was set back.
    private static readonly RedisScript TakeScript = new("""
        local wanted, interval, burst, reserve = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local whole = math.max(now, tonumber(redis.call('GET', KEYS[1]) or now))
        whole = math.min(whole, now + burst * interval)
        local free = math.max(0, math.floor((now + burst * interval - whole) / interval) - reserve)
        local granted = math.min(wanted, free)
        if granted > 0 then
          whole = whole + granted * interval
          local life = math.ceil((whole - now) / 1000) + 1
          redis.call('SET', KEYS[1], string.format('%.0f', whole), 'PX', life)
        end
        local wait = granted < wanted and math.max(0, whole + (1 + reserve) * interval - now - burst * interval) or 0
        return {granted, math.ceil(wait)}
        """);

    public async Task<SendGrant> Take(string account, int wanted, SendLimit limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wanted, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit.PerSecond, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit.Burst, limit.Reserve + 1);
        var intervalMicroseconds = (1_000_000 + limit.PerSecond - 1) / limit.PerSecond; // never above the rate
        var key = $"{options.Prefix}allowance:{account}";
        var reply = await TakeScript.Run(link, ct, key, wanted, intervalMicroseconds, limit.Burst, limit.Reserve).ConfigureAwait(false);
        var fields = reply.Items;

        // Whole milliseconds, rounded up: Task.Delay would cut the rest off, and its timer may come up to one too early.
        var retryAfter = fields[1].Number == 0 ? 0 : Math.Ceiling(fields[1].Number / 1000.0) + 1;
        return new SendGrant((int)fields[0].Number, TimeSpan.FromMilliseconds(retryAfter));
    }
}
