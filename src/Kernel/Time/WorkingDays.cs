using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatService.Kernel;

/// <summary>
/// Which days are worked in China: Monday to Friday, less the holidays, plus the weekends that are worked instead (config/calendar, one
/// file per year). A year without a file knows its weekends only.
/// </summary>
public sealed class WorkingDays
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    };

    private sealed record Holiday(string Name, DateOnly From, DateOnly To);

    private sealed record YearFile(int Year, string Source, bool Arranged, IReadOnlyList<Holiday> Holidays, IReadOnlyList<DateOnly> Workdays);

    private readonly Dictionary<int, bool> _arranged;
    private readonly HashSet<DateOnly> _off;
    private readonly HashSet<DateOnly> _worked;

    private WorkingDays(IReadOnlyCollection<YearFile> years)
    {
        _arranged = years.ToDictionary(y => y.Year, y => y.Arranged);
        _off = [.. years.SelectMany(y => y.Holidays).SelectMany(Days)];
        _worked = [.. years.SelectMany(y => y.Workdays)];
    }

    /// <summary>Weekends only, in every year.</summary>
    public static WorkingDays WeekendsOnly { get; } = new([]);

    /// <exception cref="InvalidOperationException">A file has a fault, named with its day.</exception>
    public static WorkingDays Load(string folder) => new([.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Read)]);

    public bool Contains(DateOnly day) => _worked.Contains(day) || (!_off.Contains(day) && !IsWeekend(day));

    /// <summary>What is not known of this year and the next, in one line; null: everything is there.</summary>
    public string? Gaps(DateOnly today)
    {
        string? Of(int year) => !_arranged.TryGetValue(year, out var arranged) ? $"{year} has no holidays, only weekends"
            : arranged ? null : $"{year} has the holidays of the law only, its arrangement of working weekends is not entered";
        List<string> gaps = [.. new[] { Of(today.Year), Of(today.Year + 1) }.OfType<string>()];
        return gaps.Count == 0 ? null : $"Working days: {string.Join("; ", gaps)} (config/calendar).";
    }

    private static YearFile Read(string file)
    {
        var name = Path.GetFileName(file);
        YearFile year;
        try
        {
            year = JsonSerializer.Deserialize<YearFile>(File.ReadAllText(file), Json)!;
        }
        catch (JsonException broken)
        {
            throw new InvalidOperationException($"calendar/{name}: {broken.Message}");
        }

        DateOnly? wrong = year.Holidays.Where(h => h.To < h.From).Select(h => (DateOnly?)h.From)
            .Concat(year.Holidays.SelectMany(h => new DateOnly?[] { h.From, h.To }).Concat(year.Workdays.Select(d => (DateOnly?)d)).Where(d => d!.Value.Year != year.Year))
            .Concat(year.Workdays.Where(d => !IsWeekend(d) || year.Holidays.Any(h => h.From <= d && d <= h.To)).Select(d => (DateOnly?)d))
            .FirstOrDefault();
        return wrong is { } day ? throw new InvalidOperationException($"calendar/{name}: {day:yyyy-MM-dd} does not fit") : year;
    }

    private static IEnumerable<DateOnly> Days(Holiday holiday) =>
        Enumerable.Range(holiday.From.DayNumber, holiday.To.DayNumber - holiday.From.DayNumber + 1).Select(DateOnly.FromDayNumber);

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
