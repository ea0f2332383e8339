using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Faults.Contracts;

/// <summary>待处理, 解决中, 已解决, 不同意维修, 不在合同范围内 (rules §19.4).</summary>
public enum FaultState { Pending, InProgress, Resolved, OwnerDeclined, OutOfScope }

/// <summary>排查, 业主同意维修, 业主不同意维修, 与业主沟通中, 不在合同范围内 (FLT-02).</summary>
public enum HandlingKind { Troubleshoot, OwnerAgreesRepair, OwnerDeclinesRepair, InDiscussionWithOwner, OutOfContractScope }

public enum FaultSource { MaintenanceReport, OwnerRequest }

public sealed record HandlingSheet(HandlingKind Kind, string Label, string? Note, Guid ByPersonId, string ByName, Guid? AssigneeId, string? AssigneeName, DateTimeOffset At);

public sealed record FaultSheet(
    Guid Id, Guid ProjectId, Guid? TaskId, Guid? RecordId, FaultSource Source, FaultState State, string ClassCode, string ItemName, string Text,
    IReadOnlyList<Guid> PhotoIds, ChinaMonth FoundIn, DateTimeOffset FoundAt, IReadOnlyList<HandlingSheet> Handlings)
{
    /// <summary>REV-06 asks for a handling of every fault, not for its solution.</summary>
    public bool IsHandled => Handlings.Count > 0;
}

/// <summary>处理故障 on the home screen: how many stand where (FLT-08).</summary>
/// <param name="Urgent">Of those 待处理.</param>
public sealed record FaultCounts(IReadOnlyDictionary<FaultState, int> ByState, int Urgent, DateTimeOffset? OldestPendingAt)
{
    public int Of(FaultState state) => ByState.GetValueOrDefault(state);
}

public interface IFaults
{
    Task<FaultCounts> Count(ProjectReach reach, CancellationToken ct);

    /// <summary>Faults whose item or text holds the words, or of the given projects; newest first.</summary>
    Task<Page<FaultSheet>> Matching(ProjectReach reach, SearchWords words, IReadOnlyCollection<Guid> projectIds, int max, CancellationToken ct);

    Task<IReadOnlyList<FaultSheet>> OfTask(Guid taskId, CancellationToken ct);

    /// <summary>Open faults of earlier months and all of the given month, for its report (FLT-14).</summary>
    Task<IReadOnlyList<FaultSheet>> ForReport(Guid projectId, ChinaMonth month, CancellationToken ct);

    /// <summary>What is neither solved nor declined nor out of scope, for the owner's home screen.</summary>
    Task<IReadOnlyList<FaultSheet>> Open(IReadOnlyCollection<Guid> projectIds, CancellationToken ct);

    Task<int> CountPending(IReadOnlyCollection<Guid> projectIds, CancellationToken ct);
}

/// <summary>A fault was handled; the owner reads it (NTF-07).</summary>
public sealed record FaultHandled(Guid FaultId, Guid ProjectId, Guid AgencyId, Guid OwnerId, HandlingKind Kind, Guid? AssigneeId, string ItemName) : IEvent;
