using WeChatService.Kernel;

namespace WeChatService.FieldTasks.Contracts;

/// <summary>合格, 不合格, 不具备测试条件, 现场无此设备: the four results of a detection item (FLD-16).</summary>
public enum DetectionResult { Qualified, Unqualified, NotTestable, NoSuchDevice }

/// <summary>位置数量 of a sub-item, offered to its items (FLD-18).</summary>
public sealed record SubItemPositions(string SubItemCode, int Count);

public enum ChangeKind { Added, Changed, Removed }

/// <summary>How a record differs from what was submitted before; <paramref name="Before"/> is null for an added one, <paramref name="After"/> for a removed one.</summary>
public sealed record RecordChange(ChangeKind Kind, RecordSheet? Before, RecordSheet? After);

/// <summary>开启/关闭审核 of a plan's detection records (REV-13). Nobody has touched it yet: closed, without name and time.</summary>
public sealed record ReviewSwitchState(bool IsOpen, string? ByName, DateTimeOffset? At);

/// <summary>What a reviewer wants corrected in one item (REV-04, 05).</summary>
public sealed record ReturnRemark(string ItemCode, string Remark);

/// <summary>Whose submitted records somebody reviews (REV-01).</summary>
/// <param name="ProjectIds">Projects whose records are his; null: the whole agency.</param>
/// <param name="LeadOnly">Projects, each with its lead, of which only what the lead did himself is his.</param>
/// <param name="NotBy">Whose own work is left out.</param>
public sealed record ReviewScope(IReadOnlyCollection<Guid>? ProjectIds, IReadOnlyDictionary<Guid, Guid> LeadOnly, Guid? NotBy)
{
    public static readonly ReviewScope WholeAgency = new(null, new Dictionary<Guid, Guid>(), null);
}

/// <summary>A detection plan that is judged item by item, as far as its tasks are.</summary>
/// <param name="Tasks">Those that operators have made.</param>
/// <param name="Waiting">Those in 待审核.</param>
public sealed record JudgedPlanCard(Guid PlanId, Guid ProjectId, int Tasks, int Waiting, int Approved, DateTimeOffset? FirstSubmittedAt);

/// <summary>What reviews need of the tasks of a whole plan, and of what a task said before.</summary>
public interface IPlanReviews
{
    /// <summary>One page of tasks in the given states, oldest submission first; those of judged detection plans stand in their own list.</summary>
    Task<Page<TaskCard>> Tasks(ReviewScope scope, IReadOnlyCollection<FieldTaskState> states, PageRequest page, CancellationToken ct);

    /// <summary>Detection plans to judge, or those that passed (REV-14); longest waiting first.</summary>
    Task<Page<JudgedPlanCard>> JudgedPlans(ReviewScope scope, bool done, PageRequest page, CancellationToken ct);

    /// <summary>Every task of the plan with its records, without tracks and consents; oldest first.</summary>
    Task<IReadOnlyList<TaskSheet>> TasksOf(Guid planId, CancellationToken ct);

    /// <summary>Ids of those tasks of the plans that wait for review or have passed it (REV-12).</summary>
    Task<IReadOnlySet<Guid>> HandedIn(IReadOnlyCollection<Guid> planIds, CancellationToken ct);

    Task<ReviewSwitchState> Switch(Guid planId, CancellationToken ct);

    /// <summary>The same for many plans in one query; those never touched are left out.</summary>
    Task<IReadOnlyDictionary<Guid, ReviewSwitchState>> Switches(IReadOnlyCollection<Guid> planIds, CancellationToken ct);

    /// <summary>Opens or closes the review; open forbids sending and deleting in the field (REV-13). Setting it again changes nothing.</summary>
    /// <returns>True: it was the other way before.</returns>
    Task<bool> SetSwitch(Guid planId, Guid agencyId, bool open, string byName, CancellationToken ct);

    /// <summary>What differs between the last submission of a task and the one before; empty for a first submission (REV-03).</summary>
    Task<IReadOnlyList<RecordChange>> ChangesOf(Guid taskId, CancellationToken ct);
}
