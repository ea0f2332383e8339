using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>Codes that work once within five minutes; each kind of code has its own instance, so that one kind is
/// unknown to the other.</summary>
public sealed class SingleUseCodes<T>(SandboxClock clock, int length) where T : notnull
{
    static readonly TimeSpan s_life = TimeSpan.FromSeconds(300);
    const int Kept = 20_000;
    readonly Lock _lock = new();
    readonly Queue<string> _order = [];
    readonly Dictionary<string, (T Meaning, DateTimeOffset Until, bool Used)> _codes = [];

    public string Issue(T meaning)
    {
        string code = AccessTokens.RandomText(length);
        lock (_lock)
        {
            _codes[code] = (meaning, clock.GetUtcNow() + s_life, false);
            _order.Enqueue(code);
            if (_order.Count > Kept) _codes.Remove(_order.Dequeue());
        }
        return code;
    }

    /// <summary>Spends the code. 40029 unknown or not meant for the caller, 40163 spent, <paramref name="timedOut"/> too old.</summary>
    public T Spend(string code, Func<T, bool> isFor, int timedOut)
    {
        lock (_lock)
        {
            if (!_codes.TryGetValue(code, out (T Meaning, DateTimeOffset Until, bool Used) known) || !isFor(known.Meaning))
                throw new VendorRefusal(40029);
            if (known.Used) throw new VendorRefusal(40163);
            if (known.Until <= clock.GetUtcNow()) throw new VendorRefusal(timedOut);
            _codes[code] = (known.Meaning, known.Until, true);
            return known.Meaning;
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _codes.Clear();
            _order.Clear();
        }
    }
}
