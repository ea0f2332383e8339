using WeChatService.Regions.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews.Judging;

/// <summary>A region's limits and its way of counting, put to a node (REV-16).</summary>
internal sealed record JudgementMeasure(JudgementLimits Limits, CountBy CountBy)
{
    public FailureCount Count(IReadOnlyCollection<CountedItem> items) => JudgementArithmetic.Count(items, CountBy);

    public DetectionVerdict Propose(JudgementNode node) => node.Level switch
    {
        JudgementLevel.Item => JudgementArithmetic.ProposeItem(node.Records),
        JudgementLevel.Overall => JudgementArithmetic.ProposeOverall([.. node.Parts.Select(p => p.Given!.Verdict)]),
        _ => JudgementArithmetic.ProposeGroup(
            node.Count, Limits, node.Level == JudgementLevel.Single && node.Parts.Any(p => p.Given!.Verdict == DetectionVerdict.Unqualified)),
    };
}
