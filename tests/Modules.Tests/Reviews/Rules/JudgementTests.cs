using FsCheck;
using FsCheck.Fluent;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Modules.Tests.Projects;
using WeChatService.Reviews.Contracts;
using WeChatService.Reviews.Judging;
using WeChatService.TestKit;
using static WeChatService.Modules.Tests.Reviews.Rules.Trees;

namespace WeChatService.Modules.Tests.Reviews.Rules;

/// <summary>Items, sub-items, single items, the whole, the plan: in this order, and held only as long as what is below stays.</summary>
public sealed class JudgementTests
{
    private static readonly Guid Lead = Guid.NewGuid();

    [Theory, Rule("REV-14", Regions = ["beijing"])]
    [InlineData(null, "S1.1", "3 个检测项")]
    [InlineData(JudgementLevel.Item, "S1", "2 个子项")]
    [InlineData(JudgementLevel.SubItem, "overall", "2 个单项")]
    public void A_level_is_judged_when_all_below_it_is(object? upTo, string code, string says)
    {
        var (judgement, tree) = (Judgement(), Tree(Records()));
        if (upTo is JudgementLevel level)
        {
            Accept(judgement, tree, level);
        }

        var refused = Assert.Throws<WeChatService.Kernel.RuleBroken>(() => Give(judgement, tree, code)).Problem;

        Assert.Equal(("judgement.out_of_order", "REV-14"), (refused.Code, refused.Rule));
        Assert.Contains(says, refused.Title, StringComparison.Ordinal);
    }

    [Fact, Rule("REV-14", Regions = ["beijing"])]
    public void The_plan_passes_last()
    {
        var (judgement, tree) = (Judgement(), Tree(Records()));
        Accept(judgement, tree, JudgementLevel.Single);
        Assert.Equal(("judgement.out_of_order", "REV-14"), Sample.Refusal(() => judgement.Pass(tree, "通过", Lead, "负责人", Now)));

        Accept(judgement, tree);
        judgement.Pass(tree, "通过", Lead, "负责人", Now);

        Assert.Equal(Now, judgement.PassedAt);
        Assert.Equal(("judgement.already_passed", "REV-09"), Sample.Refusal(() => Give(judgement, tree, "S1.1.1")));
    }

    [Fact, Rule("REV-09", Regions = ["beijing"])]
    public void A_passed_plan_is_returned_and_keeps_what_was_judged()
    {
        var (judgement, tree) = (Judgement(), Tree(Records()));
        Accept(judgement, tree);
        Assert.Equal(("judgement.not_passed", "REV-09"), Sample.Refusal(() => judgement.Reopen(Now)));
        judgement.Pass(tree, "通过", Lead, "负责人", Now);

        judgement.Reopen(Now);

        Assert.Null(judgement.PassedAt);
        tree.Settle(judgement.Entries);
        Assert.True(tree.Overall.IsJudged);
    }

    [Fact, Rule("REV-15", Regions = ["beijing"])]
    public void Another_verdict_than_the_proposed_needs_a_reason_and_carries_the_name()
    {
        var (judgement, tree) = (Judgement(), Tree(Records(("S1.1.1", DetectionResult.Unqualified))));
        Assert.Equal(("judgement.reason_missing", "REV-15"), Sample.Refusal(() => Give(judgement, tree, "S1.1.1", DetectionVerdict.Qualified)));
        Assert.Equal("judgement.reason_missing", Sample.Refusal(() => Give(judgement, tree, "S1.1.1", DetectionVerdict.Qualified, " 误 ")).Code);

        var entry = Give(judgement, tree, "S1.1.1", DetectionVerdict.Qualified, "现场已复测合格");

        Assert.Equal(new ForcedChange(DetectionVerdict.Unqualified, "项目负责人", Now, "现场已复测合格"), entry.Forced);
        Assert.Null(Give(judgement, tree, "S1.1.1").Forced);
    }

    [Fact, Rule("REV-14", Regions = ["beijing"])]
    public void Each_level_has_its_own_verdicts()
    {
        var (judgement, tree) = (Judgement(), Tree(Records()));
        Assert.Equal("judgement.verdict_unknown", Sample.Refusal(() => Give(judgement, tree, "S1.1.1", DetectionVerdict.NotApplicable, "不适用")).Code);
        Accept(judgement, tree, JudgementLevel.Item);
        Assert.Equal("judgement.verdict_unknown", Sample.Refusal(() => Give(judgement, tree, "S1.1", DetectionVerdict.NotTestable, "不具备")).Code);
    }

    [Fact, Rule("REV-16", Regions = ["beijing"]), Rule("REV-18", Regions = ["beijing"])]
    public void A_failed_A_item_fails_its_sub_item_its_single_item_and_the_whole()
    {
        var (judgement, tree) = (Judgement(), Tree(Records(("S1.1.1", DetectionResult.Unqualified))));
        Accept(judgement, tree);

        Assert.Equal(
            [DetectionVerdict.Unqualified, DetectionVerdict.Unqualified, DetectionVerdict.Qualified, DetectionVerdict.Unqualified],
            new[] { "S1.1", "S1", "S2", "overall" }.Select(code => tree.Find(code)!.Given!.Verdict));
        Assert.Equal(new FailureCount(5, 1, 0, 0), tree.Find("S1")!.Count);
    }

    [Fact, Rule("REV-17", Regions = ["beijing"])]
    public void A_single_item_out_of_scope_is_not_judged_and_missing_devices_fail_nothing()
    {
        var (judgement, tree) = (Judgement(), Tree(Records([.. ItemCodes.Where(c => c.StartsWith("S2", StringComparison.Ordinal)).Select(c => (c, DetectionResult.NoSuchDevice))])));
        Accept(judgement, tree);

        Assert.Null(tree.Find("S3"));
        Assert.Equal((DetectionVerdict.NotApplicable, new FailureCount(0, 0, 0, 0)), (tree.Find("S2")!.Given!.Verdict, tree.Find("S2")!.Count));
        Assert.Equal(DetectionVerdict.Qualified, tree.Overall.Given!.Verdict);
    }

    /// <summary>A verdict holds for what it was given on: any change of a record opens exactly the item and what stands above it.</summary>
    [Fact, Rule("REV-14", Regions = ["beijing"])]
    public void A_changed_record_opens_its_item_and_all_above_and_nothing_else() => Prop.ForAll(Arb.From(Gen.Elements(ItemCodes.ToArray())), changed =>
    {
        var records = Records();
        var judgement = Judgement();
        Accept(judgement, Tree(records));
        var tree = Tree([.. records.Select(r => r.ItemCode == changed ? r with { StoredAt = Now.AddMinutes(5) } : r)], judgement);
        return tree.Overall.All.All(n => n.IsJudged == !(n.Code == changed || n.Items.Any(i => i.Code == changed)));
    }).QuickCheckThrowOnFailure();

    /// <summary>Judging an item again with another verdict opens what stands above it.</summary>
    [Fact, Rule("REV-14", Regions = ["beijing"]), Rule("REV-15", Regions = ["beijing"])]
    public void A_forced_change_below_opens_everything_above() => Prop.ForAll(Arb.From(Gen.Elements(ItemCodes.ToArray())), code =>
    {
        var (judgement, tree) = (Judgement(), Tree(Records()));
        Accept(judgement, tree);
        Give(judgement, tree, code, DetectionVerdict.Unqualified, "照片看得出损坏");
        tree.Settle(judgement.Entries);
        return tree.Overall.All.All(n => n.IsJudged == (n.Code == code || n.Items.All(i => i.Code != code)));
    }).QuickCheckThrowOnFailure();

    /// <summary>Any results whatever, proposals accepted: the table, its verdicts and the whole agree.</summary>
    [Fact, Rule("REV-16", Regions = ["beijing"]), Rule("REV-17", Regions = ["beijing"]), Rule("REV-18", Regions = ["beijing"])]
    public void Accepted_proposals_agree_with_the_table_of_single_items() => Prop.ForAll(
        Gen.Elements(Enum.GetValues<DetectionResult>()).ArrayOf(ItemCodes.Count).ToArbitrary(), results =>
        {
            var (judgement, tree) = (Judgement(), Tree(ItemCodes.Zip(results, (code, result) => Record(code, result)).ToList()));
            Accept(judgement, tree);
            return tree.Singles.All(s =>
                {
                    var failed = s.Items.Where(i => i.Records[0].Result == DetectionResult.Unqualified).GroupBy(i => i.Item!.Class).ToDictionary(g => (int)g.Key, g => g.Count());
                    var (a, b, c) = (failed.GetValueOrDefault(0), failed.GetValueOrDefault(1), failed.GetValueOrDefault(2));
                    return s.Count == new FailureCount(s.Items.Count(i => i.Records[0].CanInspect), a, b, c)
                        && (s.Given!.Verdict == DetectionVerdict.Unqualified) == (a > 0 || b > 2 || c > 4);
                })
                && (tree.Overall.Given!.Verdict == DetectionVerdict.Unqualified) == tree.Singles.Any(s => s.Given!.Verdict == DetectionVerdict.Unqualified);
        }).QuickCheckThrowOnFailure();

    [Fact, Rule("REV-14", Regions = ["beijing"])]
    public void What_was_never_recorded_cannot_be_judged()
    {
        var tree = Tree(Records().Where(r => r.ItemCode != "S1.1.1"));
        Assert.Equal("judgement.out_of_order", Sample.Refusal(() => Give(Judgement(), tree, "S1.1.1")).Code);
    }

    private static JudgementEntry Give(Judgement judgement, JudgementTree tree, string code, DetectionVerdict? verdict = null, string? why = null) =>
        judgement.Give(tree.Find(code)!, verdict, why, Lead, "项目负责人", Now);
}
