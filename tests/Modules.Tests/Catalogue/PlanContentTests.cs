using FsCheck;
using FsCheck.Fluent;
using WeChatService.Catalogue.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Catalogue;

/// <summary>What a plan of a width takes: a wider plan contains the narrower one, and a year leaves nothing out.</summary>
public sealed class PlanContentTests
{
    private static readonly CatalogueEdition Edition = Shipped.Catalogue.For("beijing");

    private static Gen<FacilityClass> AnyClass { get; } = Gen.Elements(Edition.Systems.SelectMany(s => s.Classes).ToArray());

    private static Gen<FacilityClass> AnyFacility { get; } = AnyClass.Where(c => !c.RecordOnly);

    [Fact, Rule("PLN-01")]
    public void A_wider_plan_contains_the_narrower_one() =>
        Prop.ForAll(Arb.From(AnyClass), Arb.From<bool>(Gen.Elements(true, false)), (found, due) =>
        {
            var month = Edition.ItemsFor(found.Code, PlanSpan.Month).Select(i => i.Code).ToHashSet();
            var quarter = Edition.ItemsFor(found.Code, PlanSpan.Quarter, due).Select(i => i.Code).ToHashSet();
            var year = Edition.ItemsFor(found.Code, PlanSpan.Year).Select(i => i.Code).ToHashSet();
            return month.IsSubsetOf(quarter) && quarter.IsSubsetOf(year);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_twelve_month_term_gives_eight_month_three_quarter_and_one_year_plan()
    {
        var advised = Enumerable.Range(0, 12).Select(month => PlanCalendar.Advised(month, 12)).ToList();
        Assert.Equal(8, advised.Count(s => s == PlanSpan.Month));
        Assert.Equal([2, 5, 8], advised.Index().Where(s => s.Item == PlanSpan.Quarter).Select(s => s.Index));
        Assert.Equal(PlanSpan.Year, advised[11]);
    }

    [Fact, Rule("PLN-01")]
    public void Every_item_falls_due_over_a_year_as_often_as_its_period_says() =>
        Prop.ForAll(Arb.From(AnyFacility), found =>
        {
            var taken = Enumerable.Range(0, 12)
                .SelectMany(month => Edition.ItemsFor(found.Code, PlanCalendar.Advised(month, 12), PlanCalendar.HalfYearDue(month)))
                .CountBy(item => item.Code).ToDictionary();
            return found.Items.All(item => taken[item.Code] == item.Periods.Max(TimesAYear));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_term_under_three_months_has_month_plans_only() =>
        Prop.ForAll(Arb.From(Gen.Choose(1, 2)), term => Enumerable.Range(0, term).All(m => PlanCalendar.Advised(m, term) == PlanSpan.Month))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Half_year_items_enter_a_quarter_plan_only_when_they_are_due()
    {
        var (found, item) = Edition.Systems.SelectMany(s => s.Classes).SelectMany(c => c.Items.Select(i => (c, i)))
            .First(x => x.i.Periods.SequenceEqual([Period.HalfYear]));
        Assert.DoesNotContain(item, Edition.ItemsFor(found.Code, PlanSpan.Quarter));
        Assert.Contains(item, Edition.ItemsFor(found.Code, PlanSpan.Quarter, halfYearDue: true));
        Assert.Contains(item, Edition.ItemsFor(found.Code, PlanSpan.Year));
    }

    [Theory]
    [InlineData("M22-01")]
    [InlineData("M23-01")]
    [InlineData("M24-01")]
    public void A_record_only_class_gives_its_one_record_to_every_plan(string code)
    {
        foreach (var span in Enum.GetValues<PlanSpan>())
        {
            Assert.Single(Edition.ItemsFor(code, span));
        }
    }

    [Fact]
    public void A_class_that_is_not_ticked_brings_no_item() => Assert.Empty(Edition.ItemsFor("M99-01", PlanSpan.Year));

    [Fact]
    public void The_sizes_of_the_plans_of_a_project_with_everything_are_those_of_the_catalogue()
    {
        var facilities = Edition.Systems.Where(s => !s.RecordOnly).SelectMany(s => s.Classes).Select(c => c.Code).ToList();
        Assert.Equal(154, facilities.Sum(c => Edition.ItemsFor(c, PlanSpan.Month).Count));
        Assert.Equal(326, facilities.Sum(c => Edition.ItemsFor(c, PlanSpan.Quarter).Count));
        Assert.Equal(336, facilities.Sum(c => Edition.ItemsFor(c, PlanSpan.Quarter, halfYearDue: true).Count));
        Assert.Equal(451, facilities.Sum(c => Edition.ItemsFor(c, PlanSpan.Year).Count));
    }

    private static int TimesAYear(Period period) => period switch
    {
        Period.Month => 12,
        Period.Quarter => 4,
        Period.HalfYear => 2,
        _ => 1,
    };
}
