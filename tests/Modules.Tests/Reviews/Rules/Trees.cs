using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reviews.Judging;

namespace WeChatService.Modules.Tests.Reviews.Rules;

/// <summary>A small detection edition: two single items, the first with two sub-items; records and judgements of it.</summary>
internal static class Trees
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero);
    public static readonly JudgementMeasure Measure = new(new JudgementLimits(0, 2, 4), CountBy.Item);

    public static readonly DetectionEdition Edition = new("DET", "1", "检测目录", "draft", [],
    [
        new("S1", "A.1", "单项一", ["M01"], [Sub("S1.1", ItemClass.A, ItemClass.B, ItemClass.C), Sub("S1.2", ItemClass.B, ItemClass.C)]),
        new("S2", "A.2", "单项二", ["M02"], [Sub("S2.1", ItemClass.B, ItemClass.B, ItemClass.B)]),
        new("S3", "A.3", "不在范围", ["M03"], [Sub("S3.1", ItemClass.A)]),
    ], null!);

    public static readonly string[] Scope = ["S1", "S2"];
    public static IReadOnlyList<string> ItemCodes { get; } = [.. Edition.Singles.Take(2).SelectMany(s => s.SubItems).SelectMany(s => s.Items).Select(i => i.Code)];

    public static RecordSheet Record(string itemCode, DetectionResult result = DetectionResult.Qualified, bool? within = null, DateTimeOffset? stored = null)
    {
        var (can, reason, verdict) = result switch
        {
            DetectionResult.Qualified => (true, (CannotReason?)null, ItemVerdict.Conforms),
            DetectionResult.Unqualified => (true, null, ItemVerdict.Fails),
            DetectionResult.NotTestable => (false, CannotReason.NotTestable, ItemVerdict.NotApplicable),
            _ => (false, CannotReason.NoSuchDevice, ItemVerdict.NotApplicable),
        };
        return new RecordSheet(
            Guid.NewGuid(), Guid.NewGuid().ToString("N"), "S1", itemCode, itemCode, can, reason, verdict, "",
            within is null ? [] : [new AnswerSheet("q1", "实测值", "1", "MPa", "≥ 2 MPa", within)], [], null, Now, stored ?? Now);
    }

    /// <summary>Every item 合格, but for those named.</summary>
    public static List<RecordSheet> Records(params (string Code, DetectionResult Result)[] others) =>
        [.. ItemCodes.Select(code => Record(code, others.Where(o => o.Code == code).Select(o => (DetectionResult?)o.Result).FirstOrDefault() ?? DetectionResult.Qualified))];

    public static JudgementTree Tree(IEnumerable<RecordSheet> records, Judgement? judgement = null) =>
        JudgementTree.Of(Edition, Scope, records, judgement?.Entries ?? [], Measure);

    public static Judgement Judgement() => WeChatService.Reviews.Judging.Judgement.Begin(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "DET", "1", Now);

    /// <summary>Accepts every proposal from the items up to the given level.</summary>
    public static void Accept(Judgement judgement, JudgementTree tree, JudgementLevel upTo = JudgementLevel.Overall)
    {
        foreach (var level in Enum.GetValues<JudgementLevel>().Where(l => l <= upTo))
        {
            foreach (var node in tree.Overall.All.Where(n => n.Level == level && !n.IsJudged))
            {
                judgement.Give(node, null, null, Guid.NewGuid(), "项目负责人", Now);
            }

            tree.Settle(judgement.Entries);
        }
    }

    private static DetectionSubItem Sub(string code, params ItemClass[] letters) => new(code, $"子项{code}",
        [.. letters.Select((letter, i) => new DetectionItem(
            $"{code}.{i + 1}", $"检测项{code}.{i + 1}", "看一看", letter, Confidence.V, [], new Source("S", "1"), Confidence.V))]);
}
