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

/// <summary>What reviews need of the tasks of a whole plan, and of what a task said before.</summary>
public interface IPlanReviews
{
    /// <summary>Every task of the plan with its records, without tracks and consents; oldest first.</summary>
    Task<IReadOnlyList<TaskSheet>> TasksOf(Guid planId, CancellationToken ct);

    Task<ReviewSwitchState> Switch(Guid planId, CancellationToken ct);

    /// <summary>The same for many plans in one query; those never touched are left out.</summary>
    Task<IReadOnlyDictionary<Guid, ReviewSwitchState>> Switches(IReadOnlyCollection<Guid> planIds, CancellationToken ct);

    /// <summary>Opens or closes the review; open forbids sending and deleting in the field (REV-13). Setting it again changes nothing.</summary>
    /// <returns>True: it was the other way before.</returns>
    Task<bool> SetSwitch(Guid planId, Guid agencyId, bool open, string byName, CancellationToken ct);

    /// <summary>What differs between the last submission of a task and the one before; empty for a first submission (REV-03).</summary>
    Task<IReadOnlyList<RecordChange>> ChangesOf(Guid taskId, CancellationToken ct);
}
