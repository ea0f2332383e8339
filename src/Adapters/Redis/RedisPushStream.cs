using WeChatService.Messaging.Ports;
using WeChatService.Redis.Guard;
using WeChatService.Redis.Wire;

namespace WeChatService.Redis;

/// <summary>The window of one lane is one stream with one consumer group; an entry holds the ids of a parcel, 16 bytes each.</summary>
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

    // Deletes first: if only the deletion gets through, the next take-over drops the leftover by itself. The other way
    // round, an acknowledged entry would stay in the stream and occupy its place for good.
    private static readonly RedisScript FinishScript = new("""
        redis.call('XDEL', KEYS[1], unpack(ARGV, 2))
        return redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 2))
        """);

    private static readonly RedisScript GiveBackScript = new("""
        for i = 2, #ARGV, 2 do
          redis.call('XADD', KEYS[1], '*', 'd', ARGV[i + 1])
          redis.call('XDEL', KEYS[1], ARGV[i])
          redis.call('XACK', KEYS[1], ARGV[1], ARGV[i])
        end
        return 0
        """);

    public async Task<int> Ring(string stream, IReadOnlyList<Guid[]> parcels, int window, CancellationToken ct)
    {
        if (parcels.Count == 0)
        {
            return 0;
        }

        var values = new object[parcels.Count + 1];
        values[0] = window;
        for (var i = 0; i < parcels.Count; i++)
        {
            values[i + 1] = ParcelBytes.Of(parcels[i]);
        }

        var reply = await RingScript.Run(commands, ct, Key(stream), values).ConfigureAwait(false);
        return (int)reply.Number;
    }

    public async Task<long> Count(string stream, CancellationToken ct)
    {
        var reply = await commands.Call(ct, "XLEN", Key(stream)).ConfigureAwait(false);
        return reply.Number;
    }

    public async Task<PushBatch> Read(
        IReadOnlyList<string> streams,
        int max,
        TimeSpan wait,
        CancellationToken ct)
    {
        // BLOCK 0 would wait for ever.
        var block = Math.Clamp(wait.TotalMilliseconds, 1, options.LongestWait.TotalMilliseconds);
        object[] arguments =
        [
            "GROUP", options.Group, options.Consumer, "COUNT", max, "BLOCK", (int)block, "STREAMS",
            .. streams.Select(Key),
            .. streams.Select(_ => ">"),
        ];
        var deadline = TimeSpan.FromMilliseconds(block) + options.CallDeadline;
        try
        {
            var reply = await reader.Call(deadline, ct, "XREADGROUP", arguments).ConfigureAwait(false);
            return reply.IsNull ? PushBatch.Empty : new PushBatch(StreamsOf(reply), WindowWasLost: false);
        }
        catch (PushTransportException refused) when (refused.SaysAny("NOGROUP", "UNBLOCKED"))
        {
            await CreateGroups(streams, ct).ConfigureAwait(false);
            return PushBatch.Empty with { WindowWasLost = true };
        }
    }

    public async Task<PushBatch> TakeOver(string stream, TimeSpan idle, int max, CancellationToken ct)
    {
        try
        {
            var reply = await commands
                .Call(
                    ct,
                    "XAUTOCLAIM", Key(stream), options.Group, options.Consumer,
                    (long)idle.TotalMilliseconds, "0-0", "COUNT", max)
                .ConfigureAwait(false);
            var taken = new List<RungParcel>();
            Collect(taken, stream, reply.Items[1]);
            return new PushBatch(taken, WindowWasLost: false);
        }
        catch (PushTransportException refused) when (refused.SaysAny("NOGROUP"))
        {
            await CreateGroups([stream], ct).ConfigureAwait(false);
            return PushBatch.Empty with { WindowWasLost = true };
        }
    }

    public async Task Finish(IReadOnlyCollection<RungParcel> done, CancellationToken ct)
    {
        foreach (var ofStream in done.Where(IsInRedis).GroupBy(parcel => parcel.Stream))
        {
            object[] arguments = [options.Group, .. ofStream.Select(parcel => parcel.Entry)];
            await FinishScript.Run(commands, ct, Key(ofStream.Key), arguments).ConfigureAwait(false);
        }
    }

    public async Task GiveBack(IReadOnlyCollection<RungParcel> unsent, CancellationToken ct)
    {
        foreach (var ofStream in unsent.Where(IsInRedis).GroupBy(parcel => parcel.Stream))
        {
            object[] arguments = [options.Group, .. ofStream.SelectMany(parcel => new object[] { parcel.Entry, ParcelBytes.Of(parcel.Deliveries) })];
            await GiveBackScript.Run(commands, ct, Key(ofStream.Key), arguments).ConfigureAwait(false);
        }
    }

    private static bool IsInRedis(RungParcel parcel) => parcel.Entry.Length > 0;

    /// <summary>From 0, not from $: what was rung before the group existed must be read too.</summary>
    private async Task CreateGroups(IReadOnlyList<string> streams, CancellationToken ct)
    {
        foreach (var stream in streams)
        {
            try
            {
                await commands
                    .Call(ct, "XGROUP", "CREATE", Key(stream), options.Group, "0", "MKSTREAM")
                    .ConfigureAwait(false);
            }
            catch (PushTransportException refused) when (refused.SaysAny("BUSYGROUP"))
            {
                // another consumer was faster
            }
        }
    }

    private List<RungParcel> StreamsOf(IRedisReply reply)
    {
        var read = new List<RungParcel>();
        foreach (var stream in reply.Items)
        {
            var parts = stream.Items;
            Collect(read, parts[0].Text[options.Prefix.Length..], parts[1]);
        }

        return read;
    }

    private static void Collect(List<RungParcel> into, string stream, IRedisReply entries)
    {
        foreach (var entry in entries.Items)
        {
            var parts = entry.Items;
            into.Add(new RungParcel(stream, parts[0].Text, ParcelBytes.Read(parts[1].Items[1].Bytes)));
        }
    }

    private string Key(string stream) => options.Prefix + stream;
}
