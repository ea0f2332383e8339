using WeChatService.Catalogue.Contracts;

namespace WeChatService.Reviews.Contracts;

/// <summary>
/// 合格, 不合格, 不具备测试条件, 现场无此设备 of an item (FLD-16); of a sub-item, a single item or the whole 合格 or 不合格, or 不适用 where
/// nothing was tested (REV-17).
/// </summary>
public enum DetectionVerdict { Qualified, Unqualified, NotTestable, NoSuchDevice, NotApplicable }

/// <summary>强制修改: the lead decided otherwise than the system proposed; printed and shown in red with his name (REV-15).</summary>
public sealed record ForcedChange(DetectionVerdict Proposed, string ByName, DateTimeOffset At, string Why);

/// <param name="Class">A, B or C (REV-16).</param>
/// <param name="RecordIds">The site records it was judged from, several where there are several devices (FLD-15).</param>
public sealed record JudgedItem(
    string Code, string Name, ItemClass Class, string SubItemCode, DetectionVerdict Verdict, ForcedChange? Forced, IReadOnlyList<Guid> RecordIds);

public sealed record JudgedSubItem(string Code, string Name, DetectionVerdict Verdict, ForcedChange? Forced);

/// <summary>One row of the table of single items (检测单项).</summary>
/// <param name="Label">As printed: A.8.</param>
/// <param name="InScope">False: not part of this detection; the row prints zeros and no verdict (REV-17).</param>
/// <param name="Total">检测项总数: the items that were tested, 合格 or 不合格.</param>
/// <param name="Verdict">Null where not in scope.</param>
public sealed record JudgedSingle(
    string Code, string Label, string Name, bool InScope, int Total, int FailedA, int FailedB, int FailedC, DetectionVerdict? Verdict,
    ForcedChange? Forced, IReadOnlyList<JudgedSubItem> SubItems, IReadOnlyList<JudgedItem> Items);

/// <summary>What was judged of a detection plan, for the report (RPT-13, 14).</summary>
/// <param name="Overall">综合评定.</param>
/// <param name="Singles">Every single item of the edition in printed order, also those that are not in scope.</param>
public sealed record DetectionJudgement(
    Guid PlanId, string EditionCode, string EditionVersion, DetectionVerdict Overall, ForcedChange? Forced, string Opinion, Guid PassedBy,
    string PassedByName, DateTimeOffset PassedAt, IReadOnlyList<JudgedSingle> Singles);

public interface IDetectionJudgements
{
    /// <summary>The judgement of a plan that passed (REV-14); null before, after a return to 待审核, and where no table judges.</summary>
    Task<DetectionJudgement?> Of(Guid planId, CancellationToken ct);
}
