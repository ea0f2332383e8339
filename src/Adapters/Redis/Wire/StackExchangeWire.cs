using StackExchange.Redis;
using WeChatService.Messaging.Ports;

namespace WeChatService.Redis.Wire;

/// <summary>
/// StackExchange.Redis 1.2.6: the only file that knows the package, written so that 2.x and 3.x need no more
/// than the lines marked (1.x) taken out.
/// </summary>
internal sealed class StackExchangeWire : IRedisWire
{
    // What the handshake would ask and nobody needs. Without SUBSCRIBE there is one socket, not two.
    private static readonly HashSet<string> Unused = ["SUBSCRIBE", "CONFIG", "CLUSTER", "SENTINEL"];

    private readonly ConnectionMultiplexer multiplexer;
    private readonly IDatabase database;

    private StackExchangeWire(ConnectionMultiplexer multiplexer, int databaseNumber)
    {
        this.multiplexer = multiplexer;
        database = multiplexer.GetDatabase(databaseNumber);
    }

    public static async Task<IRedisWire> Open(RedisPushOptions options, Action<string> broken)
    {
        var connectMilliseconds = (int)options.ConnectDeadline.TotalMilliseconds;
        var configuration = new ConfigurationOptions
        {
            EndPoints = { { options.Host, options.Port } },
            Password = options.Password,
            Ssl = options.Tls,
            ClientName = options.Consumer,
            AbortOnConnectFail = true,
            ConnectRetry = 1,
            ConnectTimeout = connectMilliseconds,
            ConfigCheckSeconds = 0,
            TieBreaker = "",
            CommandMap = CommandMap.Create(Unused, available: false),
        };

        var multiplexer = await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
        multiplexer.PreserveAsyncOrder = false; // (1.x) else one slow continuation holds up all replies
        multiplexer.ConnectionFailed += (_, failed) => broken($"{failed.FailureType}");
        return new StackExchangeWire(multiplexer, options.Database);
    }

    public async Task<IRedisReply> Execute(string command, object[] arguments)
    {
        try
        {
            return new Reply(await database.ExecuteAsync(command, arguments).ConfigureAwait(false));
        }
        catch (RedisServerException refused)
        {
            var failure = refused.Message.StartsWith("OOM", StringComparison.Ordinal)
                ? PushFailure.Full
                : PushFailure.Refused;
            throw new PushTransportException(failure, refused.Message, refused);
        }
        catch (Exception lost)
        {
            throw new PushTransportException(PushFailure.ConnectionLost, $"{command}: {lost.Message}", lost);
        }
    }

    public void Dispose()
    {
        // Not "allow commands to complete": that waits for a peer that may be silent.
        multiplexer.Close(allowCommandsToComplete: false);
        multiplexer.Dispose();
    }

    private sealed class Reply(RedisResult result) : IRedisReply
    {
        public bool IsNull => result.IsNull;

        public long Number => (long)result;

        public string Text => (string)result!;

        public byte[] Bytes => (byte[])result!;

        public IReadOnlyList<IRedisReply> Items
        {
            get
            {
                var items = (RedisResult[])result!;
                return Array.ConvertAll(items, static item => (IRedisReply)new Reply(item));
            }
        }
    }
}
