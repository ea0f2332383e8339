using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Faults.Contracts;

/// <summary>
/// 待处理, 解决中, 已解决, 不同意维修, 不在合同范围内 (rules §19.4); 内部处理中, 内部已解决 for what the owner mends himself (FLT-19);
/// 已更正: the record was corrected before anybody handled it, so it never was a fault. It is kept, and stands in no list.
/// </summary>
public enum FaultState { Pending, InProgress, Resolved, OwnerDeclined, OutOfScope, OwnerHandling, OwnerResolved, Retracted }

/// <summary>排查, 业主同意维修, 业主不同意维修, 与业主沟通中, 不在合同范围内 (FLT-02).</summary>
public enum HandlingKind { Troubleshoot, OwnerAgreesRepair, OwnerDeclinesRepair, InDiscussionWithOwner, OutOfContractScope }

/// <summary>维保报告故障, 业主一键报修 (FLT-20), and what somebody without an account reports from a label (ORG-39).</summary>
public enum FaultSource { MaintenanceReport, OwnerRequest, LabelScan }

/// <summary>What the owner says to a proposed price (FLT-04, 05).</summary>
public enum ProposalAnswer { Agreed, Declined }

/// <param name="DueOn">By when it is to be done, where somebody was sent.</param>
/// <param name="TaskId">The task that was sent out.</param>
public sealed record HandlingSheet(
    HandlingKind Kind, string Label, string? Note, Guid ByPersonId, string ByName, Guid? AssigneeId, string? AssigneeName, DateTimeOffset At,
    DateOnly? DueOn = null, Guid? TaskId = null);

/// <summary>One line of the history as it is printed: when, who, what (FLT-15).</summary>
/// <param name="OnSite">An operator was sent, or says what came of it: print 由 before the name; else the decision alone.</param>
public sealed record PrintedStep(DateTimeOffset At, string ByName, string Says, IReadOnlyList<Guid> PhotoIds, bool OnSite);

public sealed record FaultSheet(
    Guid Id, Guid ProjectId, Guid? TaskId, Guid? RecordId, FaultSource Source, FaultState State, string ClassCode, string ItemName, string Text,
    IReadOnlyList<Guid> PhotoIds, ChinaMonth FoundIn, DateTimeOffset FoundAt, IReadOnlyList<HandlingSheet> Handlings)
{
    /// <summary>REV-06 asks for a handling of every fault, not for its solution.</summary>
    public bool IsHandled => Handlings.Count > 0;

    public bool IsUrgent { get; init; }

    /// <summary>Where in the building, if somebody said.</summary>
    public string? Place { get; init; }

    /// <summary>What was answered and measured; null where only the text says it (FLT-15: finding, and the text is the note).</summary>
    public string? Finding { get; init; }

    /// <summary>What the owner is asked to pay for mending it, in fen; null: nothing waits for his answer.</summary>
    public long? AskedFen { get; init; }

    /// <summary>The operator or the owner's contact.</summary>
    public Guid? FoundById { get; init; }

    /// <summary>Since when nothing is to be done any more.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>FLT-15: 排查中, 维修中, 与业主协商中, 已解决 …</summary>
    public string PrintedState { get; init; } = "待处理";

    /// <summary>FLT-15: handlings and results, oldest first.</summary>
    public IReadOnlyList<PrintedStep> PrintedSteps { get; init; } = [];
}

/// <summary>处理故障 on the home screen: how many stand where (FLT-08).</summary>
/// <param name="Urgent">Of those 待处理.</param>
public sealed record FaultCounts(IReadOnlyDictionary<FaultState, int> ByState, int Urgent, DateTimeOffset? OldestPendingAt)
{
    public int Of(FaultState state) => ByState.GetValueOrDefault(state);
}

/// <param name="Days">From the finding until it was closed, or until now; whole days.</param>
/// <param name="ViewedAt">When somebody of the owner last saw it (FLT-22); null: nobody yet.</param>
public sealed record HazardRow(int Number, FaultSheet Fault, int Days, DateTimeOffset? ViewedAt);

/// <summary>安全隐患处置汇总表 of a project: every fault that was ever found, with what became of it (FLT-16).</summary>
/// <param name="Counts">By state, of all rows.</param>
public sealed record HazardTable(Guid ProjectId, DateTimeOffset At, Page<HazardRow> Rows, IReadOnlyDictionary<FaultState, int> Counts)
{
    /// <summary>Still to be solved by somebody.</summary>
    public int Open => Counts.Where(c => c.Key is FaultState.Pending or FaultState.InProgress or FaultState.OwnerDeclined or FaultState.OwnerHandling).Sum(c => c.Value);

    public int Resolved => Counts.GetValueOrDefault(FaultState.Resolved) + Counts.GetValueOrDefault(FaultState.OwnerResolved);
}

public interface IFaults
{
    Task<FaultCounts> Count(ProjectReach reach, CancellationToken ct);

    /// <summary>Faults whose item or text holds the words, or of the given projects; newest first.</summary>
    Task<Page<FaultSheet>> Matching(ProjectReach reach, SearchWords words, IReadOnlyCollection<Guid> projectIds, int max, CancellationToken ct);

    /// <summary>What the task's failed items became; corrected ones are left out.</summary>
    Task<IReadOnlyList<FaultSheet>> OfTask(Guid taskId, CancellationToken ct);

    /// <summary>Those of a task that nobody has handled (REV-06).</summary>
    Task<IReadOnlyList<FaultSheet>> Unhandled(Guid taskId, CancellationToken ct);

    /// <summary>
    /// For the report of a month (FLT-12, 14): what was found in it, and what was found before and not closed before it began. State and
    /// steps are those of the month's end, so that a report that is made later, or again, says the same.
    /// </summary>
    Task<IReadOnlyList<FaultSheet>> ForReport(Guid projectId, ChinaMonth month, CancellationToken ct);

    /// <summary>What was open at the given moment, as it stood then.</summary>
    Task<IReadOnlyList<FaultSheet>> OpenAt(Guid projectId, DateTimeOffset moment, CancellationToken ct);

    /// <summary>What is neither solved nor declined nor out of scope, for the owner's home screen.</summary>
    Task<IReadOnlyList<FaultSheet>> Open(IReadOnlyCollection<Guid> projectIds, CancellationToken ct);

    Task<int> CountPending(IReadOnlyCollection<Guid> projectIds, CancellationToken ct);

    /// <summary>FLT-16: the whole history of a project in one table, oldest first, by pages.</summary>
    Task<HazardTable> Hazards(Guid projectId, PageRequest page, CancellationToken ct);
}
