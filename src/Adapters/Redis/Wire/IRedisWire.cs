using WeChatService.Messaging.Ports;
namespace WeChatService.Redis.Wire;

/// <summary>
/// One client object of whatever library, connected once. It need not time out, notice a silent peer or
/// reconnect: the guard does that, and throws the wire away when in doubt.
/// </summary>
internal interface IRedisWire : IDisposable
{
    /// <exception cref="PushTransportException">Refused, Full or ConnectionLost; nothing else.</exception>
    Task<IRedisReply> Execute(string command, object[] arguments);
}

/// <summary>A reply is read by its expected shape; a wrong shape throws.</summary>
internal interface IRedisReply
{
    bool IsNull { get; }
    long Number { get; }
    string Text { get; }
    byte[] Bytes { get; }
    IReadOnlyList<IRedisReply> Items { get; }
}

/// <summary>Connects, or throws. <paramref name="broken"/> may be called at any time, more than once.</summary>
internal delegate Task<IRedisWire> OpenWire(RedisPushOptions options, Action<string> broken);
