using WeChatService.Kernel;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews.Judging;

internal static class JudgementProblems
{
    public static readonly Problem NotYours = new("judgement.not_yours", 404, "没有这个检测计划，或者它不归您审核。", "ACC-15");
    public static readonly Problem NotUsedHere = new("judgement.not_used_here", 409, "这个计划不用逐项评定，直接审核记录就可以。", "REV-14");
    public static readonly Problem PlanIncomplete = new("judgement.plan_incomplete", 409, "计划还没有全部完成，不能审核检测记录。", "REV-12");
    public static readonly Problem ReviewClosed = new("judgement.review_closed", 409, "审核还没有开启。先开启审核，再逐项评定。", "REV-13");
    public static readonly Problem AlreadyPassed = new("judgement.already_passed", 409, "这个计划已经审核通过。要改，先退回到待审核。", "REV-09");
    public static readonly Problem NotPassed = new("judgement.not_passed", 409, "这个计划还没有审核通过，不用退回。", "REV-09");
    public static readonly Problem NothingSent = new("judgement.nothing_sent", 422, "还没有选要评定的内容，请至少选一项。", "REV-14");
    public static readonly Problem TooMany = new("judgement.too_many", 422, "一次最多评定 500 项，请分几次。", "REV-14");
    public static readonly Problem CodeUnknown = new("judgement.code_unknown", 422, "计划里没有这一项，请刷新后再评定。", "REV-14");
    public static readonly Problem VerdictUnknown = new("judgement.verdict_unknown", 422, "这一级不能给这个结论，请重新选。", "REV-14");
    public static readonly Problem OutOfOrder = new("judgement.out_of_order", 409, "请先评定下一级。", "REV-14");
    public static readonly Problem ReasonMissing = new("judgement.reason_missing", 422, "结论和系统判定不一样，请写明原因（2 到 200 个字）。", "REV-15");
    public static readonly Problem ByPlan = new("judgement.by_plan", 409, "检测记录按计划评定，不单独通过或退回待审核。请打开检测计划，逐项评定后审核。", "REV-14");
    public static readonly Problem RacedWithAnother = new("judgement.raced", 409, "同一项正在评定，请刷新后再看。", "REV-14");

    /// <summary>Names what comes first (REV-14).</summary>
    public static Problem NotReady(JudgementNode node)
    {
        var open = node.Parts.Where(p => !p.IsJudged).ToList();
        var (of, what) = node.Level switch
        {
            JudgementLevel.SubItem => ("检测项", "子项"),
            JudgementLevel.Single => ("子项", "单项"),
            _ => ("单项", "综合评定"),
        };
        return (node.Level == JudgementLevel.Item
            ? OutOfOrder.Says($"「{node.Name}」还没有检测记录，不能评定。")
            : OutOfOrder.Says($"{what}「{node.Name}」还不能评定，先评定 {open.Count} 个{of}：{string.Join('、', open.Take(3).Select(p => p.Name))}。"))
            .With("at", node.Code).With("open", open.Select(p => p.Code).ToList());
    }

    public static Problem NotJudged(JudgementTree tree) => tree.Overall.IsReady
        ? OutOfOrder.Says("还没有综合评定。先给出综合评定，再审核计划。").With("at", tree.Overall.Code)
        : NotReady(tree.Overall);

    public static Problem WhyMissing(JudgementNode node, DetectionVerdict proposed) => ReasonMissing
        .Says($"「{node.Name}」系统判定是{Says(proposed)}。结论不一样要写明原因（2 到 200 个字），并会标红。").With("at", node.Code);

    public static string Says(DetectionVerdict verdict) => verdict switch
    {
        DetectionVerdict.Qualified => "合格",
        DetectionVerdict.Unqualified => "不合格",
        DetectionVerdict.NotTestable => "不具备测试条件",
        DetectionVerdict.NoSuchDevice => "现场无此设备",
        _ => "不适用",
    };
}
