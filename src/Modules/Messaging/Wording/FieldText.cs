using System.Globalization;
using System.Text;

namespace WeChatService.Messaging;

/// <summary>
/// What WeChat's typed keywords take. A text that is too long, empty or of the wrong kind would be refused with 47003
/// (older: cut silently), so everything is cut here, on the border of a character.
/// </summary>
internal static class FieldText
{
    private const string Nothing = "无";

    /// <summary>The value as it goes to WeChat; never empty.</summary>
    public static string Fit(string field, string value)
    {
        var text = OnOneLine(value);
        return KindOf(field) switch
        {
            "thing" => Cut(text, 20, Nothing),
            "name" => Cut(text, 10, Nothing),
            "phrase" => Cut(text, 5, Nothing),
            "character_string" => Cut(new string([.. text.Where(c => c is > ' ' and < '\u007f')]), 32, "-"),
            "time" or "date" => text,
            var kind => throw new InvalidOperationException($"no wording is known for fields of the kind {kind}"),
        };
    }

    /// <summary>2026年11月20日 14:07, the form that every WeChat client reads.</summary>
    public static string Time(DateTimeOffset at)
    {
        return at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>"thing1" is of the kind "thing".</summary>
    public static string KindOf(string field) => field.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    private static string OnOneLine(string value)
    {
        var line = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            line.Append(char.IsControl(c) ? ' ' : c);
        }

        return line.ToString().Trim();
    }

    /// <summary>Counts UTF-16 units, the strictest reading of WeChat's "characters", and never splits a grapheme.</summary>
    private static string Cut(string text, int most, string ifEmpty)
    {
        if (text.Length == 0)
        {
            return ifEmpty;
        }

        if (text.Length <= most)
        {
            return text;
        }

        var cut = new StringBuilder(most);
        var graphemes = StringInfo.GetTextElementEnumerator(text);
        while (graphemes.MoveNext() && cut.Length + graphemes.GetTextElement().Length < most)
        {
            cut.Append(graphemes.GetTextElement());
        }

        return cut.Append('…').ToString();
    }
}
