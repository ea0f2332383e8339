using FsCheck;
using FsCheck.Fluent;
using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reviews.Contracts;
using WeChatService.Reviews.Judging;
using WeChatService.TestKit;
using static WeChatService.Reviews.Contracts.DetectionVerdict;

namespace WeChatService.Modules.Tests.Reviews.Rules;

/// <summary>How single items are counted and judged (REV-16…18): stated cases, and what must hold of any.</summary>
public sealed class JudgementArithmeticTests
{
    private static readonly JudgementLimits Beijing = new(0, 2, 4);

    private static Gen<CountedItem> Item { get; } =
        from letter in Gen.Elements(ItemClass.A, ItemClass.B, ItemClass.C)
        from verdict in Gen.Elements(Qualified, Unqualified, NotTestable, NoSuchDevice)
        from failed in Gen.Choose(0, 4)
        select new CountedItem(letter, verdict, failed);

    private static Arbitrary<CountedItem[]> Items { get; } = Item.ArrayOf().ToArbitrary();
    private static Arbitrary<CountedItem> One { get; } = Item.ToArbitrary();

    [Theory, Rule("REV-16", Regions = ["beijing"])]
    [InlineData(0, 0, 0, false)]
    [InlineData(0, 2, 4, false)]
    [InlineData(1, 0, 0, true)]
    [InlineData(0, 3, 0, true)]
    [InlineData(0, 0, 5, true)]
    [InlineData(1, 3, 5, true)]
    public void More_failures_of_a_class_than_its_limit_fail_a_single_item(int a, int b, int c, bool fails)
    {
        var items = Failing(ItemClass.A, a).Concat(Failing(ItemClass.B, b)).Concat(Failing(ItemClass.C, c)).Append(new(ItemClass.A, Qualified, 0)).ToList();
        Assert.Equal(fails ? Unqualified : Qualified, JudgementArithmetic.ProposeGroup(JudgementArithmetic.Count(items, CountBy.Item), Beijing, partFailed: false));
    }

    [Fact, Rule("REV-16", Regions = ["beijing"])]
    public void The_regions_limits_are_those_of_the_catalogues_rule() => Prop.ForAll(
        Arb.From(Gen.Choose(0, 3)), Arb.From(Gen.Choose(0, 5)), Arb.From(Gen.Choose(0, 7)), (a, b, c) =>
            Catalogue.Shipped.Catalogue.DetectionFor("beijing")!.Judgement.Fails(a, b, c)
            == JudgementArithmetic.Exceeds(new FailureCount(0, a, b, c), Agencies.Policies.For("beijing").Judge.Limits!)).QuickCheckThrowOnFailure();

    [Fact, Rule("REV-17", Regions = ["beijing"])]
    public void What_is_not_there_or_cannot_be_tested_changes_no_count() => Prop.ForAll(Items, items =>
        JudgementArithmetic.Count(items, CountBy.Item) == JudgementArithmetic.Count([.. items.Where(i => i.Verdict is Qualified or Unqualified)], CountBy.Item))
        .QuickCheckThrowOnFailure();

    [Fact, Rule("REV-17", Regions = ["beijing"])]
    public void Where_nothing_was_tested_nothing_failed_and_there_is_no_verdict()
    {
        var count = JudgementArithmetic.Count([new(ItemClass.A, NoSuchDevice, 0), new(ItemClass.B, NotTestable, 0)], CountBy.Item);
        Assert.Equal(new FailureCount(0, 0, 0, 0), count);
        Assert.Equal(NotApplicable, JudgementArithmetic.ProposeGroup(count, Beijing, partFailed: false));
    }

    [Fact]
    public void Counts_never_exceed_what_was_tested_and_add_up_over_any_cut() => Prop.ForAll(Items, Items, (left, right) =>
    {
        var (l, r, both) = (Count(left), Count(right), Count([.. left, .. right]));
        return both == new FailureCount(l.Tested + r.Tested, l.A + r.A, l.B + r.B, l.C + r.C) && both.A + both.B + both.C <= both.Tested;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_more_failure_never_turns_a_failed_group_into_a_passed_one() => Prop.ForAll(Items, One, (items, more) =>
        Propose(items) != Unqualified || Propose([.. items, more with { Verdict = Unqualified }]) == Unqualified).QuickCheckThrowOnFailure();

    [Fact]
    public void What_fails_a_sub_item_fails_its_single_item() => Prop.ForAll(Items, Items, (subItem, rest) =>
        Propose(subItem) != Unqualified || Propose([.. subItem, .. rest]) == Unqualified).QuickCheckThrowOnFailure();

    [Fact]
    public void A_failed_part_fails_the_group_whatever_the_counts_say() => Prop.ForAll(Items, items =>
        JudgementArithmetic.ProposeGroup(Count(items), Beijing, partFailed: true) == Unqualified).QuickCheckThrowOnFailure();

    [Fact]
    public void Counted_by_devices_there_are_at_least_as_many_failures_as_by_items() => Prop.ForAll(Items, items =>
    {
        var (devices, byItem) = (JudgementArithmetic.Count(items, CountBy.Device), Count(items));
        return devices.A >= byItem.A && devices.B >= byItem.B && devices.C >= byItem.C && devices.Tested == byItem.Tested;
    }).QuickCheckThrowOnFailure();

    [Fact, Rule("REV-18", Regions = ["beijing"])]
    public void The_whole_fails_exactly_when_a_single_item_fails() => Prop.ForAll(
        Gen.Elements(Qualified, Unqualified, NotApplicable).ArrayOf().ToArbitrary(), singles =>
            (JudgementArithmetic.ProposeOverall(singles) == Unqualified) == singles.Contains(Unqualified)
            && (JudgementArithmetic.ProposeOverall(singles) == NotApplicable) == singles.All(s => s == NotApplicable)).QuickCheckThrowOnFailure();

    [Theory, Rule("REV-15", Regions = ["beijing"])]
    [InlineData("Qualified", null, Qualified)]
    [InlineData("Qualified", false, Unqualified)]
    [InlineData("Unqualified", true, Unqualified)]
    [InlineData("NotTestable", null, NotTestable)]
    [InlineData("NoSuchDevice", null, NoSuchDevice)]
    public void An_item_is_proposed_from_its_result_and_its_measured_values(string result, bool? within, DetectionVerdict proposed) =>
        Assert.Equal(proposed, JudgementArithmetic.ProposeItem([Trees.Record("i", Enum.Parse<DetectionResult>(result), within)]));

    [Fact, Rule("REV-15", Regions = ["beijing"])]
    public void Of_several_devices_one_that_fails_decides_and_a_missing_one_does_not()
    {
        Assert.Equal(Unqualified, JudgementArithmetic.ProposeItem([Trees.Record("i", DetectionResult.Qualified), Trees.Record("i", DetectionResult.Unqualified)]));
        Assert.Equal(Qualified, JudgementArithmetic.ProposeItem([Trees.Record("i", DetectionResult.NoSuchDevice), Trees.Record("i", DetectionResult.Qualified)]));
        Assert.Equal(NotTestable, JudgementArithmetic.ProposeItem([Trees.Record("i", DetectionResult.NoSuchDevice), Trees.Record("i", DetectionResult.NotTestable)]));
    }

    private static FailureCount Count(IReadOnlyCollection<CountedItem> items) => JudgementArithmetic.Count(items, CountBy.Item);

    private static DetectionVerdict Propose(IReadOnlyCollection<CountedItem> items) => JudgementArithmetic.ProposeGroup(Count(items), Beijing, partFailed: false);

    private static IEnumerable<CountedItem> Failing(ItemClass letter, int count) => Enumerable.Repeat(new CountedItem(letter, Unqualified, 1), count);
}
