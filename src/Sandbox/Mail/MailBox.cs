using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatService.Sandbox.Mail;

/// <param name="Size">In bytes.</param>
public sealed record MailAttachment(string Name, string ContentType, int Size, string Sha256);

public sealed record MailSeen(
    int Number, DateTimeOffset At, string From, IReadOnlyList<string> To, string Subject, string? MessageId, string Text, IReadOnlyList<MailAttachment> Attachments);

/// <summary>What arrived, the newest last; the last hundred are kept.</summary>
public sealed partial class MailBox
{
    const int Kept = 100;
    readonly Lock _lock = new();
    readonly List<(MailSeen Mail, byte[] Raw, IReadOnlyList<byte[]> Files)> _mails = [];
    int _last;

    public void Add(string from, IReadOnlyList<string> to, byte[] raw)
    {
        List<(MailAttachment About, byte[] Content)> files = [];
        StringBuilder text = new();
        Dictionary<string, string> headers = Read(Encoding.Latin1.GetString(raw), text, files);
        lock (_lock)
        {
            MailSeen mail = new(
                ++_last, TimeProvider.System.GetUtcNow(), from, [.. to], Words(headers.GetValueOrDefault("subject", "")), headers.GetValueOrDefault("message-id"),
                text.ToString(), [.. files.Select(f => f.About)]);
            _mails.Add((mail, raw, [.. files.Select(f => f.Content)]));
            if (_mails.Count > Kept) _mails.RemoveAt(0);
        }
    }

    public IReadOnlyList<MailSeen> All(string? to)
    {
        lock (_lock) return [.. _mails.Select(m => m.Mail).Where(m => to is null || m.To.Contains(to, StringComparer.OrdinalIgnoreCase))];
    }

    public byte[]? Raw(int number)
    {
        lock (_lock) return _mails.FirstOrDefault(m => m.Mail.Number == number).Raw;
    }

    public (MailAttachment About, byte[] Content)? File(int number, int index)
    {
        lock (_lock)
        {
            var (mail, _, files) = _mails.FirstOrDefault(m => m.Mail.Number == number);
            return mail is not null && index >= 0 && index < files.Count ? (mail.Attachments[index], files[index]) : null;
        }
    }

    public void Reset()
    {
        lock (_lock) _mails.Clear();
    }

    /// <summary>MIME as far as mail programs need it: parts within parts, base64 and quoted-printable.</summary>
    static Dictionary<string, string> Read(string entity, StringBuilder text, List<(MailAttachment, byte[])> files)
    {
        int end = entity.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        (string head, string body) = end < 0 ? (entity, "") : (entity[..end], entity[(end + 4)..]);
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in Folded().Replace(head, " ").Split("\r\n"))
            if (line.IndexOf(':') is > 0 and int colon) headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        ContentType type = TypeOf(headers.GetValueOrDefault("content-type", "text/plain"));
        if (type.Boundary is { Length: > 0 } boundary && type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            foreach (string part in ("\r\n" + body).Split("\r\n--" + boundary).Skip(1).Where(p => !p.StartsWith("--", StringComparison.Ordinal)))
                Read(part.TrimStart('\r', '\n'), text, files);
            return headers;
        }
        byte[] content = Decode(body, headers.GetValueOrDefault("content-transfer-encoding", "7bit"));
        string disposition = headers.GetValueOrDefault("content-disposition", "");
        if (disposition.StartsWith("attachment", StringComparison.OrdinalIgnoreCase) || !type.MediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
            files.Add((new MailAttachment(Words(type.Name ?? ""), type.MediaType, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))), content));
        else text.Append(Encoding.UTF8.GetString(content));
        return headers;
    }

    static ContentType TypeOf(string value)
    {
        try
        {
            return new ContentType(value);
        }
        catch (FormatException)
        {
            return new ContentType("application/octet-stream");
        }
    }

    static byte[] Decode(string body, string encoding) => encoding.ToLowerInvariant() switch
    {
        "base64" => Convert.FromBase64String(string.Concat(body.Where(c => !char.IsWhiteSpace(c)))),
        "quoted-printable" => Quoted(body.Replace("=\r\n", "", StringComparison.Ordinal)),
        _ => Encoding.Latin1.GetBytes(body),
    };

    static byte[] Quoted(string body) => Encoding.Latin1.GetBytes(Escape().Replace(body, m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString()));

    /// <summary>RFC 2047, =?utf-8?B?…?=.</summary>
    static string Words(string header) => Encoded().Replace(header, m => Encoding.UTF8.GetString(
        m.Groups[1].Value is "B" or "b" ? Convert.FromBase64String(m.Groups[2].Value) : Quoted(m.Groups[2].Value.Replace('_', ' '))));

    [GeneratedRegex(@"\r\n[ \t]+")]
    private static partial Regex Folded();

    [GeneratedRegex("=([0-9A-F]{2})")]
    private static partial Regex Escape();

    [GeneratedRegex(@"=\?utf-8\?([BbQq])\?([^?]*)\?=(?:\s+(?==\?))?", RegexOptions.IgnoreCase)]
    private static partial Regex Encoded();
}
