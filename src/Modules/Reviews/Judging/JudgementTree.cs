using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews.Judging;

/// <summary>Everything that is to be judged of a detection plan: its single items with their sub-items and items, and the whole.</summary>
internal sealed class JudgementTree
{
    /// <summary>The code of 综合评定 among those of the edition.</summary>
    public const string OverallCode = "overall";

    private readonly Dictionary<string, JudgementNode> _byCode;
    private readonly JudgementMeasure _measure;

    private JudgementTree(JudgementNode overall, JudgementMeasure measure)
    {
        (Overall, _measure) = (overall, measure);
        _byCode = overall.All.ToDictionary(n => n.Code, StringComparer.Ordinal);
    }

    public JudgementNode Overall { get; }

    public IReadOnlyList<JudgementNode> Singles => Overall.Parts;

    /// <param name="singleCodes">The single items in scope (the plan's classes).</param>
    /// <param name="records">Of all tasks of the plan.</param>
    public static JudgementTree Of(
        DetectionEdition edition, IReadOnlyCollection<string> singleCodes, IEnumerable<RecordSheet> records,
        IEnumerable<JudgementEntry> entries, JudgementMeasure measure)
    {
        var byItem = records.ToLookup(r => r.ItemCode, StringComparer.Ordinal);
        var tree = new JudgementTree(
            new JudgementNode
            {
                Code = OverallCode, Name = "综合评定", Level = JudgementLevel.Overall,
                Parts = [.. edition.Singles.Where(s => singleCodes.Contains(s.Code)).Select(s => Single(s, byItem))],
            },
            measure);
        tree.Settle(entries);
        return tree;
    }

    public JudgementNode? Find(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>Looks again after verdicts were given.</summary>
    public void Settle(IEnumerable<JudgementEntry> entries) =>
        Overall.Settle(entries.ToDictionary(e => e.Code, StringComparer.Ordinal), _measure);

    private static JudgementNode Single(DetectionSingle single, ILookup<string, RecordSheet> records) => new()
    {
        Code = single.Code, Name = single.Name, Label = single.Label, Level = JudgementLevel.Single,
        Parts =
        [
            .. single.SubItems.Select(sub => new JudgementNode
            {
                Code = sub.Code, Name = sub.Name, Level = JudgementLevel.SubItem,
                Parts = [.. sub.Items.Select(item => new JudgementNode
                {
                    Code = item.Code, Name = item.Name, Level = JudgementLevel.Item, Item = item, Records = [.. records[item.Code]],
                })],
            }),
        ],
    };
}
