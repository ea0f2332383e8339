using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.FieldTasks;

/// <summary>What is different in the field when a detection is recorded by the items of a detection edition.</summary>
internal static class DetectionRules
{
    private const int MostPositions = 9999;

    /// <summary>FLD-16: one of four results, and no other way to say it; each tells whether it can be inspected, why not, and the verdict.</summary>
    public static ReportedItem InWords(ReportedItem reported, TestItem item) => reported.Result switch
    {
        DetectionResult.Qualified => reported with { CanInspect = true, CannotReason = null, Verdict = ItemVerdict.Conforms },
        DetectionResult.Unqualified => reported with { CanInspect = true, CannotReason = null, Verdict = ItemVerdict.Fails },
        DetectionResult.NotTestable => reported with { CanInspect = false, CannotReason = CannotReason.NotTestable, Verdict = null },
        DetectionResult.NoSuchDevice => reported with { CanInspect = false, CannotReason = CannotReason.NoSuchDevice, Verdict = null },
        _ => throw new RuleBroken(RecordProblems.NeedsResult.Says($"「{item.Name}」{RecordProblems.NeedsResult.Title}").With("itemCode", item.Code)),
    };

    /// <summary>FLD-18.</summary>
    public static int PositionsOf(int? count) =>
        count is > 0 and <= MostPositions ? count.Value : throw new RuleBroken(RecordProblems.PositionsOutOfRange);

    /// <summary>The sub-items of the task's single items; empty where no detection edition is recorded.</summary>
    public static IReadOnlyList<DetectionSubItem> SubItemsOf(CatalogueEdition edition, FieldTask task) =>
        edition.Detection is not { } detection ? [] : [.. detection.Singles.Where(s => task.ClassCodes.Contains(s.Code)).SelectMany(s => s.SubItems)];
}
