using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using WeChatService.Kernel;

namespace WeChatService.WeChat.Messages;

/// <summary>
/// Makes a value fit its field. A field's type is the beginning of its name: thing1, time2, character_string3. WeChat refuses a whole
/// message (47003) for one value that is empty, too long or of the wrong characters; a notice whose text is cut is worth more than none.
/// Texts are counted by code point, which is never less than what WeChat counts, and cut between characters as people see them.
/// </summary>
/// <remarks>developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html (参数限制)</remarks>
internal static partial class FieldLimits
{
    private const string Ellipsis = "…";

    /// <summary>The types that WeChat documents, each with a value it takes when we have none.</summary>
    public static readonly IReadOnlyDictionary<string, string> WhenEmpty = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["thing"] = "无", ["const"] = "无", ["enum"] = "无", ["character_string"] = "-", ["letter"] = "NA", ["number"] = "0", ["symbol"] = "-",
        ["phone_number"] = "-", ["car_number"] = "无牌", ["name"] = "无", ["phrase"] = "无", ["amount"] = "0元", ["time"] = "", ["date"] = "",
    };

    /// <summary>"thing" of "thing12".</summary>
    public static string TypeOf(string field) => field.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    /// <param name="values">What a const or enum field may say; the first stands for anything else.</param>
    /// <param name="now">Stands in for a time or date that can't be read: our times say when something happened, which is told at once.</param>
    public static string Fit(string field, string value, DateTimeOffset now, IReadOnlyList<string>? values = null)
    {
        var (type, text) = (TypeOf(field), OneLine(value));
        var empty = WhenEmpty.GetValueOrDefault(type, "无");
        return type switch
        {
            "const" or "enum" => OneOf(text, values, empty),
            "character_string" => Cut(Only(text, c => c is >= ' ' and <= '~'), 32, empty, "..."),
            "letter" => Cut(Only(text, char.IsAsciiLetter), 32, empty, ""),
            "number" => Number().Match(text) is { Success: true, Value: { Length: <= 32 } number } ? number : empty,
            "symbol" => Cut(Only(text, c => !char.IsLetterOrDigit(c) && c != ' '), 5, empty, ""),
            "phone_number" => Cut(Only(text, c => char.IsAsciiDigit(c) || c is '+' or '-' or '*' or ' ' or '(' or ')' or ','), 17, empty, ""),
            "car_number" => CarNumber(text, empty),
            "name" => Name(text, empty),
            "phrase" => Cut(Only(text, IsHan), 5, empty, ""),
            "amount" => Amount().Match(text) is { Success: true } amount ? amount.Value : empty,
            "time" => Time(text, now),
            "date" => Date(text, now),
            _ => Cut(text, 20, empty),
        };
    }

    private static string OneOf(string text, IReadOnlyList<string>? values, string empty) =>
        values is null or [] ? Cut(text, 20, empty)
        : values.FirstOrDefault(v => v == text) ?? values.FirstOrDefault(v => text.Contains(v, StringComparison.Ordinal)) ?? values[0];

    /// <summary>Ten characters with Chinese among them, twenty without; digits are taken in neither.</summary>
    private static string Name(string text, string empty)
    {
        var kept = Only(text, c => !char.IsDigit(c));
        return kept.All(char.IsAscii) ? Cut(kept, 20, empty, "") : Cut(kept, 10, empty);
    }

    private static string CarNumber(string text, string empty)
    {
        var kept = Only(text, c => IsHan(c) || char.IsAsciiLetterOrDigit(c));
        if (kept.Length > 8) kept = kept[..8];
        // Chinese may stand first and last only: 沪A12345, 沪A1234警.
        kept = string.Concat(kept.Where((c, i) => char.IsAscii(c) || i == 0 || i == kept.Length - 1));
        return kept.Length < 2 ? empty : kept;
    }

    /// <summary>A time of day, with its date if one is there; what is written in our form passes unchanged.</summary>
    private static string Time(string text, DateTimeOffset now)
    {
        if (WholeTime().IsMatch(text)) return text;
        var (day, clock) = (Day().Match(text), Clock().Match(text));
        return clock.Success ? (day.Success ? $"{day.Value} {clock.Value}" : clock.Value)
            : day.Success ? $"{day.Value} 00:00"
            : Local(text, now).ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture);
    }

    private static string Date(string text, DateTimeOffset now)
    {
        if (WholeDate().IsMatch(text)) return text;
        return Day().Match(text) is { Success: true } day ? day.Value : Local(text, now).ToString("yyyy年M月d日", CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset Local(string text, DateTimeOffset now) => ChinaTime.Local(
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read) ? read : now);

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
        var cut = kept.ToString().TrimEnd();
        // One single "character" may be longer than the field: accents piled upon each other.
        return cut.Length == 0 ? whenEmpty : cut + mark;
    }

    private static string OneLine(string text) =>
        string.Join(' ', string.Concat(text.Select(c => char.IsControl(c) || char.IsWhiteSpace(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Only(string text, Func<char, bool> allowed) => string.Concat(text.Where(allowed)).Trim();

    private static bool IsHan(char c) => c is >= '\u4e00' and <= '\u9fff';

    private const string ADay = @"(\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2})";
    private const string AClock = @"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?";

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<!\d)[¥￥$€£]?\d{1,10}(\.\d{1,2})?(?![\d.])元?")]
    private static partial Regex Amount();

    [GeneratedRegex(ADay)]
    private static partial Regex Day();

    [GeneratedRegex(@"(?<!\d)" + AClock + @"(?!\d)")]
    private static partial Regex Clock();

    [GeneratedRegex("^(" + ADay + " ?)?" + AClock + "( ?~ ?(" + ADay + " ?)?" + AClock + ")?$")]
    private static partial Regex WholeTime();

    [GeneratedRegex("^" + ADay + "( ?" + AClock + ")?( ?~ ?" + ADay + "( ?" + AClock + ")?)?$")]
    private static partial Regex WholeDate();
}
