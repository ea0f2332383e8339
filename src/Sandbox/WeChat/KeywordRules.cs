using System.Globalization;
using System.Text.RegularExpressions;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>
/// What a typed keyword of a category template may hold (service and subscribe templates share the prefixes).
/// Lengths count characters as a reader sees them (text elements).
/// </summary>
public static partial class KeywordRules
{
    /// <summary>As below; a <c>const</c> or <c>enum</c> must further be one of the values registered with the template.</summary>
    public static string? Objection(TemplateField field, string value) =>
        Objection(field.Name, value) ?? (field.Values is { Count: > 0 } values && !values.Contains(value) ? "invalid" : null);

    /// <summary>A value that fits, as the template lists show one.</summary>
    public static string Example(string field) => Prefix(field) switch
    {
        "thing" => "示例内容",
        "number" => "12",
        "letter" => "ABC",
        "symbol" => "#",
        "character_string" => "NO.202611200001",
        "time" => "2026年11月20日 15:01",
        "date" => "2026年11月20日",
        "amount" => "100.00元",
        "phone_number" => "13800000000",
        "car_number" => "沪A12345",
        "name" => "张三",
        "phrase" => "通过",
        _ => "示例",
    };

    /// <summary>Why <paramref name="value"/> does not fit the field, or null when it does.</summary>
    public static string? Objection(string field, string value)
    {
        if (value.Trim().Length == 0) return "is empty";
        if (value.Any(char.IsControl)) return "invalid";
        int length = new StringInfo(value).LengthInTextElements;
        bool fits = Prefix(field) switch
        {
            "thing" => length <= 20,
            "number" => length <= 32 && Number().IsMatch(value),
            "letter" => length <= 32 && value.All(char.IsAsciiLetter),
            "symbol" => length <= 5 && !value.Any(char.IsLetterOrDigit),
            "character_string" => length <= 32 && value.All(c => c is >= ' ' and <= '~'),
            "time" => Parts(value, Time()),
            "date" => Parts(value, Date()),
            "amount" => Amount().IsMatch(value),
            "phone_number" => length <= 17 && value.All(c => c is >= ' ' and <= '~' && !char.IsAsciiLetter(c)),
            "car_number" => length <= 8 && CarNumber().IsMatch(value),
            "name" => value.Any(IsHan) ? length <= 10 : length <= 20 && !value.Any(char.IsDigit),
            "phrase" => length <= 5 && value.All(IsHan),
            "const" or "enum" => length <= 20,
            _ => true,
        };
        return fits ? null : "invalid";
    }

    public static string Prefix(string field) => field.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    /// <summary>One value or a range joined by ~, each part in the given form.</summary>
    static bool Parts(string value, Regex form) => value.Split('~') is { Length: 1 or 2 } parts && parts.All(p => form.IsMatch(p.Trim()));

    static bool IsHan(char c) => c is >= '\u4e00' and <= '\u9fff';

    [GeneratedRegex(@"^-?\d+(\.\d+)?$")]
    private static partial Regex Number();

    const string Day = @"(\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2})";
    const string Clock = @"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?";

    [GeneratedRegex("^(" + Day + " ?)?" + Clock + "$")]
    private static partial Regex Time();

    [GeneratedRegex("^(" + Day + "|\\d{4}年\\d{1,2}月)( ?" + Clock + ")?$")]
    private static partial Regex Date();

    [GeneratedRegex(@"^[¥￥$€£]?\d{1,10}(\.\d+)?元?$")]
    private static partial Regex Amount();

    [GeneratedRegex(@"^[\u4e00-\u9fffA-Za-z0-9][A-Za-z0-9·]{0,6}[\u4e00-\u9fffA-Za-z0-9]$")]
    private static partial Regex CarNumber();
}
