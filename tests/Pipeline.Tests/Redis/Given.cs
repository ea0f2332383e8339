using System.Diagnostics;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace WeChatService.Pipeline.Tests.Redis;

internal static class Given
{
    public const string Account = "agency";

    public static readonly string[] Accounts = [Account];

    public static readonly TimeSpan NoWait = TimeSpan.FromMilliseconds(1);

    /// <summary>Never waited for: whatever a test does while somebody reads comes long before, also on a loaded machine.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromSeconds(30);

    public static RedisPushOptions Options(int port) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Consumer = "worker-1",
    };

    /// <summary>Patience cut to a tenth, so that a test takes a tenth of the time.</summary>
    public static RedisPushOptions ImpatientOptions(int port) => Options(port) with
    {
        CallDeadline = TimeSpan.FromMilliseconds(300),
        LongestWait = TimeSpan.FromMilliseconds(300),
        PingEvery = TimeSpan.FromMilliseconds(100),
        PingDeadline = TimeSpan.FromMilliseconds(150),
        ConnectDeadline = TimeSpan.FromMilliseconds(1_000),
        BackOffCeiling = TimeSpan.FromMilliseconds(200),
        LoadingPause = TimeSpan.FromMilliseconds(100),
    };

    public static RedisPushTransport AReadyTransport(RedisPushOptions options, LineLog? log = null)
    {
        var transport = new RedisPushTransport(options, log ?? new LineLog(print: false), Wire.Open);
        Assert.True(Within(30_000, () => transport.IsReady), "never ready");
        return transport;
    }

    /// <summary>One that reads on until something happens.</summary>
    public static RedisPushTransport APatientTransport(int port) => AReadyTransport(Options(port) with { LongestWait = LongWait });

    /// <summary>So many parcels of one delivery.</summary>
    public static Guid[][] Parcels(int count) => [.. Ids(count).Chunk(1)];

    public const int Window = 100;

    public static Guid[] Ids(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];

    public static bool Within(int milliseconds, Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (clock.ElapsedMilliseconds < milliseconds)
        {
            if (condition())
            {
                return true;
            }

            Thread.Sleep(5);
        }

        return condition();
    }

    private static class Wire
    {
        public static readonly WeChatService.Redis.Wire.OpenWire Open =
            WeChatService.Redis.Wire.StackExchangeWire.Open;
    }
}
