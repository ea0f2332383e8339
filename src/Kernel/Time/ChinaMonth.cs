using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatService.Kernel;

/// <summary>A calendar month of Asia/Shanghai; "2026-11" on the wire and in the database.</summary>
[JsonConverter(typeof(ChinaMonthJson))]
public readonly record struct ChinaMonth(int Year, int Month) : IParsable<ChinaMonth>, IComparable<ChinaMonth>
{
    public static ChinaMonth Of(DateTimeOffset instant) => Of(ChinaTime.DayOf(instant));
    public static ChinaMonth Of(DateOnly day) => new(day.Year, day.Month);

    public DateOnly FirstDay => new(Year, Month, 1);
    public DateOnly LastDay => FirstDay.AddMonths(1).AddDays(-1);

    /// <summary>The first instant of the month, as UTC.</summary>
    public DateTimeOffset Begins => ChinaTime.StartOf(FirstDay);

    /// <summary>The first instant after the month, as UTC.</summary>
    public DateTimeOffset Ends => ChinaTime.StartOf(FirstDay.AddMonths(1));

    public bool Contains(DateTimeOffset instant) => Of(instant) == this;
    public ChinaMonth AddMonths(int months) => Of(FirstDay.AddMonths(months));

    /// <summary>2026年11月.</summary>
    public string Says() => $"{Year}年{Month}月";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}");

    public int CompareTo(ChinaMonth other) => (Year * 12 + Month).CompareTo(other.Year * 12 + other.Month);

    public static ChinaMonth Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var month) ? month : throw new FormatException($"not a month: {s}");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ChinaMonth result)
    {
        result = default;
        // Years of the trade: what is far outside was mistyped, and at the ends of the calendar no month has a neighbour.
        if (!DateOnly.TryParseExact(s + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year is < 1970 or > 2999)
        {
            return false;
        }

        result = Of(day);
        return true;
    }
}

internal sealed class ChinaMonthJson : JsonConverter<ChinaMonth>
{
    public override ChinaMonth Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        ChinaMonth.TryParse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null, null, out var month)
            ? month
            : throw new JsonException("a month looks like 2026-11");

    public override void Write(Utf8JsonWriter writer, ChinaMonth value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
