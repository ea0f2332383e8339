using System.Globalization;
using System.Text;
using WeChatService.TestKit;

namespace WeChatService.Benchmarks.Load;

/// <summary>Callbacks as WeChat posts them, made before the clock runs.</summary>
internal sealed class Letters(CallbackAccount account)
{
    private static long lastMsgId = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;

    /// <summary>The Host's address for them.</summary>
    public string Path => account.Path;

    /// <summary>A hundred, again and again: for servers that remember nothing.</summary>
    public Func<long, byte[]> AFew(string path)
    {
        var all = Enumerable.Range(0, 100).Select(_ => Genuine(path)).ToArray();
        return n => all[n % all.Length];
    }

    /// <summary>Every one a message of its own. What is not made beforehand is made when it is needed.</summary>
    public Func<long, byte[]> AllDifferent(string path, Options options)
    {
        var made = new byte[options.Quick ? 10_000 : 120_000][];
        Parallel.For(0, made.Length, i => made[i] = Genuine(path));
        return n => n < made.Length ? made[n] : Genuine(path);
    }

    /// <summary>One and the same, since nobody looks behind the signature.</summary>
    public Func<long, byte[]> Forged(string path)
    {
        var request = Encoding.UTF8.GetString(Genuine(path));
        var at = request.IndexOf("signature=", StringComparison.Ordinal) + 10;
        request = request.Remove(at, 40).Insert(at, new string('0', 40));
        at = request.IndexOf("msg_signature=", StringComparison.Ordinal) + 14;
        var forged = Encoding.UTF8.GetBytes(request.Remove(at, 40).Insert(at, new string('0', 40)));
        return _ => forged;
    }

    public byte[] Genuine(string path)
    {
        var msgId = Interlocked.Increment(ref lastMsgId);
        return account.Genuine(CallbackAccount.Text($"oBench{msgId % 5000:D22}", msgId), msgId.ToString(CultureInfo.InvariantCulture)).Raw(path);
    }
}
