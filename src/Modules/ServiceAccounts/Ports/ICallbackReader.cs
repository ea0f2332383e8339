using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Ports;

/// <summary>The query WeChat sends with a callback. Only <paramref name="MessageSignature"/> vouches for an encrypted body.</summary>
public readonly record struct CallbackQuery(string? Signature, string? MessageSignature, string? Timestamp, string? Nonce);

/// <summary>One value of a callback. Inner ones carry the names above them: "ScanCodeInfo/ScanResult"; one that holds others is empty and stands before them.</summary>
public readonly record struct CallbackField(string Name, string Value);

/// <summary>
/// A callback whose signature, key and app id held. Names are looked up without regard to case: WeChat writes MsgId and MsgID.
/// </summary>
/// <param name="CreateTime">WeChat's second of sending, Unix time.</param>
/// <param name="Fields">In the order in which they were sent.</param>
/// <param name="Plain">The decrypted XML or JSON, as it was sent.</param>
/// <param name="Encrypted">It came encrypted, so that the answer must be too.</param>
public sealed record ReadCallback(
    string ToUserName, string FromUserName, long CreateTime, string MsgType, IReadOnlyList<CallbackField> Fields, ReadOnlyMemory<byte> Plain, bool Encrypted)
{
    /// <summary>The trimmed text of the first field of that name, or null when absent or empty.</summary>
    public string? Field(string name)
    {
        for (var i = 0; i < Fields.Count; i++)
            if (Fields[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return Fields[i].Value.Trim() is { Length: > 0 } text ? text : null;
        return null;
    }

    /// <summary>The members of every element of that name, one after another: WeChat sends lists by repeating it.</summary>
    public IEnumerable<ReadCallback> Each(string name)
    {
        for (var i = 0; i < Fields.Count; i++)
        {
            if (!Fields[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            var inner = Fields.Skip(i + 1).TakeWhile(f => f.Name.Length > name.Length + 1 && f.Name.StartsWith(name + "/", StringComparison.OrdinalIgnoreCase));
            yield return this with { Fields = [.. inner.Select(f => f with { Name = f.Name[(name.Length + 1)..] })] };
        }
    }

    public override string ToString() => $"ReadCallback {MsgType}";
}

/// <summary>Why a callback is not believed. Everything but the last two means: whoever sent it could not prove to be WeChat, just now, for this account.</summary>
public enum CallbackRefusal
{
    None,

    /// <summary>The signature does not hold, or there is none.</summary>
    Forged,

    /// <summary>The account is set to the safe mode and the body is not encrypted: what an attacker sends who knows no key.</summary>
    Unencrypted,

    /// <summary>Genuinely signed, but too long ago or too far ahead: a replay, or clocks that differ.</summary>
    Stale,

    /// <summary>Encrypted with our key for another account.</summary>
    ForeignAccount,

    /// <summary>Genuine, yet not to be understood.</summary>
    Malformed,

    /// <summary>More than <see cref="ICallbackReader.MaxBytes"/>.</summary>
    TooLarge,
}

/// <summary>
/// The wire of WeChat's callbacks: believes nothing before the signature holds, then decrypts, then reads. Nothing that anybody may send
/// makes it throw: a flood must cost little.
/// </summary>
public interface ICallbackReader
{
    /// <summary>64 KiB; real callbacks stay under 20 kB.</summary>
    const int MaxBytes = 64 * 1024;

    /// <summary>True when the address check that WeChat makes on set-up was sent by a holder of our token. It may be repeated at any time.</summary>
    /// <exception cref="WeChatMisconfigured">The account has no token.</exception>
    bool EchoIsGenuine(ServiceAccountKind account, in CallbackQuery query);

    /// <returns>Null when it is refused; <paramref name="refusal"/> says why.</returns>
    /// <exception cref="WeChatMisconfigured">The account is not set up.</exception>
    ReadCallback? Read(ServiceAccountKind account, in CallbackQuery query, ReadOnlySpan<byte> body, out CallbackRefusal refusal);

    /// <summary>Reads once more what <see cref="Read"/> had believed; null when it is no message.</summary>
    ReadCallback? Understand(ServiceAccountKind account, byte[] plain);

    /// <summary>
    /// The answer, in UTF-8, that shows <paramref name="text"/> in the chat of the callback's sender: encrypted if the callback was. More than
    /// 2048 bytes of text are cut, what XML cannot hold is left out.
    /// </summary>
    byte[] Reply(ServiceAccountKind account, ReadCallback to, string text, string nonce);
}
