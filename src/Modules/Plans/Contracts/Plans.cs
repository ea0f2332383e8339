using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Plans.Contracts;

/// <summary>月, 季, 年 (PLN-01).</summary>
public enum PlanKind { Month, Quarter, Year }

/// <summary>未下发, 已下发, 执行中, 已完成 (rules §19.2).</summary>
public enum PlanState { Drafted, Assigned, InProgress, Completed }

/// <summary>A facility of a plan, on its way: not assigned, assigned, taken into a task, approved.</summary>
public enum PlanItemState { Open, Assigned, Taken, Done }

public sealed record PlanCard(Guid Id, Guid ProjectId, Guid AgencyId, PlanKind Kind, ChinaMonth Month, PlanState State, string Name, IReadOnlyList<PlanItemCard> Items);

public sealed record PlanItemCard(string ClassCode, Guid? AssigneeId, PlanItemState State, Guid? TaskId);

/// <summary>检测维保计划 on the home screen (PLN-30).</summary>
/// <param name="Uncreated">未创建: projects that are to have a plan this month and have none.</param>
/// <param name="Unfinished">未完成: this month's plans that are not 已完成.</param>
/// <param name="Unassigned">Those of them with facilities that nobody has yet, and how many facilities.</param>
/// <param name="Begun">Projects of which somebody has at least one facility.</param>
public sealed record PlanCounts(int Uncreated, int Unfinished, int Unassigned, int UnassignedFacilities, IReadOnlySet<Guid> Begun);

public interface IPlans
{
    /// <summary>What a month's plans of these projects are at; no plan is read for it.</summary>
    /// <param name="served">The projects that are to have a plan (<see cref="IProjects.Served"/>).</param>
    Task<PlanCounts> Count(IReadOnlyCollection<Guid> served, ProjectReach reach, ChinaMonth month, CancellationToken ct);

    /// <summary>Plans whose name holds the words, or of the given projects; newest first.</summary>
    Task<Page<PlanCard>> Matching(ProjectReach reach, SearchWords words, IReadOnlyCollection<Guid> projectIds, int max, CancellationToken ct);

    Task<PlanCard?> Find(Guid planId, CancellationToken ct);

    /// <summary>The plan of a project that covers the month, if one was made.</summary>
    Task<PlanCard?> OfMonth(Guid projectId, ChinaMonth month, CancellationToken ct);

    /// <summary>The same for many projects in one query; who has no plan is left out.</summary>
    Task<IReadOnlyList<PlanCard>> OfMonth(IReadOnlyCollection<Guid> projectIds, ChinaMonth month, CancellationToken ct);

    /// <summary>What is assigned to a person and not yet taken into a task (FLD-01).</summary>
    Task<IReadOnlyList<PlanCard>> AssignedTo(Guid personId, CancellationToken ct);

    /// <summary>Takes assigned facilities into a task; they leave the open list (FLD-01).</summary>
    /// <exception cref="RuleBroken">A facility is not assigned to the person, or taken already.</exception>
    Task Take(Guid planId, IReadOnlyCollection<string> classCodes, Guid personId, Guid taskId, CancellationToken ct);

    /// <summary>The task was dropped; its facilities can be taken again.</summary>
    Task GiveBack(Guid planId, Guid taskId, CancellationToken ct);

    /// <summary>The task was approved; the plan is complete when every facility is (PLN-27).</summary>
    Task MarkDone(Guid planId, Guid taskId, CancellationToken ct);

    /// <summary>The task was returned for another review (REV-09).</summary>
    Task MarkUndone(Guid planId, Guid taskId, CancellationToken ct);
}

/// <summary>Facilities were assigned to a person (NTF-02).</summary>
public sealed record PlanAssigned(Guid PlanId, Guid ProjectId, Guid AgencyId, Guid PersonId, string PlanName, string ProjectName, int Facilities, string AssignedBy) : IEvent;
