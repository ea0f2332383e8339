using WeChatService.Messaging.Ports;
using WeChatService.Redis.Guard;
using WeChatService.Redis.Wire;

namespace WeChatService.Redis;

/// <summary>The window of one account is one stream with one consumer group; an entry holds a delivery id.</summary>
internal sealed class RedisPushStream(RedisLink commands, RedisLink reader, RedisPushOptions options)
    : IPushDoorbell, IPushListener
{
    private static readonly RedisScript RingScript = new("""
        local free = tonumber(ARGV[1]) - redis.call('XLEN', KEYS[1])
        local count = math.max(0, math.min(free, #ARGV - 1))
        for i = 2, count + 1 do
          redis.call('XADD', KEYS[1], '*', 'd', ARGV[i])
        end
        return count
        """);

    public async Task<int> Ring(string account, IReadOnlyList<Guid> deliveries, CancellationToken ct)
    {
        if (deliveries.Count == 0)
        {
            return 0;
        }

        var values = new object[deliveries.Count + 1];
        values[0] = options.Window;
        for (var i = 0; i < deliveries.Count; i++)
        {
            values[i + 1] = deliveries[i].ToString("N");
        }

        var reply = await RingScript.Run(commands, ct, Stream(account), values).ConfigureAwait(false);
        return (int)reply.Number;
    }

    public async Task<long> Count(string account, CancellationToken ct)
    {
        var reply = await commands.Call(ct, "XLEN", Stream(account)).ConfigureAwait(false);
        return reply.Number;
    }

    public async Task<PushBatch> Read(
        IReadOnlyList<string> accounts,
        int max,
        TimeSpan wait,
        CancellationToken ct)
    {
        // BLOCK 0 would wait for ever.
        var block = Math.Clamp(wait.TotalMilliseconds, 1, options.LongestWait.TotalMilliseconds);
        object[] arguments =
        [
            "GROUP", options.Group, options.Consumer, "COUNT", max, "BLOCK", (int)block, "STREAMS",
            .. accounts.Select(Stream),
            .. accounts.Select(_ => ">"),
        ];
        var deadline = TimeSpan.FromMilliseconds(block) + options.CallDeadline;
        try
        {
            var reply = await reader.Call(deadline, ct, "XREADGROUP", arguments).ConfigureAwait(false);
            return reply.IsNull ? PushBatch.Empty : new PushBatch(StreamsOf(reply, accounts), WindowWasLost: false);
        }
        catch (PushTransportException refused) when (refused.SaysAny("NOGROUP", "UNBLOCKED"))
        {
            await CreateGroups(accounts, ct).ConfigureAwait(false);
            return PushBatch.Empty with { WindowWasLost = true };
        }
    }

    public async Task<PushBatch> TakeOver(string account, TimeSpan idle, int max, CancellationToken ct)
    {
        try
        {
            var reply = await commands
                .Call(
                    ct,
                    "XAUTOCLAIM", Stream(account), options.Group, options.Consumer,
                    (long)idle.TotalMilliseconds, "0-0", "COUNT", max)
                .ConfigureAwait(false);
            var taken = new List<RungDelivery>();
            Collect(taken, account, reply.Items[1]);
            return new PushBatch(taken, WindowWasLost: false);
        }
        catch (PushTransportException refused) when (refused.SaysAny("NOGROUP"))
        {
            await CreateGroups([account], ct).ConfigureAwait(false);
            return PushBatch.Empty with { WindowWasLost = true };
        }
    }

    /// <remarks>
    /// Deletes first: if only the deletion gets through, the next take-over drops the leftover by itself. The
    /// other way round, an acknowledged entry would stay in the stream and occupy its place for good.
    /// </remarks>
    public async Task Finish(IReadOnlyCollection<RungDelivery> done, CancellationToken ct)
    {
        foreach (var ofAccount in done.GroupBy(delivery => delivery.Account))
        {
            var stream = Stream(ofAccount.Key);
            object[] entries = [.. ofAccount.Select(delivery => delivery.Entry)];
            var deletion = commands.Call(ct, "XDEL", [stream, .. entries]);
            var acknowledgement = commands.Call(ct, "XACK", [stream, options.Group, .. entries]);
            await Task.WhenAll(deletion, acknowledgement).ConfigureAwait(false);
        }
    }

    /// <summary>From 0, not from $: what was rung before the group existed must be read too.</summary>
    private async Task CreateGroups(IReadOnlyList<string> accounts, CancellationToken ct)
    {
        foreach (var account in accounts)
        {
            try
            {
                await commands
                    .Call(ct, "XGROUP", "CREATE", Stream(account), options.Group, "0", "MKSTREAM")
                    .ConfigureAwait(false);
            }
            catch (PushTransportException refused) when (refused.SaysAny("BUSYGROUP"))
            {
                // another consumer was faster
            }
        }
    }

    private List<RungDelivery> StreamsOf(IRedisReply reply, IReadOnlyList<string> accounts)
    {
        var read = new List<RungDelivery>();
        foreach (var stream in reply.Items)
        {
            var parts = stream.Items;
            var account = parts[0].Text[options.Prefix.Length..];
            Collect(read, account, parts[1]);
        }

        return read;
    }

    private static void Collect(List<RungDelivery> into, string account, IRedisReply entries)
    {
        foreach (var entry in entries.Items)
        {
            var parts = entry.Items;
            var delivery = Guid.ParseExact(parts[1].Items[1].Text, "N");
            into.Add(new RungDelivery(account, parts[0].Text, delivery));
        }
    }

    private string Stream(string account) => options.Prefix + account;
}
