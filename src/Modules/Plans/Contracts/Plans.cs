using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Plans.Contracts;

/// <summary>月, 季, 年 (PLN-01).</summary>
public enum PlanKind { Month, Quarter, Year }

/// <summary>未下发, 已下发, 执行中, 已完成 (rules §19.2).</summary>
public enum PlanState { Drafted, Assigned, InProgress, Completed }

/// <summary>A facility of a plan, on its way: not assigned, assigned, taken into a task, approved.</summary>
public enum PlanItemState { Open, Assigned, Taken, Done }

/// <param name="DueBy">
/// The last day on which work for it is in time: the month's last; of a written period its end (PLN-25); of a detection or assessment the
/// contract's end (PLN-06).
/// </param>
/// <param name="EditionCode">The catalogue edition that the contents were taken from, with its version; empty in plans of before it was kept.</param>
/// <param name="RetestOf">Of a retest plan (复检计划) the plan whose detection failed (PLN-28).</param>
public sealed record PlanCard(
    Guid Id, Guid ProjectId, Guid AgencyId, PlanKind Kind, ChinaMonth Month, PlanState State, string Name, IReadOnlyList<PlanItemCard> Items,
    DateOnly DueBy = default, string EditionCode = "", string EditionVersion = "", Guid? RetestOf = null);

/// <param name="AssigneeId">Who took it into a task, else whom it was assigned to first.</param>
/// <param name="AssigneeIds">Everybody who may take it: several where the profile lets operators share a facility (PLN-12).</param>
/// <param name="ItemCodes">What is to be recorded, fixed when the plan was made; empty in plans of before it was kept.</param>
public sealed record PlanItemCard(
    string ClassCode, Guid? AssigneeId, PlanItemState State, Guid? TaskId, IReadOnlyList<Guid> AssigneeIds, IReadOnlyList<string> ItemCodes)
{
    /// <summary>May this person take it into a task now (FLD-01)?</summary>
    public bool WaitsFor(Guid personId) => State == PlanItemState.Assigned && AssigneeIds.Contains(personId);
}

/// <summary>检测维保计划 on the home screen (PLN-30).</summary>
/// <param name="Uncreated">未创建: projects that are to have a plan this month and have none.</param>
/// <param name="Unfinished">未完成: this month's plans that are not 已完成.</param>
/// <param name="Unassigned">Those of them with facilities that nobody has yet, and how many facilities.</param>
public sealed record PlanCounts(int Uncreated, int Unfinished, int Unassigned, int UnassignedFacilities);

public interface IPlans
{
    /// <summary>What a month's plans of these projects are at; no plan is read for it.</summary>
    /// <param name="expected">The month, and the projects that are to have a plan in it.</param>
    Task<PlanCounts> Count(ExpectedProjects expected, CancellationToken ct);

    /// <summary>Plans whose name holds the words, or of the given projects; newest first.</summary>
    Task<Page<PlanCard>> Matching(ProjectReach reach, SearchWords words, IReadOnlyCollection<Guid> projectIds, int max, CancellationToken ct);

    Task<PlanCard?> Find(Guid planId, CancellationToken ct);

    /// <summary>The same for many in one query; unknown ids are left out.</summary>
    Task<IReadOnlyList<PlanCard>> Find(IReadOnlyCollection<Guid> planIds, CancellationToken ct);

    /// <summary>The plan of a project that covers the month, if one was made.</summary>
    Task<PlanCard?> OfMonth(Guid projectId, ChinaMonth month, CancellationToken ct);

    /// <summary>The same for many projects in one query; who has no plan is left out.</summary>
    Task<IReadOnlyList<PlanCard>> OfMonth(IReadOnlyCollection<Guid> projectIds, ChinaMonth month, CancellationToken ct);

    /// <summary>Projects whose plan of that month was moved beyond it and is still in time today (PLN-25).</summary>
    Task<IReadOnlyList<Guid>> RunningOn(ChinaMonth month, DateOnly today, CancellationToken ct);

    /// <summary>What is assigned to a person and not yet taken into a task (FLD-01).</summary>
    Task<IReadOnlyList<PlanCard>> AssignedTo(Guid personId, CancellationToken ct);

    /// <summary>Takes assigned facilities into a task; they leave the open list (FLD-01).</summary>
    /// <exception cref="RuleBroken">A facility is not assigned to the person, or taken already.</exception>
    Task Take(Guid planId, IReadOnlyCollection<string> classCodes, Guid personId, Guid taskId, CancellationToken ct);

    /// <summary>Who has facilities of these projects' plans that nobody began yet (PEO-30).</summary>
    Task<IReadOnlyList<Guid>> Assignees(ProjectReach reach, CancellationToken ct);

    /// <summary>PEO-30: what was somebody's goes to somebody else, who is told: a task that was begun, or what nobody began.</summary>
    /// <param name="taskId">Null: the facilities that wait for <paramref name="from"/>.</param>
    /// <exception cref="RuleBroken">Nobody may be sent there who is not of the project or lacks the certificate (PLN-11, PEO-09).</exception>
    Task HandOver(Guid planId, Guid? taskId, Guid from, PersonCard to, ProjectCard project, CancellationToken ct);

    /// <summary>The task was dropped; its facilities can be taken again.</summary>
    Task GiveBack(Guid planId, Guid taskId, CancellationToken ct);

    /// <summary>The task was approved; the plan is complete when every facility is (PLN-27).</summary>
    Task MarkDone(Guid planId, Guid taskId, CancellationToken ct);

    /// <summary>The task was returned for another review (REV-09).</summary>
    Task MarkUndone(Guid planId, Guid taskId, CancellationToken ct);

    /// <summary>The plan's detection was judged; what failed may be tested again by a plan of its own where the profile has that (PLN-28).</summary>
    /// <param name="conforms">Null: the judgement was opened again.</param>
    /// <param name="failedClassCodes">The facilities (single items) that did not conform; empty when it conforms.</param>
    Task MarkJudged(Guid planId, bool? conforms, IReadOnlyCollection<string> failedClassCodes, CancellationToken ct);
}
