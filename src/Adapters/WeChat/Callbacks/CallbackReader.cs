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
    /// <summary>1 MiB; real callbacks stay under 20 kB.</summary>
    public const int MaxBytes = 1 << 20;

    private const int MaxReplyBytes = 2048;

    public bool EchoIsGenuine(ServiceAccountKind account, CallbackQuery query) =>
        query is { Timestamp: { } timestamp, Nonce: { } nonce }
        && CallbackSignature.Holds(query.Signature, Token(account), timestamp, nonce);

    public ReadCallback Read(ServiceAccountKind account, CallbackQuery query, ReadOnlyMemory<byte> body)
    {
        if (body.Length > MaxBytes) throw new CallbackRefused(CallbackRefusal.TooLarge, "the body is larger than 1 MiB");
        var text = Encoding.UTF8.GetString(body.Span).TrimStart('\uFEFF');
        var encrypted = Encrypted(text);
        if (query is not { Timestamp: { } timestamp, Nonce: { } nonce }
            || !CallbackSignature.Holds(query.MessageSignature, Token(account), timestamp, nonce, encrypted))
            throw new CallbackRefused(CallbackRefusal.Forged, "the message signature does not hold");

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

    /// <summary>The one Encrypt element, found in the raw text. Base64 knows neither "&lt;" nor "&amp;", so nothing can hide in it.</summary>
    private static string Encrypted(string body)
    {
        const string open = "<Encrypt>", close = "</Encrypt>", cdata = "<![CDATA[", end = "]]>";
        var start = body.IndexOf(open, StringComparison.Ordinal);
        var stop = start < 0 ? -1 : body.IndexOf(close, start, StringComparison.Ordinal);
        if (stop < 0) throw Malformed("the body carries no Encrypt element");
        if (body.IndexOf(open, stop, StringComparison.Ordinal) >= 0) throw Malformed("the body carries two Encrypt elements");
        var inner = body[(start + open.Length)..stop].Trim();
        return inner.StartsWith(cdata, StringComparison.Ordinal) && inner.EndsWith(end, StringComparison.Ordinal)
            ? inner[cdata.Length..^end.Length].Trim()
            : inner;
    }

    private static string Decrypt(WeChatAccount account, string encrypted)
    {
        try { return Cipher(account, account.AesKey).Decrypt(encrypted); }
        catch (CallbackRefused) when (account.PreviousAesKey is not null) { return Cipher(account, account.PreviousAesKey).Decrypt(encrypted); }
    }

    private static CallbackCipher Cipher(WeChatAccount account, string? key) =>
        new(key ?? throw new WeChatMisconfigured($"the account {account.AppId} has no EncodingAESKey"), account.AppId);

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
