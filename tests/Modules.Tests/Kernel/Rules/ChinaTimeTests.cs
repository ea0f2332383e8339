using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Kernel.Rules;

public sealed class ChinaTimeTests
{
    private static readonly Arbitrary<DateTimeOffset> Instants =
        Gen.Choose(0, 60 * 24 * 365 * 30).Select(minutes => new DateTimeOffset(2010, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes)).ToArbitrary();

    [Theory, Rule("CHK-19")]
    [InlineData("2026-11-20T15:59:59Z", "2026-11-20")]
    [InlineData("2026-11-20T16:00:00Z", "2026-11-21")]
    [InlineData("2026-11-20T00:00:00+08:00", "2026-11-20")]
    [InlineData("2026-12-31T16:00:00Z", "2027-01-01")]
    [InlineData("2024-02-28T16:00:00Z", "2024-02-29")]
    public void A_day_begins_at_midnight_in_Shanghai(string instant, string day) =>
        Assert.Equal(day, ChinaTime.DayOf(At(instant)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2026-10-31T15:59:59Z", "2026-10")]
    [InlineData("2026-10-31T16:00:00Z", "2026-11")]
    [InlineData("2026-12-31T16:00:00Z", "2027-01")]
    public void A_month_begins_at_midnight_in_Shanghai(string instant, string month) => Assert.Equal(month, ChinaMonth.Of(At(instant)).ToString());

    [Fact]
    public void Every_instant_lies_in_its_month_and_no_instant_in_two() => Prop.ForAll(Instants, at =>
    {
        var month = ChinaMonth.Of(at);
        return month.Begins <= at && at < month.Ends && month.Contains(month.Begins) && !month.Contains(month.Ends)
            && month.AddMonths(1).Begins == month.Ends && month.AddMonths(7).AddMonths(-7) == month && month.CompareTo(month.AddMonths(1)) < 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_month_knows_its_days()
    {
        Assert.Equal((new DateOnly(2024, 2, 1), new DateOnly(2024, 2, 29)), (new ChinaMonth(2024, 2).FirstDay, new ChinaMonth(2024, 2).LastDay));
        Assert.Equal(new DateOnly(2026, 12, 31), new ChinaMonth(2026, 12).LastDay);
        Assert.Equal(new ChinaMonth(2027, 1), new ChinaMonth(2026, 12).AddMonths(1));
    }

    [Fact]
    public void A_month_travels_as_text() => Prop.ForAll(Instants, at =>
    {
        var month = ChinaMonth.Of(at);
        return ChinaMonth.Parse(month.ToString()) == month && JsonSerializer.Deserialize<ChinaMonth>(JsonSerializer.Serialize(month)) == month;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("\"2026-13\"")]
    [InlineData("\"2026-00\"")]
    [InlineData("\"2026-1\"")]
    [InlineData("\"2026-11-20\"")]
    [InlineData("\"\"")]
    [InlineData("202611")]
    [InlineData("null")]
    public void What_is_no_month_is_not_read_as_one(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ChinaMonth>(json));

    [Fact]
    public void People_read_the_hour_of_Shanghai()
    {
        Assert.Equal("11月20日 14:07", ChinaTime.Says(At("2026-11-20T06:07:59Z")));
        Assert.Equal("2026年11月20日", ChinaTime.Says(new DateOnly(2026, 11, 20)));
        Assert.Equal("2026年11月", new ChinaMonth(2026, 11).Says());
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
