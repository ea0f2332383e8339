using FsCheck;
using FsCheck.Fluent;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Regions.Contracts;
using WeChatService.Reports;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reports.Rules;

/// <summary>FIL-04: five days from the event that the region names, counted in Shanghai from the day after.</summary>
public sealed class FilingTermTests
{
    /// <summary>Friday, 20 November 2026, ten in the morning.</summary>
    private static readonly DateTimeOffset Generated = new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero);

    private static readonly WorkingDays Working = WorkingDays.Load(Path.Combine(Path.GetDirectoryName(Demo.Folder)!, "calendar"));

    [Theory, Rule("FIL-04", Regions = ["beijing", "shaanxi", "xinjiang"])]
    [InlineData("beijing", "2026-11-25")]
    [InlineData("shaanxi", "2026-11-23")]
    [InlineData("xinjiang", "2026-11-24")]
    [InlineData("shanghai", null)]
    public void The_clock_begins_with_the_regions_event(string region, string? dueOn)
    {
        var policy = Policies.For(region).Filing;
        DateTimeOffset[] submissions = [Generated.AddDays(-9), Generated.AddDays(-2), Generated.AddDays(-5)];
        var from = FilingTerm.StartOf(policy.StartEvent, submissions, Generated.AddDays(-1), Generated);
        Assert.Equal(dueOn, FilingTerm.DueOn(from, policy, Working)?.ToString("O"));
    }

    [Theory, Rule("FIL-04", Regions = ["shaanxi", "xinjiang"])]
    [InlineData(FilingStartEvent.AllTasksSubmitted)]
    [InlineData(FilingStartEvent.ProjectCompleted)]
    public void Without_records_the_clock_begins_with_the_document(FilingStartEvent startEvent) =>
        Assert.Equal(Generated, FilingTerm.StartOf(startEvent, [], null, Generated));

    [Theory, Rule("FIL-04", Regions = ["beijing", "shaanxi", "xinjiang"])]
    [InlineData(0, 5, 1)]
    [InlineData(1, 4, 1)]
    [InlineData(5, 0, 5)]
    [InlineData(6, -1, 6)]
    public void Day_six_is_overdue_and_says_by_how_much(int daysLater, int left, int day)
    {
        var (policy, today) = (Policies.For("beijing").Filing, new DateOnly(2026, 11, 20).AddDays(daysLater));
        Assert.Equal((left, day), (FilingTerm.DaysLeft(Generated, policy, today, Working), FilingTerm.DayOfTerm(Generated, policy, today, Working)));
        Assert.Equal(left < 0, Generated < FilingTerm.OverdueBefore(policy, today, Working));
    }

    [Fact, Rule("FIL-04", Regions = ["beijing", "shaanxi", "xinjiang"])]
    public void One_second_before_midnight_in_Shanghai_is_still_that_day()
    {
        var policy = Policies.For("beijing").Filing;
        var midnight = ChinaTime.StartOf(new DateOnly(2026, 12, 1));
        Assert.Equal(new DateOnly(2026, 12, 5), FilingTerm.DueOn(midnight.AddMilliseconds(-1), policy, Working));
        Assert.Equal(new DateOnly(2026, 12, 6), FilingTerm.DueOn(midnight, policy, Working));
    }

    [Fact, Rule("FIL-04", Regions = ["beijing", "shaanxi", "xinjiang"])]
    public void Working_days_leave_Saturday_and_Sunday_out()
    {
        var working = Policies.For("beijing").Filing with { DayKind = DayKind.Working };
        Assert.Equal(new DateOnly(2026, 11, 27), FilingTerm.DueOn(Generated, working, Working));
        Assert.Equal(5, FilingTerm.DaysLeft(Generated, working, new DateOnly(2026, 11, 22), Working));
        Assert.Equal(-1, FilingTerm.DaysLeft(Generated, working, new DateOnly(2026, 11, 30), Working));
    }

    /// <summary>国庆节 2026: 1 to 7 October are off, Saturday the 10th is worked, so five working days after 30 September end on the 13th.</summary>
    [Fact, Rule("FIL-04", Regions = ["beijing", "shaanxi", "xinjiang"])]
    public void Holidays_are_left_out_and_worked_weekends_count()
    {
        var policy = Policies.For("beijing").Filing with { DayKind = DayKind.Working };
        var before = ChinaTime.StartOf(new DateOnly(2026, 9, 30));
        Assert.Equal(new DateOnly(2026, 10, 13), FilingTerm.DueOn(before, policy, Working));
        Assert.Equal(new DateOnly(2026, 10, 7), FilingTerm.DueOn(before, policy, WorkingDays.WeekendsOnly));
        Assert.Equal(5, FilingTerm.DaysLeft(before, policy, new DateOnly(2026, 10, 7), Working));
    }

    /// <summary>The list of the overdue, which the database cuts by one instant, and the mark on each row never disagree.</summary>
    [Fact, Rule("FIL-04", Regions = ["beijing", "shaanxi", "xinjiang"])]
    public void The_mark_and_the_list_agree()
    {
        var cases =
            from days in Gen.Choose(1, 30)
            from minutes in Gen.Choose(-500_000, 500_000)
            from later in Gen.Choose(-400, 400)
            from kind in Gen.Elements(DayKind.Calendar, DayKind.Working)
            select (Policy: Policies.For("beijing").Filing with { Days = days, DayKind = kind }, From: Generated.AddMinutes(minutes), Today: ChinaTime.DayOf(Generated).AddDays(later));
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var due = FilingTerm.DueOn(one.From, one.Policy, Working)!.Value;
            var overdue = due < one.Today;
            var left = FilingTerm.DaysLeft(one.From, one.Policy, one.Today, Working);
            return overdue == (one.From < FilingTerm.OverdueBefore(one.Policy, one.Today, Working)) && left < 0 == overdue && due > ChinaTime.DayOf(one.From);
        }).QuickCheckThrowOnFailure();
    }
}
