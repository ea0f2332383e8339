using System.Globalization;
using System.Text;

namespace WeChatService.WeChat.Messages;

/// <summary>
/// Makes a value fit its field. A field's type is the beginning of its name: thing1, time2, character_string3. WeChat refuses a whole
/// message (47003) for one value that is empty, too long or of the wrong characters; a notice whose text is cut is worth more than none.
/// </summary>
internal static class FieldLimits
{
    private const string Ellipsis = "…";

    public static string Fit(string field, string value)
    {
        var text = OneLine(value);
        return field.TrimEnd("0123456789".ToCharArray()) switch
        {
            "thing" or "const" => Cut(text, 20, "无"),
            "character_string" => Cut(Only(text, c => c is > ' ' and <= '~' or ' '), 32, "-", "..."),
            "letter" => Cut(Only(text, char.IsAsciiLetter), 32, "-", ""),
            "number" => Cut(Only(text, c => char.IsAsciiDigit(c) || c is '.' or '-'), 32, "0", ""),
            "symbol" => Cut(text, 5, "-", ""),
            "phone_number" => Cut(Only(text, c => char.IsAsciiDigit(c) || c is '+' or '-' or '*' or ' ' or '(' or ')'), 17, "-", ""),
            "car_number" => Cut(text, 8, "-", ""),
            "name" => Cut(text, text.All(char.IsAscii) ? 20 : 10, "无", text.All(char.IsAscii) ? "" : Ellipsis),
            "phrase" => Cut(Only(text, c => !char.IsAscii(c)), 5, "无", ""),
            // Times, dates and amounts mean nothing when cut; whoever writes them keeps their form.
            _ => text,
        };
    }

    /// <summary>Counts as WeChat seems to, by code point, and cuts between characters as people see them.</summary>
    private static string Cut(string text, int limit, string whenEmpty, string mark = Ellipsis)
    {
        if (text.Length == 0) return whenEmpty;
        if (text.EnumerateRunes().Count() <= limit) return text;
        var kept = new StringBuilder();
        var left = limit - mark.Length;
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();)
        {
            var element = elements.GetTextElement();
            if ((left -= element.EnumerateRunes().Count()) < 0) break;
            kept.Append(element);
        }
        return kept.ToString().TrimEnd() + mark;
    }

    private static string OneLine(string text) =>
        string.Join(' ', string.Concat(text.Select(c => char.IsControl(c) || char.IsWhiteSpace(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Only(string text, Func<char, bool> allowed) => string.Concat(text.Where(allowed)).Trim();
}
