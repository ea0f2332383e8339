using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Modules.Tests.Projects;
using WeChatService.Plans;
using WeChatService.Plans.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Plans.Rules;

/// <summary>PLN-04: three quarter plans and one year plan in each service year, where the profile asks for them.</summary>
public sealed class PlanYearTests
{
    private static readonly ChinaMonth First = new(2026, 1);

    [Theory, Rule("PLN-04")]
    [InlineData("beijing", 2)]
    [InlineData("shanghai", 0)]
    [InlineData("shaanxi", 0)]
    [InlineData("xinjiang", 0)]
    public void Only_where_the_profile_asks_years_are_counted(string region, int years) =>
        Assert.Equal(years, PlanYear.Of(Sample.Card(region) with { TermEnds = new(2027, 12, 31) }, [], Policies.For(region).Plan.YearMinimum, new(2027, 5)).Count);

    [Fact, Rule("PLN-04", Regions = ["beijing"])]
    public void Two_quarter_plans_at_the_end_of_the_year_are_a_red_mark()
    {
        (ChinaMonth, PlanKind)[] made = [(new(2026, 3), PlanKind.Quarter), (new(2026, 6), PlanKind.Quarter), (new(2026, 12), PlanKind.Year)];
        Assert.Equal((YearMark.Warned, "还差 1 个季计划"), Of(made, new(2026, 12)));
        Assert.Equal((YearMark.Short, "还差 1 个季计划"), Of(made, new(2027, 1)));
        Assert.Equal((YearMark.None, ""), Of([.. made, (new(2026, 9), PlanKind.Quarter)], new(2027, 1)));
    }

    [Fact, Rule("PLN-04", Regions = ["beijing"])]
    public void Nobody_is_warned_while_there_is_time_and_plans_of_another_year_do_not_count()
    {
        Assert.Equal(YearMark.None, Of([], new(2026, 9)).Mark);
        Assert.Equal((YearMark.Warned, "还差 3 个季计划、1 个年计划"), Of([(new(2025, 12), PlanKind.Year), (new(2027, 1), PlanKind.Quarter)], new(2026, 10)));
    }

    [Fact, Rule("PLN-04", Regions = ["beijing"])]
    public void A_term_of_less_than_a_year_owes_nothing_and_a_year_begins_with_the_contract()
    {
        var minimum = Policies.For("beijing").Plan.YearMinimum;
        Assert.Empty(PlanYear.Of(Sample.Card("beijing") with { TermEnds = new(2026, 12, 30) }, [], minimum, new(2027, 2)));
        var year = Assert.Single(PlanYear.Of(Sample.Card("beijing") with { TermStarts = new(2026, 3, 15), TermEnds = new(2027, 3, 14) }, [], minimum, new(2026, 12)));
        Assert.Equal((new ChinaMonth(2026, 3), new ChinaMonth(2027, 2), 3), (year.First, year.Last, year.MonthsLeft));
    }

    private static (YearMark Mark, string Says) Of((ChinaMonth, PlanKind)[] made, ChinaMonth now)
    {
        var years = PlanYear.Of(Sample.Card("beijing") with { TermEnds = new(2027, 12, 31) }, made, Policies.For("beijing").Plan.YearMinimum, now);
        var year = years.Single(y => y.First == First);
        return (year.Mark, year.Says);
    }
}
