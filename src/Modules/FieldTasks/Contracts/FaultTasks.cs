using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.FieldTasks.Contracts;

/// <summary>排查 finds the cause, 维修 removes it.</summary>
public enum FaultTaskKind { Troubleshoot, Repair }

/// <summary>待接收, 待执行, 执行中, 已完成 (rules §19.3); 已改派: somebody else was sent instead.</summary>
public enum FaultTaskState { Dispatched, Accepted, InProgress, Done, Withdrawn }

/// <summary>解决 or 没解决 (FLD-30).</summary>
public enum FaultTaskResult { Solved, NotSolved }

/// <summary>What the operator needs to know before he goes: everything is copied, so that he reads it without the fault.</summary>
/// <param name="DueOn">The last day (Asia/Shanghai) on which it is in time.</param>
/// <param name="ByPersonId">The lead who sends.</param>
public sealed record FaultDispatch(
    Guid FaultId, FaultTaskKind Kind, ProjectCard Project, Guid OperatorId, string ClassCode, string ItemName, string FaultText, string? Place,
    IReadOnlyList<Guid> FaultPhotoIds, string? Note, DateOnly DueOn, Guid ByPersonId);

/// <param name="PhotoIds">Of the result; the fault's own photos stay with the fault.</param>
/// <param name="Start">Where the operator was when he began.</param>
/// <param name="ReportId">The report that prints it (FLT-21).</param>
public sealed record FaultTaskCard(
    Guid Id, Guid FaultId, FaultTaskKind Kind, FaultTaskState State, Guid ProjectId, Guid OperatorId, string ItemName, DateOnly DueOn,
    DateTimeOffset DispatchedAt, DateTimeOffset? AcceptedAt, DateTimeOffset? StartedAt, DateTimeOffset? SubmittedAt, FaultTaskResult? Result,
    string? ResultText, IReadOnlyList<Guid> PhotoIds, SiteEvidence? Start, Guid? ReportId);

/// <summary>Troubleshooting and repair tasks for the modules below.</summary>
public interface IFaultTasks
{
    /// <summary>Sends an operator; who was on the way for the same fault is called back (FLT-03, 04, 13).</summary>
    /// <returns>The task's id.</returns>
    Task<Guid> Dispatch(FaultDispatch order, CancellationToken ct);

    /// <summary>Every task of a fault, oldest first.</summary>
    Task<IReadOnlyList<FaultTaskCard>> OfFault(Guid faultId, CancellationToken ct);

    /// <summary>Finished in the month (Asia/Shanghai) and in no report yet: what can be ticked when a report is generated (FLT-21).</summary>
    Task<IReadOnlyList<FaultTaskCard>> Done(Guid projectId, ChinaMonth month, CancellationToken ct);

    /// <summary>What a report prints of them.</summary>
    Task<IReadOnlyList<FaultTaskCard>> OfReport(Guid reportId, CancellationToken ct);

    /// <summary>The ticked ones enter the report.</summary>
    /// <exception cref="RuleBroken">One is unknown, unfinished, or in another report.</exception>
    Task MarkReported(IReadOnlyCollection<Guid> taskIds, Guid reportId, CancellationToken ct);

    /// <summary>The report was deleted before filing; its tasks can be ticked again (RPT-15).</summary>
    Task Release(Guid reportId, CancellationToken ct);

    /// <summary>How much unfinished work each person has in hand: field tasks and fault tasks together. Who has none is left out.</summary>
    Task<IReadOnlyDictionary<Guid, int>> InHand(IReadOnlyCollection<Guid> personIds, CancellationToken ct);
}

/// <summary>The operator has written what came of it (FLD-30); 解决 closes the fault in the same transaction.</summary>
public sealed record FaultTaskSubmitted(
    Guid TaskId, Guid FaultId, FaultTaskKind Kind, FaultTaskResult Result, string Text, IReadOnlyList<Guid> PhotoIds, Guid ProjectId,
    Guid AgencyId, Guid OwnerId, Guid OperatorId, string OperatorName, string ItemName, DateTimeOffset At) : IEvent;
