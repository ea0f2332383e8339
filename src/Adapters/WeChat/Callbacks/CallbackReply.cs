using System.Globalization;
using System.Text;

namespace WeChatService.WeChat.Callbacks;

/// <summary>
/// Writes what the sender of a callback reads at once (被动回复).
/// developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html
/// </summary>
internal static class CallbackReply
{
    /// <summary>Of UTF-8; beyond it WeChat shows an error instead of the text.</summary>
    public const int MaxBytes = 2048;

    public static string Text(string to, string from, long createTime, string content) =>
        $"<xml><ToUserName>{CData(to)}</ToUserName><FromUserName>{CData(from)}</FromUserName><CreateTime>{createTime}</CreateTime>"
        + $"<MsgType>{CData("text")}</MsgType><Content>{CData(Shorten(content))}</Content></xml>";

    /// <summary>The encrypted form: signed over a second of our own and the callback's nonce.</summary>
    public static byte[] Envelope(ReadOnlySpan<byte> encrypted, ReadOnlySpan<byte> token, long now, string nonce)
    {
        var timestamp = now.ToString(CultureInfo.InvariantCulture);
        Span<char> signature = stackalloc char[CallbackSignature.Length];
        CallbackSignature.Write(signature, token, timestamp, nonce, encrypted);
        var head = "<xml><Encrypt><![CDATA["u8;
        var tail = $"]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature><TimeStamp>{timestamp}</TimeStamp><Nonce>{CData(nonce)}</Nonce></xml>";
        var envelope = new byte[head.Length + encrypted.Length + Encoding.UTF8.GetByteCount(tail)];
        head.CopyTo(envelope);
        encrypted.CopyTo(envelope.AsSpan(head.Length));
        Encoding.UTF8.GetBytes(tail, envelope.AsSpan(head.Length + encrypted.Length));
        return envelope;
    }

    /// <summary>CDATA cannot hold "]]>": it is split over two sections. Control characters have no place in XML and are left out.</summary>
    internal static string CData(string text)
    {
        if (text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.AsSpan().ContainsAnyInRange('\ufffe', '\uffff'))
            text = string.Concat(text.Where(c => c is '\t' or '\n' or '\r' || (c >= ' ' && c < '\ufffe')));
        return $"<![CDATA[{text.Replace("]]>", "]]]]><![CDATA[>", StringComparison.Ordinal)}]]>";
    }

    private static string Shorten(string text)
    {
        if (text.Length * 3 <= MaxBytes || Encoding.UTF8.GetByteCount(text) <= MaxBytes) return text;
        var kept = new StringBuilder();
        var bytes = 3;
        foreach (var rune in text.EnumerateRunes())
        {
            if ((bytes += rune.Utf8SequenceLength) > MaxBytes) break;
            kept.Append(rune.ToString());
        }
        return kept.Append('…').ToString();
    }
}
