using WeChatService.Faults.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Faults;

/// <summary>What can happen to a fault after it was found.</summary>
internal enum StepKind
{
    /// <summary>One of the five handlings (FLT-02).</summary>
    Handled,

    /// <summary>The operator's result: 解决 (FLT-12).</summary>
    Solved,

    /// <summary>The operator's result: not solved (FLT-13).</summary>
    NotSolved,

    /// <summary>The owner records the outcome of his own repair (FLT-19).</summary>
    OwnerClosed,

    /// <summary>The lead reminds the owner (FLT-24).</summary>
    OwnerUrged,

    /// <summary>The returned record was corrected to 符合 before anybody handled the fault.</summary>
    Retracted,

    /// <summary>… and to 不符合 again.</summary>
    FoundAgain,

    /// <summary>The lead says what mending it costs.</summary>
    Proposed,

    /// <summary>The owner agrees to that (FLT-04)…</summary>
    OwnerAgreed,

    /// <summary>… or does not (FLT-05). What follows is the lead's handling.</summary>
    OwnerDeclined,
}

/// <summary>Who did it: one of the agency's people, or the owner's contact.</summary>
internal sealed record StepBy(Guid PersonId, string Name);

/// <summary>Who goes, with which task, and by when.</summary>
internal sealed record Sending(Guid PersonId, string Name, Guid TaskId, DateOnly DueOn);

/// <summary>One step of the history (FLT-11). The database lets nobody change or delete it.</summary>
[Shared("read and added only through its fault, which is isolated")]
internal sealed class FaultStep
{
    public Guid Id { get; private set; }
    public Guid FaultId { get; private set; }

    /// <summary>From 1, without gaps: two people who act at once would take the same number, and one is refused.</summary>
    public int Number { get; private set; }

    public StepKind What { get; private set; }

    /// <summary>Of a handling only.</summary>
    public HandlingKind? Kind { get; private set; }

    public FaultState StateAfter { get; private set; }
    public string? Note { get; private set; }
    public Guid ByPersonId { get; private set; }
    public string ByName { get; private set; } = "";
    public Guid? AssigneeId { get; private set; }
    public string? AssigneeName { get; private set; }
    public DateOnly? DueOn { get; private set; }
    public Guid? TaskId { get; private set; }
    /// <summary>Of a proposal only, in fen.</summary>
    public long? AmountFen { get; private set; }

    public List<Guid> PhotoIds { get; private set; } = [];
    public DateTimeOffset At { get; private set; }

    private FaultStep()
    {
    }

    public static FaultStep Of(
        Guid id, Fault fault, int number, StepKind what, FaultState after, StepBy by, DateTimeOffset now, string? note = null,
        HandlingKind? kind = null, Sending? sending = null, Guid? taskId = null, IReadOnlyList<Guid>? photoIds = null,
        long? amountFen = null) => new()
        {
            Id = id, FaultId = fault.Id, Number = number, What = what, Kind = kind, StateAfter = after,
            Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim(), ByPersonId = by.PersonId, ByName = by.Name,
            AssigneeId = sending?.PersonId, AssigneeName = sending?.Name, DueOn = sending?.DueOn, TaskId = sending?.TaskId ?? taskId,
            PhotoIds = [.. photoIds ?? []], AmountFen = amountFen, At = now,
        };

    public HandlingSheet? Handling() => Kind is { } kind
        ? new(kind, FaultWords.Of(kind), Note, ByPersonId, ByName, AssigneeId, AssigneeName, At, DueOn, TaskId)
        : null;
}
