using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;

namespace WeChatService.FieldTasks;

/// <summary>
/// The one line of a mismatch task (FLD-22): what stands on site and in no norm has no item in the catalogue; the operator writes name,
/// position, process and result himself and judges it (FLD-10), as often as there are devices (FLD-15).
/// </summary>
internal static class OwnTest
{
    public const string Code = "own";

    public static readonly TestItem Item = new(
        Code, "", "自填的测试项", "写上项目名称、位置、测试过程和结果，再判符合或不符合。", [Period.Month, Period.Quarter, Period.Year], null, null, [], [],
        new Source("陕西省操作手册（第二章）", "2.4", Confidence.V), Confidence.V);

    /// <summary>Every record of such a task is one of 与当前测试规范不匹配, whatever was sent.</summary>
    public static ReportedItem InWords(ReportedItem reported) => reported with { CanInspect = false, CannotReason = CannotReason.NormMismatch, Answers = null };

    /// <summary>What the task records of a class, in the class's order.</summary>
    public static IEnumerable<TestItem> ItemsOf(FieldTask task, FacilityClass facility) =>
        task.Nature == TaskNature.Mismatch ? [Item] : facility.Items.Where(i => task.ItemCodes.Contains(i.Code));
}
