using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.WeChat.Callbacks;

/// <summary>
/// Safe mode only: the signature over the cipher text is what vouches for a body, so it is checked on the raw text before any XML
/// parser sees a byte of it.
/// </summary>
internal sealed class CallbackReader(WeChatSettings settings, TimeProvider clock) : ICallbackReader
{
    private readonly ConcurrentDictionary<string, CallbackCipher> ciphers = new(StringComparer.Ordinal);

    /// <summary>1 MiB; real callbacks stay under 20 kB.</summary>
    public const int MaxBytes = 1 << 20;

    private const int MaxReplyBytes = 2048;

    public bool EchoIsGenuine(ServiceAccountKind account, CallbackQuery query) =>
        query is { Timestamp: { } timestamp, Nonce: { } nonce }
        && CallbackSignature.Holds(query.Signature, Token(account), timestamp, nonce);

    public bool IsForged(ServiceAccountKind account, CallbackQuery query, ReadOnlyMemory<byte> body) =>
        body.Length <= MaxBytes && Find(Encoding.UTF8.GetString(body.Span)) is { } encrypted && !IsSigned(account, query, encrypted);

    public ReadCallback Read(ServiceAccountKind account, CallbackQuery query, ReadOnlyMemory<byte> body)
    {
        if (body.Length > MaxBytes) throw new CallbackRefused(CallbackRefusal.TooLarge, "the body is larger than 1 MiB");
        var text = Encoding.UTF8.GetString(body.Span).TrimStart('\uFEFF');
        var encrypted = Find(text) ?? throw Malformed("the body carries no Encrypt element, or several");
        if (!IsSigned(account, query, encrypted)) throw new CallbackRefused(CallbackRefusal.Forged, "the message signature does not hold");

        CallbackXml.Read(text);
        var plain = Decrypt(settings[account], encrypted);
        var fields = CallbackXml.Read(plain);
        return new ReadCallback(
            Name(fields, "ToUserName"), Name(fields, "FromUserName"),
            long.TryParse(Required(fields, "CreateTime"), NumberStyles.None, CultureInfo.InvariantCulture, out var created)
                ? created : throw Malformed("CreateTime is no number"),
            Required(fields, "MsgType"), fields, plain);
    }

    public string Reply(ServiceAccountKind account, ReadCallback to, string text, string nonce)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        // Who received the callback answers it: the two names are swapped.
        var plain = CallbackXml.TextReply(to.FromUserName, to.ToUserName, now, Shorten(text));
        var encrypted = Cipher(settings[account], settings[account].AesKey).Encrypt(plain);
        var timestamp = now.ToString(CultureInfo.InvariantCulture);
        return CallbackXml.Envelope(encrypted, CallbackSignature.Of(Token(account), timestamp, nonce, encrypted), timestamp, nonce);
    }

    private bool IsSigned(ServiceAccountKind account, CallbackQuery query, string encrypted) =>
        query is { Timestamp: { } timestamp, Nonce: { } nonce }
        && CallbackSignature.Holds(query.MessageSignature, Token(account), timestamp, nonce, encrypted);

    /// <summary>
    /// The one Encrypt element, found in the raw text; null when there is none or a second. Base64 knows neither "&lt;" nor "&amp;", so
    /// nothing can hide in it.
    /// </summary>
    private static string? Find(string body)
    {
        const string open = "<Encrypt>", close = "</Encrypt>", cdata = "<![CDATA[", end = "]]>";
        var start = body.IndexOf(open, StringComparison.Ordinal);
        var stop = start < 0 ? -1 : body.IndexOf(close, start, StringComparison.Ordinal);
        if (stop < 0 || body.IndexOf(open, stop, StringComparison.Ordinal) >= 0) return null;
        var inner = body.AsSpan(start + open.Length, stop - start - open.Length).Trim();
        if (inner.StartsWith(cdata, StringComparison.Ordinal) && inner.EndsWith(end, StringComparison.Ordinal))
            inner = inner[cdata.Length..^end.Length].Trim();
        return inner.ToString();
    }

    private string Decrypt(WeChatAccount account, string encrypted)
    {
        try { return Cipher(account, account.AesKey).Decrypt(encrypted); }
        catch (CallbackRefused) when (account.AesKeyPrevious is not null) { return Cipher(account, account.AesKeyPrevious).Decrypt(encrypted); }
    }

    private CallbackCipher Cipher(WeChatAccount account, string? key) => ciphers.GetOrAdd(
        $"{account.AppId}:{key ?? throw new WeChatMisconfigured($"the account {account.AppId} has no EncodingAESKey")}",
        static (_, own) => new CallbackCipher(own.Key, own.AppId), (Key: key!, account.AppId));

    private string Token(ServiceAccountKind account) =>
        settings[account].Token ?? throw new WeChatMisconfigured($"WeChat__{account}__Token is not set");

    /// <summary>openids have 28 characters, gh_ ids 15; whatever is longer than 64 is neither.</summary>
    private static string Name(IReadOnlyDictionary<string, string> fields, string name) =>
        Required(fields, name) is { Length: <= 64 } text ? text : throw Malformed($"{name} is too long");

    private static string Required(IReadOnlyDictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out var text) && text.Trim() is { Length: > 0 } trimmed ? trimmed : throw Malformed($"{name} is missing");

    /// <summary>WeChat shows at most 2048 bytes; beyond that it shows an error instead, so the text is cut.</summary>
    private static string Shorten(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= MaxReplyBytes) return text;
        var kept = new StringBuilder();
        var bytes = 3;
        foreach (var rune in text.EnumerateRunes())
        {
            if ((bytes += rune.Utf8SequenceLength) > MaxReplyBytes) break;
            kept.Append(rune.ToString());
        }
        return kept.Append('…').ToString();
    }

    private static CallbackRefused Malformed(string message) => new(CallbackRefusal.Malformed, message);
}
