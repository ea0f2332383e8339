using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Faults.Contracts;

/// <summary>Records were handed in and what failed is a fault now; the owner hears of it (NTF-07). A detection whose profile makes no faults says nothing (FLT-23).</summary>
/// <param name="ItemName">The first of <paramref name="Faults"/>.</param>
public sealed record FaultsFound(Guid TaskId, Guid ProjectId, int Faults, string ItemName, string Text, DateTimeOffset At) : IEvent;

/// <summary>A fault was handled; the owner reads it (NTF-07), and who is sent is told (NTF-05).</summary>
/// <param name="TaskId">The task that was sent out.</param>
public sealed record FaultHandled(
    Guid FaultId, Guid ProjectId, Guid AgencyId, Guid OwnerId, HandlingKind Kind, Guid? AssigneeId, string ItemName, Guid? TaskId = null) : IEvent;

/// <summary>The operator's result is in (FLD-30): the lead learns whether he must send again, the owner whether it works (NTF-07).</summary>
public sealed record FaultTaskConcluded(
    Guid FaultId, Guid ProjectId, Guid AgencyId, Guid OwnerId, FaultTaskKind Kind, FaultTaskResult Result, string ItemName, string OperatorName,
    DateTimeOffset At) : IEvent;

/// <summary>The owner asks the agency to mend something (FLT-18).</summary>
public sealed record RepairRequested(
    Guid FaultId, Guid ProjectId, Guid AgencyId, Guid OwnerId, string ItemName, string Text, string ContactName, DateTimeOffset At) : IEvent;

/// <summary>Somebody without an account reports a problem from a label (ORG-39): lead and owner hear of it, nobody reads who it was.</summary>
public sealed record ProblemScanned(
    Guid FaultId, Guid ProjectId, Guid AgencyId, Guid OwnerId, string ItemName, string Text, DateTimeOffset At) : IEvent;

/// <summary>The lead says what mending costs and asks the owner (FLT-04, 05).</summary>
public sealed record RepairProposed(
    Guid FaultId, Guid ProjectId, Guid AgencyId, Guid OwnerId, string ItemName, long AmountFen, string Text, DateTimeOffset At) : IEvent;

/// <summary>The owner agreed or did not; the lead goes on from there (FLT-04, 05).</summary>
public sealed record ProposalAnswered(
    Guid FaultId, Guid ProjectId, Guid AgencyId, Guid OwnerId, string ItemName, long AmountFen, bool Agrees, string ContactName, DateTimeOffset At) : IEvent;

/// <summary>A fault has been open for so many days (FLT-24).</summary>
/// <param name="OwnerOnly">The lead urges the owner himself and need not be told of it.</param>
public sealed record FaultOverdue(
    Guid FaultId, Guid ProjectId, Guid AgencyId, Guid OwnerId, FaultState State, string ItemName, int Days, bool OwnerOnly, DateTimeOffset At) : IEvent;
