using FsCheck;
using FsCheck.Fluent;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;
using WeChatService.TestKit;
using WeChatService.Visits;
using WeChatService.Visits.Contracts;
using static WeChatService.Modules.Tests.FieldTasks.Specimens;
using static WeChatService.Modules.Tests.Visits.Specimens;

namespace WeChatService.Modules.Tests.Visits.Rules;

/// <summary>How a visit's time is counted.</summary>
public sealed class MinutesTests
{
    private static Arbitrary<int> Seconds { get; } = Arb.From(Gen.Choose(0, 24 * 3600));

    [Fact]
    public void Rounded_down_they_are_the_whole_minutes_that_passed() => Prop.ForAll(Seconds, seconds =>
        VisitRules.MinutesOf(Morning, Morning.AddSeconds(seconds), DurationRounding.DownToMinute) == seconds / 60).QuickCheckThrowOnFailure();

    [Fact]
    public void Rounded_to_the_nearest_they_differ_by_half_a_minute_at_most() => Prop.ForAll(Seconds, seconds =>
        Math.Abs(VisitRules.MinutesOf(Morning, Morning.AddSeconds(seconds), DurationRounding.NearestMinute) * 60 - seconds) <= 30).QuickCheckThrowOnFailure();

    [Fact]
    public void A_longer_stay_never_counts_less() => Prop.ForAll(Seconds, Seconds, (a, b) =>
        VisitRules.MinutesOf(Morning, Morning.AddSeconds(Math.Min(a, b)), DurationRounding.DownToMinute)
        <= VisitRules.MinutesOf(Morning, Morning.AddSeconds(Math.Max(a, b)), DurationRounding.DownToMinute)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_clock_that_runs_backwards_counts_nothing() =>
        Assert.Equal(0, VisitRules.MinutesOf(Morning, Morning.AddMinutes(-3), DurationRounding.NearestMinute));

    [Theory, Rule("CHK-09", Regions = ["shanghai"])]
    [InlineData(23 * 60 + 59, 23 * 60 + 59, VisitMark.None)]
    [InlineData(24 * 60, 24 * 60, VisitMark.None)]
    [InlineData(24 * 60 + 1, 0, VisitMark.TooLong)]
    public void After_more_than_24_hours_nothing_counts(int stayed, int counts, VisitMark mark)
    {
        var visit = Open();
        visit.Finish(At(Morning.AddMinutes(stayed)), Policy.Checkin);
        Assert.Equal((counts, mark), (visit.Minutes, visit.Mark));
    }

    [Fact, Rule("CHK-08", Regions = ["shanghai"])]
    public void Ending_away_from_the_site_counts_nothing()
    {
        var visit = Open();
        visit.Finish(At(Morning.AddHours(2), inside: false, metres: 3000), Policy.Checkin);
        Assert.Equal((0, VisitMark.TooFar), (visit.Minutes, visit.Mark));
        Assert.Contains("3.0 km", visit.MarkReason);
    }

    [Fact, Rule("CHK-07", Regions = ["shanghai"])]
    public void An_ended_visit_does_not_end_again() =>
        MustRefuse("visit.already_ended", "CHK-07", () => Ended().Finish(At(Morning.AddHours(3)), Policy.Checkin));

    [Fact, Rule("CHK-10", Regions = ["shanghai"])]
    public void A_visit_that_nobody_ended_is_closed_with_nothing()
    {
        var visit = Open();
        Assert.False(visit.CloseIfOverdue(Policy.Checkin, Morning.AddHours(24)));
        Assert.True(visit.IsOpen);
        Assert.True(visit.CloseIfOverdue(Policy.Checkin, Morning.AddHours(25)));
        Assert.Equal((0, VisitMark.TooLong, null), (visit.Minutes, visit.Mark, visit.End));
        Assert.False(visit.CloseIfOverdue(Policy.Checkin, Morning.AddHours(26)));
    }

    [Fact, Rule("CHK-10", Regions = ["shanghai"])]
    public void An_ended_visit_is_left_alone() => Assert.False(Ended().CloseIfOverdue(Policy.Checkin, Morning.AddHours(30)));

    [Theory, Rule("CHK-19")]
    [InlineData("2026-11-20T15:50:00Z", "2026-11-20")]
    [InlineData("2026-11-20T16:00:00Z", "2026-11-21")]
    public void A_visit_across_midnight_belongs_to_the_day_it_began_in_Shanghai(string began, string day)
    {
        var start = DateTimeOffset.Parse(began, System.Globalization.CultureInfo.InvariantCulture);
        var visit = Ended(from: start, hours: 0.75);
        Assert.Equal((DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), 45), (visit.Day, visit.Minutes));
    }
}
