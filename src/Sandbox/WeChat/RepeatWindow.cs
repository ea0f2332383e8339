using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>
/// Which messages were sent within the last ten minutes, by account, openid and client_msg_id: within the window the same
/// three are one message. Keeps 40 bytes a message, at most two million, so that a long load test does not fill the memory.
/// </summary>
public sealed class RepeatWindow(SandboxClock clock)
{
    static readonly TimeSpan s_window = TimeSpan.FromSeconds(600);
    const int Most = 2_000_000;

    readonly Lock _lock = new();
    readonly Dictionary<UInt128, (long MsgId, long Until)> _seen = [];
    readonly Queue<UInt128> _order = [];

    /// <summary>False lets every repeated message through as a new one: the platform promises nothing after ten minutes, and
    /// a sender must be able to live without.</summary>
    public bool On { get; set; } = true;

    /// <summary>The msgid of the same message sent before; else null, and <paramref name="next"/> makes and keeps the new one.</summary>
    public long? Repeated(AccountKind account, string openId, string clientMsgId, Func<long> next, out long msgId)
    {
        UInt128 key = Key(account, openId, clientMsgId);
        long now = clock.GetUtcNow().Ticks;
        lock (_lock)
        {
            if (On && _seen.TryGetValue(key, out (long MsgId, long Until) first) && first.Until > now)
            {
                msgId = first.MsgId;
                return first.MsgId;
            }
            msgId = next();
            if (!_seen.ContainsKey(key)) _order.Enqueue(key);
            _seen[key] = (msgId, now + s_window.Ticks);
            while (_order.TryPeek(out UInt128 oldest) && (_order.Count > Most || _seen[oldest].Until <= now)) _seen.Remove(_order.Dequeue());
            return null;
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _seen.Clear();
            _order.Clear();
            On = true;
        }
    }

    static UInt128 Key(AccountKind account, string openId, string clientMsgId)
    {
        ReadOnlySpan<char> text = $"{(int)account}\n{openId}\n{clientMsgId}";
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
