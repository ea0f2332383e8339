using FsCheck;
using FsCheck.Fluent;
using WeChatService.Catalogue.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Catalogue;

/// <summary>Numbers are compared as decimals, and a value on the boundary passes where the standard says so.</summary>
public sealed class LimitTests
{
    private static Arbitrary<decimal> Measured { get; } = Arb.From(
        from units in Gen.Choose(-1_000_000, 1_000_000) from scale in Gen.Choose(0, 4) select new decimal(units) / (decimal)Math.Pow(10, scale));

    [Fact]
    public void The_boundary_passes_at_most_at_least_and_equal_but_not_below_and_above() =>
        Prop.ForAll(Measured, value =>
            Of(LimitOperator.AtMost, value).Holds(value) && Of(LimitOperator.AtLeast, value).Holds(value) && Of(LimitOperator.Equal, value).Holds(value)
            && !Of(LimitOperator.Below, value).Holds(value) && !Of(LimitOperator.Above, value).Holds(value)).QuickCheckThrowOnFailure();

    [Fact]
    public void At_most_and_above_divide_all_numbers_between_them() =>
        Prop.ForAll(Measured, Measured, (limit, value) =>
            Of(LimitOperator.AtMost, limit).Holds(value) != Of(LimitOperator.Above, limit).Holds(value)
            && Of(LimitOperator.AtLeast, limit).Holds(value) != Of(LimitOperator.Below, limit).Holds(value)).QuickCheckThrowOnFailure();

    [Fact]
    public void Between_is_at_least_the_lower_and_at_most_the_upper() =>
        Prop.ForAll(Measured, Measured, Measured, (a, b, value) =>
        {
            var (min, max) = (Math.Min(a, b), Math.Max(a, b));
            return new Limit(LimitOperator.Between, null, min, max, "MPa", null, null).Holds(value)
                == (Of(LimitOperator.AtLeast, min).Holds(value) && Of(LimitOperator.AtMost, max).Holds(value));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Trailing_zeros_do_not_matter() => Assert.True(Of(LimitOperator.Equal, 0.5m).Holds(0.50m));

    [Theory]
    [InlineData("D-A.8.2.3", "52", true)]
    [InlineData("D-A.8.2.3", "66", false)]
    [InlineData("D-A.1.2.1", "8.4", false)]
    [InlineData("D-A.1.3.1", "5", true)]
    [InlineData("D-A.12.1.3", "68", false)]
    [InlineData("D-A.11.3.5", "0.58", false)]
    [InlineData("D-A.18.4.2", "56", false)]
    [InlineData("D-A.24.2.3", "31", false)]
    [InlineData("D-A.2.3.4", "15", true)]
    public void Worked_examples_of_the_detection_edition(string code, string measured, bool holds)
    {
        var item = Shipped.Catalogue.DetectionFor("beijing")!.Singles.SelectMany(s => s.SubItems).SelectMany(s => s.Items).Single(i => i.Code == code);
        Assert.Equal(holds, Assert.Single(item.Limits).Holds(decimal.Parse(measured, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory, Rule("REV-16", Regions = ["beijing"])]
    [InlineData(0, 2, 4, false)]
    [InlineData(0, 0, 5, true)]
    [InlineData(0, 3, 0, true)]
    [InlineData(1, 0, 0, true)]
    public void A_single_item_fails_above_its_limits_and_not_on_them(int a, int b, int c, bool fails) =>
        Assert.Equal(fails, Shipped.Catalogue.DetectionFor("beijing")!.Judgement.Fails(a, b, c));

    [Fact, Rule("REV-16", Regions = ["beijing"])]
    public void One_more_failure_never_turns_a_failed_item_into_a_passed_one() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 9).Four()), n =>
        {
            var rule = Shipped.Catalogue.DetectionFor("beijing")!.Judgement;
            var (a, b, c, which) = n;
            return !rule.Fails(a, b, c) || rule.Fails(a + (which % 3 == 0 ? 1 : 0), b + (which % 3 == 1 ? 1 : 0), c + (which % 3 == 2 ? 1 : 0));
        }).QuickCheckThrowOnFailure();

    private static Limit Of(LimitOperator op, decimal value) => new(op, value, null, null, "s", null, null);
}
