using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews.Judging;

/// <summary>What counts of an item: its class, its verdict, and how many of its records failed (several devices, FLD-15).</summary>
internal sealed record CountedItem(ItemClass Class, DetectionVerdict Verdict, int FailedRecords);

/// <param name="Tested">检测项总数: items that are 合格 or 不合格.</param>
internal sealed record FailureCount(int Tested, int A, int B, int C);

/// <summary>What the system proposes from records and standards (REV-15…18). No state, no clock: only arithmetic.</summary>
internal static class JudgementArithmetic
{
    /// <summary>
    /// An item: 不合格 when any device failed, or when a measured value lies outside its limit, whatever was written (FLD-19); else 合格
    /// when anything was tested; else why it was not (REV-17).
    /// </summary>
    public static DetectionVerdict ProposeItem(IReadOnlyCollection<RecordSheet> records) =>
        records.Any(r => r.Result == DetectionResult.Unqualified || r.Answers.Any(a => a.Within == false)) ? DetectionVerdict.Unqualified
        : records.Any(r => r.Result == DetectionResult.Qualified) ? DetectionVerdict.Qualified
        : records.Any(r => r.Result == DetectionResult.NotTestable) ? DetectionVerdict.NotTestable
        : DetectionVerdict.NoSuchDevice;

    /// <summary>REV-16, 17: what was not tested, or is not there, is neither counted nor failed.</summary>
    public static FailureCount Count(IReadOnlyCollection<CountedItem> items, CountBy by)
    {
        int Failed(ItemClass letter) => items.Where(i => i.Class == letter && i.Verdict == DetectionVerdict.Unqualified)
            .Sum(i => by == CountBy.Device ? Math.Max(1, i.FailedRecords) : 1);
        return new FailureCount(
            items.Count(i => i.Verdict is DetectionVerdict.Qualified or DetectionVerdict.Unqualified),
            Failed(ItemClass.A), Failed(ItemClass.B), Failed(ItemClass.C));
    }

    /// <summary>REV-16: more failures of a class than the limit fail it.</summary>
    public static bool Exceeds(FailureCount count, JudgementLimits limits) => count.A > limits.A || count.B > limits.B || count.C > limits.C;

    /// <summary>
    /// A sub-item or a single item. The limits count inside a sub-item as well, so that what fails a part always fails the whole; a part
    /// that the lead judged 不合格 does too.
    /// </summary>
    public static DetectionVerdict ProposeGroup(FailureCount count, JudgementLimits limits, bool partFailed) =>
        partFailed || Exceeds(count, limits) ? DetectionVerdict.Unqualified
        : count.Tested == 0 ? DetectionVerdict.NotApplicable
        : DetectionVerdict.Qualified;

    /// <summary>REV-18: one failed single item fails the whole.</summary>
    public static DetectionVerdict ProposeOverall(IReadOnlyCollection<DetectionVerdict> singles) =>
        singles.Contains(DetectionVerdict.Unqualified) ? DetectionVerdict.Unqualified
        : singles.Contains(DetectionVerdict.Qualified) ? DetectionVerdict.Qualified
        : DetectionVerdict.NotApplicable;
}
