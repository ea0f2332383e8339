using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Kernel;

/// <summary>The calendar of config/calendar, and what is worked in a year that it does not know.</summary>
public sealed class WorkingDaysTests
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(Demo.Folder)!, "calendar");
    private static readonly WorkingDays Working = WorkingDays.Load(Folder);

    [Theory]
    [InlineData("2026-02-14", true)]
    [InlineData("2026-02-15", false)]
    [InlineData("2026-02-23", false)]
    [InlineData("2026-02-24", true)]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-09-20", true)]
    [InlineData("2026-10-01", false)]
    [InlineData("2026-10-10", true)]
    [InlineData("2026-11-21", false)]
    [InlineData("2027-02-08", false)]
    public void Days_of_the_arrangement(string day, bool worked) => Assert.Equal(worked, Working.Contains(DateOnly.Parse(day, CultureInfo.InvariantCulture)));

    /// <summary>2026: 365 days, 33 of them off by the arrangement, six weekends worked.</summary>
    [Fact]
    public void A_year_has_as_many_working_days_as_the_arrangement_says()
    {
        var year = Enumerable.Range(new DateOnly(2026, 1, 1).DayNumber, 365).Select(DateOnly.FromDayNumber).ToList();
        Assert.Equal(248, year.Count(Working.Contains));
        Assert.Equal(261, year.Count(WorkingDays.WeekendsOnly.Contains));
    }

    /// <summary>The law fixes days by the lunar calendar: New Year's eve to the third, the fifth of the fifth, the fifteenth of the eighth.</summary>
    [Theory]
    [InlineData(2026)]
    [InlineData(2027)]
    public void The_lunar_holidays_lie_where_the_moon_says(int year)
    {
        var lunar = new ChineseLunisolarCalendar();
        DateOnly Of(int month, int day)
        {
            var leap = lunar.GetLeapMonth(year);
            return DateOnly.FromDateTime(lunar.ToDateTime(year, leap > 0 && month >= leap ? month + 1 : month, day, 0, 0, 0, 0));
        }

        DateOnly[] fixedByLaw =
        [
            Of(1, 1).AddDays(-1), Of(1, 1), Of(1, 2), Of(1, 3), Of(5, 5), Of(8, 15),
            new(year, 1, 1), new(year, 5, 1), new(year, 5, 2), new(year, 10, 1), new(year, 10, 2), new(year, 10, 3),
        ];
        Assert.All(fixedByLaw, day => Assert.False(Working.Contains(day), $"{day:O} is a holiday"));
    }

    /// <summary>What no file speaks of is worked from Monday to Friday; counting never stands still and never runs backwards.</summary>
    [Fact]
    public void Without_a_file_a_year_knows_weekends_only_and_in_any_week_somebody_works()
    {
        Prop.ForAll(Gen.Choose(new DateOnly(2000, 1, 1).DayNumber, new DateOnly(2060, 12, 31).DayNumber).Select(DateOnly.FromDayNumber).ToArbitrary(), day =>
        {
            var weekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            var fortnight = Enumerable.Range(day.DayNumber, 14).Select(DateOnly.FromDayNumber).Count(Working.Contains);
            return (day.Year is 2026 or 2027 || Working.Contains(day) == !weekend) && fortnight is >= 4 and <= 12;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_start_says_in_one_line_what_is_not_known()
    {
        Assert.Contains("2027 has the holidays of the law only", Working.Gaps(new DateOnly(2026, 11, 21)), StringComparison.Ordinal);
        var later = Working.Gaps(new DateOnly(2028, 1, 1));
        Assert.Contains("2028 has no holidays, only weekends; 2029", later, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', later!);
    }

    [Theory]
    [InlineData("2026-03-04", "[]", "2026-03-04")]
    [InlineData("2026-03-07", """[{"name": "x", "from": "2025-12-31", "to": "2026-01-01"}]""", "2025-12-31")]
    public void A_faulty_calendar_stops_the_start_and_names_the_day(string workday, string holidays, string named)
    {
        var folder = Directory.CreateTempSubdirectory("calendar").FullName;
        File.WriteAllText(Path.Combine(folder, "2026.json"), $$"""{"year": 2026, "source": "x", "arranged": true, "holidays": {{holidays}}, "workdays": ["{{workday}}"]}""");
        Assert.Contains(named, Assert.Throws<InvalidOperationException>(() => WorkingDays.Load(folder)).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
