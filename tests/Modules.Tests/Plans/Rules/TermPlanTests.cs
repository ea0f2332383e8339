using FsCheck;
using FsCheck.Fluent;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Modules.Tests.Catalogue;
using WeChatService.Modules.Tests.Projects;
using WeChatService.Plans.Contracts;
using WeChatService.Plans.Term;
using WeChatService.Projects.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Plans.Rules;

/// <summary>The maintenance plan of a whole term: 编制中 → 已生成 → 已推送.</summary>
public sealed class TermPlanTests
{
    private static readonly ProjectCard Project = Sample.Card() with
    {
        TermStarts = new(2026, 3, 15), TermEnds = new(2027, 3, 14), FacilityClassCodes = ["M02-04", "M18-01"],
    };

    [Fact, Rule("PLN-24", Regions = ["shanghai"])]
    public void The_first_period_begins_and_the_last_ends_with_the_contract()
    {
        var plan = Draft();
        Assert.Equal(13, plan.Periods.Count);
        Assert.Equal((new DateOnly(2026, 3, 15), new DateOnly(2026, 3, 31)), (plan.Periods[0].Starts, plan.Periods[0].Ends));
        Assert.Equal((new DateOnly(2027, 3, 1), new DateOnly(2027, 3, 14)), (plan.Periods[^1].Starts, plan.Periods[^1].Ends));
        Assert.Equal(("term_plan.end_fixed", "PLN-24"), Refused(plan, new PeriodDraft(1, new(2026, 3, 16), null, null, null)));
        Assert.Equal(("term_plan.end_fixed", "PLN-24"), Refused(plan, new PeriodDraft(13, null, new(2027, 3, 13), null, null)));
    }

    [Fact, Rule("PLN-24", Regions = ["shanghai"])]
    public void Every_day_of_any_term_lies_in_exactly_one_period() =>
        Prop.ForAll(Gen.Choose(0, 900).ToArbitrary(), Gen.Choose(0, 1500).ToArbitrary(), Cover).QuickCheckThrowOnFailure();

    private static void Cover(int from, int length)
    {
        var starts = new DateOnly(2026, 1, 1).AddDays(from);
        var ends = starts.AddDays(length);
        var periods = TermRules.Nominal(starts, ends);
        Assert.Equal((starts, ends), (periods[0].Starts, periods[^1].Ends));
        Assert.All(periods.Zip(periods.Skip(1)), pair => Assert.Equal(pair.First.Ends.AddDays(1), pair.Second.Starts));
        Assert.All(periods, p => Assert.True(p.Starts <= p.Ends && ChinaMonth.Of(p.Starts) == p.Month && ChinaMonth.Of(p.Ends) == p.Month));
    }

    [Theory, Rule("PLN-25", Regions = ["shanghai"])]
    [InlineData(5, true)]
    [InlineData(-5, true)]
    [InlineData(6, false)]
    [InlineData(-6, false)]
    public void A_middle_period_moves_by_five_days_and_not_by_six(int days, bool may)
    {
        foreach (var draft in new[] { new PeriodDraft(4, new DateOnly(2026, 6, 1).AddDays(days), null, null, null), new PeriodDraft(4, null, new DateOnly(2026, 6, 30).AddDays(days), null, null) })
        {
            var plan = Draft();
            if (may)
            {
                Write(plan, draft);
                Assert.Equal((draft.Starts ?? new(2026, 6, 1), draft.Ends ?? new(2026, 6, 30)), (plan.Periods[3].Starts, plan.Periods[3].Ends));
            }
            else
            {
                Assert.Equal(("term_plan.shift_too_far", "PLN-25"), Refused(plan, draft));
            }
        }
    }

    [Fact, Rule("PLN-25", Regions = ["shanghai"])]
    public void The_first_periods_end_and_the_last_ones_start_move_too_and_shifts_do_not_add_up()
    {
        var plan = Draft();
        Write(plan, new PeriodDraft(1, null, new(2026, 4, 5), null, null), new PeriodDraft(13, new(2027, 2, 24), null, null, null));
        Write(plan, new PeriodDraft(1, null, new(2026, 3, 26), null, null));
        Assert.Equal(("term_plan.shift_too_far", "PLN-25"), Refused(plan, new PeriodDraft(1, null, new(2026, 4, 6), null, null)));
    }

    [Fact, Rule("PLN-25", Regions = ["shanghai"])]
    public void A_period_never_ends_before_it_begins()
    {
        var plan = TermPlan.Draft(Guid.NewGuid(), Project with { TermEnds = new(2026, 6, 3) }, Shipped.Catalogue.For("shanghai"));
        Assert.Equal(("term_plan.period_backwards", "PLN-25"), Refused(plan, new PeriodDraft(4, new(2026, 6, 5), null, null, null)));
    }

    [Fact, Rule("PLN-23", Regions = ["shanghai"])]
    public void Only_items_of_the_contracted_scope_are_written_and_only_before_any_work()
    {
        var (plan, edition) = (Draft(), Shipped.Catalogue.For("shanghai"));
        var inside = edition.FindClass("M18-01")!.Items[0].Code;
        var outside = edition.Systems.SelectMany(s => s.Classes).First(c => !Project.FacilityClassCodes.Contains(c.Code)).Items[0].Code;
        Write(plan, new PeriodDraft(2, null, null, null, [inside]));
        Assert.Equal([inside], plan.Periods[1].ItemCodes);
        Assert.Equal(("term_plan.item_outside_scope", "PLN-23"), Refused(plan, new PeriodDraft(2, null, null, null, [inside, outside])));
        Assert.Equal(("term_plan.period_unknown", "PLN-23"), Refused(plan, new PeriodDraft(14, null, null, null, null)));
        Assert.Equal(("term_plan.work_begun", "PLN-23"), Sample.Refusal(() => plan.Write([], Project, edition, Policies.For("shanghai").Plan, begun: true)));
    }

    [Fact, Rule("PLN-23", Regions = ["shanghai"])]
    public void Nothing_is_made_of_a_draft_and_no_period_stays_empty()
    {
        var plan = Draft();
        Assert.Null(plan.PeriodOf(new(2026, 6)));
        Write(plan, new PeriodDraft(2, null, null, null, []));
        Assert.Equal(("term_plan.period_empty", "PLN-23"), Sample.Refusal(() => plan.Generate(Sample.Now)));
        Write(plan, new PeriodDraft(2, null, null, PlanKind.Year, null));
        plan.Generate(Sample.Now);
        Assert.Equal((TermPlanState.Generated, 4), (plan.State, plan.PeriodOf(new(2026, 6))!.Number));
        Assert.Null(plan.PeriodOf(new(2026, 2)));
    }

    [Fact, Rule("PLN-26", Regions = ["shanghai"])]
    public void A_plan_is_pushed_when_it_is_generated_and_somebody_follows()
    {
        var plan = Draft();
        Assert.Equal(("term_plan.not_generated", "PLN-26"), Sample.Refusal(() => plan.Push(1, 1, Sample.Now)));
        plan.Generate(Sample.Now);
        Assert.Equal(("term_plan.nobody_bound", "PLN-26"), Sample.Refusal(() => plan.Push(0, 0, Sample.Now)));
        Assert.Equal(("term_plan.nobody_follows", "PLN-26"), Sample.Refusal(() => plan.Push(2, 0, Sample.Now)));
        plan.Push(2, 1, Sample.Now);
        Assert.Equal(TermPlanState.Pushed, plan.State);
        Write(plan, new PeriodDraft(2, new(2026, 4, 2), null, null, null));
        Assert.Equal(TermPlanState.Drafting, plan.State);
    }

    [Theory, Rule("PLN-23")]
    [InlineData("shanghai", true)]
    [InlineData("beijing", false)]
    [InlineData("shaanxi", false)]
    [InlineData("xinjiang", false)]
    public void Term_plans_are_written_for_maintenance_where_the_profile_has_them(string region, bool used)
    {
        void Use(ServiceType type) => TermRules.MustBeUsed(Sample.Card(region, type), Policies.For(region).Plan);
        Assert.Equal(("term_plan.not_used_here", "PLN-23"), Sample.Refusal(() => Use(ServiceType.AnnualDetection)));
        if (used)
        {
            Use(ServiceType.Maintenance);
        }
        else
        {
            Assert.Equal(("term_plan.not_used_here", "PLN-23"), Sample.Refusal(() => Use(ServiceType.Maintenance)));
        }
    }

    private static TermPlan Draft() => TermPlan.Draft(Guid.NewGuid(), Project, Shipped.Catalogue.For("shanghai"));

    private static void Write(TermPlan plan, params PeriodDraft[] drafts) =>
        plan.Write(drafts, Project, Shipped.Catalogue.For("shanghai"), Policies.For("shanghai").Plan, begun: false);

    private static (string Code, string? Rule) Refused(TermPlan plan, params PeriodDraft[] drafts) => Sample.Refusal(() => Write(plan, drafts));
}
