using WeChatService.Kernel;

namespace WeChatService.FieldTasks.Contracts;

/// <summary>An item was judged 不符合: it becomes a fault (FLT-01).</summary>
/// <param name="Finding">What was answered and measured, in words (FLT-15); null where only the text says it.</param>
public sealed record FailedItem(
    Guid RecordId, string ClassCode, string ItemCode, string ItemName, string Text, IReadOnlyList<Guid> PhotoIds, string? Finding = null);

/// <summary>A task reached 待审核 (NTF-03).</summary>
public sealed record FieldTaskSubmitted(
    Guid TaskId, string TaskName, Guid PlanId, Guid ProjectId, Guid AgencyId, Guid OwnerId, Guid OperatorId, DateTimeOffset SubmittedAt,
    int Records, IReadOnlyList<FailedItem> Failures) : IEvent;

/// <summary>The operator asks the lead (NTF-01, APR-07).</summary>
/// <param name="At">When it was asked; the phone's time if <paramref name="Offline"/> (APR-13).</param>
public sealed record ConsentRequested(
    Guid ConsentId, ConsentKind Kind, Guid TaskId, string TaskName, Guid ProjectId, Guid AgencyId, Guid OperatorId, DateTimeOffset At,
    bool Offline = false) : IEvent;

public sealed record ConsentDecided(
    Guid ConsentId, ConsentKind Kind, bool Granted, Guid TaskId, string TaskName, Guid ProjectId, Guid AgencyId, Guid OperatorId, string? Reason) : IEvent;
