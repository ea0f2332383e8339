using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.WeChat.Callbacks;

/// <summary>
/// Reads the XML of callbacks: elements with text, CDATA and the five entities, nothing else. DTDs, comments and instructions are refused
/// by not being known, so no entity is ever looked up or blown up; depth and number of elements are limited.
/// </summary>
internal static class CallbackXml
{
    private const int MaxDepth = 8;
    private const int MaxFields = 512;
    private static readonly SearchValues<byte> NotInXml = SearchValues.Create([.. Enumerable.Range(0, 32).Except([9, 10, 13]).Select(i => (byte)i)]);
    private static readonly SearchValues<byte> InNames = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:"u8);

    /// <summary>Names of most callbacks, so that they are not made again for each.</summary>
    private static readonly string[] Common =
        ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content", "MsgId", "Event", "EventKey", "Ticket", "MsgID", "Status", "Encrypt", "MenuId"];

    /// <param name="fields">Takes the elements under the root; null: only whether it can be read is asked.</param>
    /// <returns>False when it is not XML that we accept.</returns>
    public static bool TryRead(ReadOnlySpan<byte> xml, List<CallbackField>? fields)
    {
        if (xml.StartsWith("\uFEFF"u8)) xml = xml[3..];
        if (!Utf8.IsValid(xml) || xml.ContainsAny(NotInXml)) return false;
        var document = new Document(xml, fields);
        return document.IsWhole();
    }

    private ref struct Document(ReadOnlySpan<byte> xml, List<CallbackField>? fields)
    {
        private ReadOnlySpan<byte> rest = xml;
        private int elements;

        public bool IsWhole()
        {
            SkipSpace();
            if (rest.StartsWith("<?xml "u8))
            {
                var end = rest.IndexOf("?>"u8);
                if (end < 0) return false;
                rest = rest[(end + 2)..];
                SkipSpace();
            }
            if (!Element(null, 0)) return false;
            SkipSpace();
            return rest.IsEmpty;
        }

        /// <summary>At the "&lt;" of a start tag; ends behind its end tag.</summary>
        private bool Element(string? parent, int depth)
        {
            if (depth > MaxDepth || ++elements > MaxFields || rest.IsEmpty || rest[0] != '<') return false;
            rest = rest[1..];
            var name = Name();
            if (name.IsEmpty || !Attributes(out var isEmpty)) return false;
            var path = depth == 0 ? null : PathOf(parent, name);
            if (isEmpty) return Add(path, "");
            return Content(name, path, depth);
        }

        private bool Content(ReadOnlySpan<byte> name, string? path, int depth)
        {
            var text = default(Text);
            for (var children = 0; ;)
            {
                var tag = rest.IndexOf((byte)'<');
                if (tag < 0) return false;
                // Text beside elements has no meaning in a callback: either an element has text, or it has elements.
                if (tag > 0 && !(children == 0 ? text.Append(rest[..tag], hasEntities: true) : IsBlank(rest[..tag]))) return false;
                rest = rest[tag..];
                if (rest.StartsWith("</"u8)) return EndTag(name) && (children > 0 || Add(path, text.ToString()));
                if (rest.StartsWith("<![CDATA["u8))
                {
                    var end = rest.IndexOf("]]>"u8);
                    if (end < 0 || children > 0) return false;
                    text.Append(rest[9..end], hasEntities: false);
                    rest = rest[(end + 3)..];
                    continue;
                }
                if (children++ == 0 && !(text.IsBlank && Add(path, ""))) return false;
                if (!Element(path, depth + 1)) return false;
            }
        }

        private bool EndTag(ReadOnlySpan<byte> name)
        {
            rest = rest[2..];
            if (!Name().SequenceEqual(name)) return false;
            SkipSpace();
            if (rest.IsEmpty || rest[0] != '>') return false;
            rest = rest[1..];
            return true;
        }

        /// <summary>Attributes mean nothing here; they are stepped over.</summary>
        private bool Attributes(out bool isEmpty)
        {
            isEmpty = false;
            for (var i = 0; i < rest.Length; i++)
                switch (rest[i])
                {
                    case (byte)'"' or (byte)'\'':
                        var length = rest[(i + 1)..].IndexOf(rest[i]);
                        if (length < 0) return false;
                        i += length + 1;
                        break;
                    case (byte)'>':
                        isEmpty = i > 0 && rest[i - 1] == '/';
                        rest = rest[(i + 1)..];
                        return true;
                    case (byte)'<':
                        return false;
                }
            return false;
        }

        private readonly bool Add(string? path, string text)
        {
            if (path is not null) fields?.Add(new CallbackField(path, text));
            return true;
        }

        private ReadOnlySpan<byte> Name()
        {
            var end = rest.IndexOfAnyExcept(InNames);
            var name = end < 0 ? default : rest[..end];
            rest = rest[name.Length..];
            return name;
        }

        private readonly string? PathOf(string? parent, ReadOnlySpan<byte> name) =>
            fields is null ? null : parent is null ? NameOf(name) : $"{parent}/{NameOf(name)}";

        private static bool IsBlank(ReadOnlySpan<byte> text) => text.TrimStart(" \t\r\n"u8).IsEmpty;

        private void SkipSpace() => rest = rest.TrimStart(" \t\r\n"u8);
    }

    /// <summary>The text of one element: nearly always in one piece.</summary>
    private ref struct Text
    {
        private ReadOnlySpan<byte> only;
        private StringBuilder? several;
        private bool begun;

        public bool Append(ReadOnlySpan<byte> piece, bool hasEntities)
        {
            hasEntities &= piece.Contains((byte)'&');
            if (!begun && !hasEntities)
            {
                only = piece;
                begun = true;
                return true;
            }
            several ??= new StringBuilder(begun ? Encoding.UTF8.GetString(only) : "");
            begun = true;
            if (hasEntities) return Unescape(Encoding.UTF8.GetString(piece), several);
            several.Append(Encoding.UTF8.GetString(piece));
            return true;
        }

        public readonly bool IsBlank => string.IsNullOrWhiteSpace(ToString());

        public override readonly string ToString() => several?.ToString() ?? Encoding.UTF8.GetString(only);
    }

    private static bool Unescape(string text, StringBuilder into)
    {
        for (var at = 0; at < text.Length;)
        {
            var begin = text.IndexOf('&', at);
            into.Append(text, at, (begin < 0 ? text.Length : begin) - at);
            if (begin < 0) return true;
            var end = text.IndexOf(';', begin);
            if (end < 0 || Entity(text.AsSpan(begin + 1, end - begin - 1)) is not { } character) return false;
            into.Append(character.ToString());
            at = end + 1;
        }
        return true;
    }

    private static Rune? Entity(ReadOnlySpan<char> name) => name switch
    {
        "lt" => new Rune('<'),
        "gt" => new Rune('>'),
        "amp" => new Rune('&'),
        "quot" => new Rune('"'),
        "apos" => new Rune('\''),
        ['#', 'x', .. var hex] when int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) => Character(code),
        ['#', .. var digits] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var code) => Character(code),
        _ => null,
    };

    private static Rune? Character(int code) => code is 9 or 10 or 13 || (code >= 32 && Rune.IsValid(code)) ? new Rune(code) : null;

    private static string NameOf(ReadOnlySpan<byte> name)
    {
        foreach (var common in Common)
            if (common.Length == name.Length && Ascii.Equals(name, common)) return common;
        return Encoding.ASCII.GetString(name);
    }
}
