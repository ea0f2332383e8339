using System.Diagnostics;
using Microsoft.Extensions.Logging;
using WeChatService.Messaging.Ports;
using WeChatService.Redis.Guard;
using WeChatService.Redis.Wire;

namespace WeChatService.Redis;

/// <summary>
/// The Redis half of the push pipeline: two guarded connections, one for commands and one for the waiting read.
/// </summary>
public sealed class RedisPushTransport : IDisposable
{
    private readonly RedisLink commands;
    private readonly RedisLink reader;

    public RedisPushTransport(RedisPushOptions options, ILogger<RedisPushTransport> log)
        : this(options, log, StackExchangeWire.Open)
    {
    }

    internal RedisPushTransport(RedisPushOptions options, ILogger log, OpenWire open)
    {
        commands = new RedisLink("commands", options, longestBlock: TimeSpan.Zero, open, log);
        reader = new RedisLink("reader", options, longestBlock: options.LongestWait, open, log);
        var stream = new RedisPushStream(commands, reader, options);
        Doorbell = stream;
        Listener = stream;
        Allowance = new RedisSendAllowance(commands, options);
    }

    public IPushDoorbell Doorbell { get; }

    public IPushListener Listener { get; }

    public ISendAllowance Allowance { get; }

    /// <summary>Both connections answer.</summary>
    public bool IsReady => commands.Status.State == LinkState.Ready && reader.Status.State == LinkState.Ready;

    /// <summary>For a health endpoint: never throws, and takes no longer than one deadline.</summary>
    public async Task<TransportHealth> Check(CancellationToken ct = default)
    {
        if (!IsReady)
        {
            return new TransportHealth(IsReady: false, $"commands {commands.Status}, reader {reader.Status}", null);
        }

        var startedAt = Stopwatch.GetTimestamp();
        try
        {
            var memory = await commands.Call(ct, "INFO", "memory").ConfigureAwait(false);
            var took = Stopwatch.GetElapsedTime(startedAt);
            var evicts = !memory.Text.Contains("maxmemory_policy:noeviction", StringComparison.Ordinal);
            var detail = evicts ? "maxmemory-policy is not noeviction: entries may vanish" : "ready";
            return new TransportHealth(!evicts, detail, took);
        }
        catch (PushTransportException failed)
        {
            return new TransportHealth(IsReady: false, failed.Message, null);
        }
    }

    internal RedisLink Commands => commands;

    internal RedisLink Reader => reader;

    public void Dispose()
    {
        reader.Dispose();
        commands.Dispose();
    }
}

/// <param name="IsReady">False also when Redis would evict our entries.</param>
/// <param name="Detail">For people.</param>
/// <param name="RoundTrip">Null if there was none.</param>
public sealed record TransportHealth(bool IsReady, string Detail, TimeSpan? RoundTrip);
