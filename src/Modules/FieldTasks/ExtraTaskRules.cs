using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.FieldTasks;

/// <summary>What a task beside the planned ones must be (FLD-21, FLD-22).</summary>
internal static class ExtraTaskRules
{
    /// <summary>They only supplement planned work: a month that nobody planned has none, so that nobody goes round the plan.</summary>
    public static PlanCard MustHaveAPlan(ProjectCard project, PlanCard? plan)
    {
        if (project.ServiceType != ServiceType.Maintenance)
        {
            throw new RuleBroken(ExtraTaskProblems.OnlyMaintenance);
        }

        return project.State is ProjectState.Active or ProjectState.Practised or ProjectState.Retest
            ? plan ?? throw new RuleBroken(ExtraTaskProblems.NoPlan)
            : throw new RuleBroken(ExtraTaskProblems.NotServed);
    }

    public static TaskNature MustBeSaid(TaskNature? nature, IReadOnlyList<string> classCodes, ProjectCard project, CatalogueEdition edition) => nature switch
    {
        TaskNature.Supplementary => classCodes.Count > 0 && classCodes.All(project.FacilityClassCodes.Contains)
            ? TaskNature.Supplementary
            : throw new RuleBroken(ExtraTaskProblems.FacilitiesUnfit),
        TaskNature.Mismatch => classCodes.Count == 1 && edition.FindClass(classCodes[0]) is not null
            ? TaskNature.Mismatch
            : throw new RuleBroken(ExtraTaskProblems.NearestMissing),
        _ => throw new RuleBroken(ExtraTaskProblems.NatureMissing),
    };

    /// <summary>As wide as the plan; where that asks nothing of a facility in this month, all of its items.</summary>
    public static TaskContent ContentOf(TaskNature nature, CatalogueEdition edition, IReadOnlyList<string> classCodes, PlanKind kind)
    {
        if (nature == TaskNature.Mismatch)
        {
            return new TaskContent(edition.Code, edition.Version, [OwnTest.Code]);
        }

        var content = FieldTaskRules.ContentOf(edition, classCodes, kind);
        return content.ItemCodes.Count > 0 ? content : FieldTaskRules.ContentOf(edition, classCodes, PlanKind.Year);
    }

    /// <summary>任务性质 (FLD-37).</summary>
    public static string Says(TaskNature nature) => nature switch
    {
        TaskNature.Supplementary => "补充测试项",
        TaskNature.Mismatch => "与规范不匹配",
        _ => "计划内",
    };
}

internal static class ExtraTaskProblems
{
    public static readonly Problem ProjectNotYours = new("extra_task.project_not_yours", 404, "没有这个项目，或者您不是它的成员。", "FLD-38");
    public static readonly Problem OnlyMaintenance = new("extra_task.only_maintenance", 409, "只有维护保养项目有补充测试项和不匹配项。", "FLD-21");
    public static readonly Problem NotServed = new("extra_task.not_served", 409, "这个项目没有在服务中，不能自建任务。", "FLD-21");
    public static readonly Problem NoPlan = new("extra_task.no_plan", 409, "这个月还没有计划，补充的任务不能单独做。请项目负责人先建计划。", "FLD-21");
    public static readonly Problem NatureMissing = new("extra_task.nature_missing", 422, "请选补充测试项，或者与规范不匹配。", "FLD-21");
    public static readonly Problem FacilitiesUnfit = new("extra_task.facilities_unfit", 422, "请选这个项目里的设施，至少一项。项目里没有的，请用“与规范不匹配”。", "FLD-21");
    public static readonly Problem NearestMissing = new("extra_task.nearest_missing", 422, "请选一类最接近的消防设施，只选一类。", "FLD-22");
}
