using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Ports;

/// <summary>The query WeChat sends with a callback. Only <paramref name="MessageSignature"/> vouches for an encrypted body.</summary>
public sealed record CallbackQuery(string? Signature, string? MessageSignature, string? Timestamp, string? Nonce);

/// <summary>
/// A callback whose signature, key and app id held. Names are looked up without regard to case: WeChat writes MsgId and MsgID.
/// </summary>
/// <param name="Plain">The decrypted XML, as it was sent.</param>
public sealed record ReadCallback(string ToUserName, string FromUserName, long CreateTime, string MsgType, IReadOnlyDictionary<string, string> Fields, string Plain)
{
    /// <summary>The trimmed text of an element, or null when absent or empty.</summary>
    public string? Field(string name) => Fields.TryGetValue(name, out var text) && text.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    public override string ToString() => $"ReadCallback {MsgType}";
}

/// <summary>
/// The wire of WeChat's callbacks: believes nothing before the signature holds, then decrypts, then reads without DTDs.
/// Everything it does not accept is a <see cref="CallbackRefused"/>.
/// </summary>
public interface ICallbackReader
{
    /// <summary>True when the address check that WeChat makes on set-up was sent by a holder of our token.</summary>
    bool EchoIsGenuine(ServiceAccountKind account, CallbackQuery query);

    /// <summary>True when the body carries cipher text that no holder of our token signed. Cheap, and never an exception: anybody can post.</summary>
    bool IsForged(ServiceAccountKind account, CallbackQuery query, ReadOnlyMemory<byte> body);

    ReadCallback Read(ServiceAccountKind account, CallbackQuery query, ReadOnlyMemory<byte> body);

    /// <summary>The encrypted answer that shows <paramref name="text"/> in the chat of the callback's sender.</summary>
    string Reply(ServiceAccountKind account, ReadCallback to, string text, string nonce);
}
