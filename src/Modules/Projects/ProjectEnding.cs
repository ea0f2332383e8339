using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects;

/// <summary>How a project comes to an end before its time: who decides, in which state, and what it is called then (PRJ-31 to 34).</summary>
internal static class ProjectEnding
{
    private const int Shortest = 2, Longest = 500;

    /// <summary>Where drafts are deleted, the lead decides too; elsewhere the administrator alone.</summary>
    public static bool MayDecide(Project project, Actor by, RegionPolicy policy) =>
        by.Has(Role.AgencyAdmin) || (policy.Project.EndAction == EndAction.DeleteOrTerminateByState && project.LeadId == by.PersonId);

    /// <summary>PRJ-31. Null: it may go.</summary>
    public static Problem? WhyNotDelete(Project project, RegionPolicy policy) =>
        policy.Project.EndAction != EndAction.DeleteOrTerminateByState ? ProjectEndingProblems.NothingIsDeleted
        : project.State != ProjectState.Draft ? ProjectEndingProblems.OnlyDrafts
        : null;

    /// <summary>PRJ-31, 32. Null: it may be ended.</summary>
    public static Problem? WhyNotEnd(Project project) => project.State switch
    {
        ProjectState.Active or ProjectState.Practised or ProjectState.Retest => null,
        ProjectState.Draft => ProjectEndingProblems.DraftIsDeleted,
        ProjectState.Done => ProjectEndingProblems.IsDone,
        _ => ProjectEndingProblems.EndedAlready
            .Says($"这个项目已在 {(project.EndedAt is { } at ? ChinaTime.Says(at) : "以前")}终止，原因：{project.EndReason ?? "没有写"}。原因不能改，也不能再终止。")
            .With("reason", project.EndReason ?? ""),
    };

    /// <summary>PRJ-34: a detection is cancelled where the region says so, everything else is terminated.</summary>
    public static ProjectState StateAfter(Project project, RegionPolicy policy) =>
        policy.Project.EndAction == EndAction.TerminateOrCancel && project.ServiceType is ServiceType.AnnualDetection or ServiceType.CompletionDetection or ServiceType.SpecialDetection
            ? ProjectState.Cancelled
            : ProjectState.Terminated;

    public static string Reason(string? said) =>
        said?.Trim() is { Length: >= Shortest and <= Longest } reason ? reason : throw new RuleBroken(ProjectEndingProblems.ReasonMissing);
}

internal static class ProjectEndingProblems
{
    public static readonly Problem NotYours = new("project.ending_not_yours", 403, "只有本项目负责人或机构管理员能删除、终止项目。", "PRJ-31");
    public static readonly Problem NothingIsDeleted = new("project.nothing_is_deleted", 409, "本地区的项目不能删除，不做了请终止。", "PRJ-33");
    public static readonly Problem OnlyDrafts = new("project.only_drafts_are_deleted", 409, "只有已保存的项目能删除。已经提交的，写明原因终止。", "PRJ-31");
    public static readonly Problem DraftIsDeleted = new("project.draft_is_deleted", 409, "这个项目还没有提交，直接删除就行，不用终止。", "PRJ-31");
    public static readonly Problem IsDone = new("project.is_done", 409, "这个项目已经完成，不用终止。", "PRJ-31");
    public static readonly Problem EndedAlready = new("project.ended_already", 409, "这个项目已经终止，不能再终止。", "PRJ-32");
    public static readonly Problem ReasonMissing = new("project.end_reason_missing", 422, "请写终止原因，2 到 500 个字。写了不能改。", "PRJ-31");
    public static readonly Problem NotSure = new("project.end_not_sure", 422, "删除和终止以后不能恢复，请在页面上确认后再办。", "SCR-09");
}
