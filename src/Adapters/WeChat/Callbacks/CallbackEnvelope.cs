using System.Buffers;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.WeChat.Callbacks;

/// <summary>
/// The cipher text of a body, found by its bytes: nothing may be parsed before the signature over it holds. Base64 knows neither "&lt;"
/// nor "&amp;" nor a quotation mark, so nothing can hide in it.
/// </summary>
internal static class CallbackEnvelope
{
    private static readonly SearchValues<byte> InBase64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);

    /// <summary>True when the body is JSON by its first character.</summary>
    public static bool IsJson(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'{', ..];

    /// <summary>The first Encrypt element or member; false when there is none.</summary>
    public static bool TryFind(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> encrypted) =>
        IsJson(body) ? TryFindInJson(body, out encrypted) : TryFindInXml(body, out encrypted);

    /// <summary>Whether the body as a whole can be read and has one cipher text only. Asked once the signature holds.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> body)
    {
        if (IsJson(body))
        {
            var members = new List<CallbackField>();
            return CallbackJson.TryRead(body, members) && members.Count(m => m.Name == "Encrypt") == 1;
        }
        var second = body[(body.IndexOf("<Encrypt>"u8) + 1)..].IndexOf("<Encrypt>"u8);
        return second < 0 && CallbackXml.TryRead(body, fields: null);
    }

    private static bool TryFindInXml(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> encrypted)
    {
        encrypted = default;
        var start = body.IndexOf("<Encrypt>"u8);
        if (start < 0) return false;
        body = body[(start + 9)..];
        var stop = body.IndexOf("</Encrypt>"u8);
        if (stop < 0) return false;
        encrypted = body[..stop].Trim(" \t\r\n"u8);
        if (encrypted.StartsWith("<![CDATA["u8) && encrypted.EndsWith("]]>"u8)) encrypted = encrypted[9..^3].Trim(" \t\r\n"u8);
        return true;
    }

    private static bool TryFindInJson(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> encrypted)
    {
        encrypted = default;
        var start = body.IndexOf("\"Encrypt\""u8);
        if (start < 0) return false;
        body = body[(start + 9)..].TrimStart(" \t\r\n"u8);
        if (body is not [(byte)':', ..]) return false;
        body = body[1..].TrimStart(" \t\r\n"u8);
        var stop = body is [(byte)'"', ..] ? body[1..].IndexOf((byte)'"') : -1;
        if (stop < 0) return false;
        encrypted = body[1..(stop + 1)];
        // "\/" is how some writers of JSON put a slash.
        if (encrypted.ContainsAnyExcept(InBase64)) encrypted = encrypted.ToArray().Where(b => b != '\\').ToArray();
        return true;
    }
}
