using System.Globalization;
using System.Text.RegularExpressions;
using WeChatService.Reports.Ports;

namespace WeChatService.Pdf;

/// <summary>How figures and dates are written in print (design language §5): always the full date, a space between a number and its unit.</summary>
static partial class Words
{
    static readonly TimeSpan China = TimeSpan.FromHours(8);   // no summer time since 1991
    static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public static string Day(DateOnly day) => day.ToString("yyyy年M月d日", Plain);

    public static string Day(DateTimeOffset at) => at.ToOffset(China).ToString("yyyy年M月d日", Plain);

    public static string Days(DateOnly from, DateOnly to) =>
        from == to ? Day(from)
        : from.Year == to.Year && from.Month == to.Month ? $"{Day(from)}至{to.Day}日"
        : from.Year == to.Year ? $"{Day(from)}至{to.ToString("M月d日", Plain)}"
        : $"{Day(from)}至{Day(to)}";

    public static string Instant(DateTimeOffset at) => at.ToOffset(China).ToString("yyyy年M月d日 HH:mm", Plain);

    public static string Clock(DateTimeOffset at) => at.ToOffset(China).ToString("HH:mm", Plain);

    public static string Span(DateTimeOffset from, DateTimeOffset? to) =>
        to is null ? Instant(from)
        : from.ToOffset(China).Date == to.Value.ToOffset(China).Date ? $"{Instant(from)}–{Clock(to.Value)}"
        : $"{Instant(from)}–{Instant(to.Value)}";

    /// <summary>38 m, 1.2 km. Metres are rounded to whole ones, kilometres to one place.</summary>
    public static string Distance(double metres) =>
        metres < 1000 ? $"{Math.Round(metres).ToString(Plain)} m" : $"{(metres / 1000).ToString("0.#", Plain)} km";

    public static string Score(double score) => score.ToString("0.00", Plain);

    public static string Verdict(ReportVerdict verdict) => verdict switch
    {
        ReportVerdict.Conforms => "符合",
        ReportVerdict.Fails => "不符合",
        _ => "不能检查",
    };

    /// <summary>64 hex digits as two lines of eight groups of four, as people compare them.</summary>
    public static (string First, string Second) HashLines(string hash)
    {
        var groups = hash.Chunk(4).Select(four => new string(four)).ToList();
        return (string.Join(' ', groups.Take(8)), string.Join(' ', groups.Skip(8)));
    }

    /// <summary>Ends a clause that people typed with or without its full stop.</summary>
    public static string Sentence(string text) => text.TrimEnd(' ', '。', '；', '，', '.', ';', ',') + "。";

    /// <summary>Cuts a text where a number and its unit, or a standard and its number, must stay on one line.</summary>
    public static IEnumerable<(string Words, bool Quantity)> Pieces(string text)
    {
        var done = 0;
        foreach (Match match in Quantity().Matches(text))
        {
            if (match.Index > done) yield return (text[done..match.Index], false);
            yield return (match.Value, true);
            done = match.Index + match.Length;
        }
        if (done < text.Length) yield return (text[done..], false);
    }

    [GeneratedRegex(@"\d[\d.,]{0,12} (?:[A-Za-zµΩ℃%][A-Za-z²³/]{0,5}|[号栋项次])|\bGB(?:/T)? \d[\d.-]{0,12}")]
    private static partial Regex Quantity();

    public static string Clause(string text) => text.TrimEnd(' ', '。', '；', '，', '.', ';', ',');
}
