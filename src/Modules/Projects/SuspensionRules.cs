using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects;

/// <summary>Which month of which project may rest, and what a request must say (PRJ-35).</summary>
internal static class SuspensionRules
{
    /// <summary>How far ahead a month may be asked for, this month included.</summary>
    public const int MonthsAhead = 12;

    /// <summary>PRJ-35 [project.suspend]: maintenance that is being served, where the region suspends by month.</summary>
    public static Problem? WhyNot(Project project, RegionPolicy policy) =>
        policy.Project.Suspend != SuspendMode.ByMonth ? SuspensionProblems.NotUsedHere
        : project.ServiceType != ServiceType.Maintenance ? SuspensionProblems.OnlyMaintenance
        : project.State is not (ProjectState.Active or ProjectState.Practised) ? SuspensionProblems.NotServed
        : null;

    /// <summary>Months from now on that lie in the contract's term: a month that is over was served or missed, and stays in the statistics.</summary>
    public static IEnumerable<ChinaMonth> MonthsOf(Project project, DateOnly today) =>
        Enumerable.Range(0, MonthsAhead).Select(ChinaMonth.Of(today).AddMonths).Where(m => m.LastDay >= project.TermStarts && m.FirstDay <= project.TermEnds);

    /// <summary>One month per request, with reason and material.</summary>
    public static SuspensionAsked MustBeSaid(Project project, RegionPolicy policy, ChinaMonth? month, string? reason, Guid? material, DateOnly today)
    {
        if (WhyNot(project, policy) is { } why)
        {
            throw new RuleBroken(why);
        }

        if (month is not { } wanted || !MonthsOf(project, today).Contains(wanted))
        {
            throw new RuleBroken(SuspensionProblems.MonthUnfit);
        }

        return new SuspensionAsked(
            wanted, reason?.Trim() is { Length: >= 2 and <= 500 } said ? said : throw new RuleBroken(SuspensionProblems.ReasonMissing),
            material ?? throw new RuleBroken(SuspensionProblems.MaterialMissing));
    }
}

internal static class SuspensionProblems
{
    public static readonly Problem NotYours = new("suspension.not_found", 404, "没有这个暂停申请，或者它不归您处理。", "PRJ-37");
    public static readonly Problem NotUsedHere = new("suspension.not_used_here", 409, "本地区没有按月暂停。项目不做了，请管理员在电脑端终止。", "PRJ-35");
    public static readonly Problem OnlyMaintenance = new("suspension.only_maintenance", 409, "只有维护保养项目能按月暂停。", "PRJ-35");
    public static readonly Problem NotServed = new("suspension.not_served", 409, "这个项目没有在服务中，不用申请暂停。", "PRJ-35");
    public static readonly Problem MonthUnfit = new("suspension.month_unfit", 422, "请选一个月：从本月起 12 个月内，并且在合同期内。", "PRJ-35");
    public static readonly Problem ReasonMissing = new("suspension.reason_missing", 422, "请写明为什么这个月做不了维保（2 到 500 个字）。", "PRJ-35");
    public static readonly Problem MaterialMissing = new("suspension.material_missing", 422, "请拍一张说明材料，比如停业通知。", "PRJ-35");
    public static readonly Problem AskedAlready = new("suspension.asked_already", 409, "这个月已经申请过暂停，请看项目页的暂停记录。", "PRJ-35");
    public static readonly Problem NoteMissing = new("suspension.note_missing", 422, "不同意请写明原因，机构会看到（2 到 500 个字）。", "PRJ-37");
    public static readonly Problem Decided = new("suspension.decided", 409, "主管部门已经审核，不能撤销或再审，请刷新查看结果。", "PRJ-38");
    public static readonly Problem Withdrawn = new("suspension.withdrawn", 409, "这个申请已经撤销，请刷新查看。", "PRJ-38");
}
