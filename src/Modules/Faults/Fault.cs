using WeChatService.FieldTasks.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Faults;

/// <summary>
/// Something that does not work. 待处理 → 解决中 → 已解决; 不同意维修 may still become a repair; 不在合同范围内 ends it (§19.4).
/// </summary>
internal sealed class Fault : IAgencyOwned, IOwnerOwned
{
    private readonly List<FaultHandling> _handlings = [];

    public Guid Id { get; private set; }
    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? TaskId { get; private set; }
    public Guid? RecordId { get; private set; }
    public FaultSource Source { get; private set; }
    public FaultState State { get; private set; }
    public string ClassCode { get; private set; } = "";
    public string ItemCode { get; private set; } = "";
    public string ItemName { get; private set; } = "";
    public string Text { get; private set; } = "";
    public List<Guid> PhotoIds { get; private set; } = [];
    public ChinaMonth FoundIn { get; private set; }
    public DateTimeOffset FoundAt { get; private set; }
    public IReadOnlyList<FaultHandling> Handlings => _handlings;

    private Fault()
    {
    }

    /// <summary>FLT-01: every 不符合 item becomes a fault with its text and photos.</summary>
    public static Fault OfItem(Guid id, FieldTaskSubmitted submitted, FailedItem failed) => new()
    {
        Id = id, ProjectId = submitted.ProjectId, AgencyId = submitted.AgencyId, OwnerId = submitted.OwnerId, TaskId = submitted.TaskId,
        RecordId = failed.RecordId, Source = FaultSource.MaintenanceReport, ClassCode = failed.ClassCode, ItemCode = failed.ItemCode,
        ItemName = failed.ItemName, Text = failed.Text, PhotoIds = [.. failed.PhotoIds], FoundIn = ChinaMonth.Of(submitted.SubmittedAt),
        FoundAt = submitted.SubmittedAt,
    };

    /// <summary>The task was returned and submitted again: the fault takes the corrected text, its handlings stay.</summary>
    public void Correct(FailedItem failed) => (Text, ItemName, PhotoIds) = (failed.Text, failed.ItemName, [.. failed.PhotoIds]);

    /// <summary>REV-06 asks that it was handled, not that it is solved.</summary>
    public bool IsHandled => _handlings.Count > 0;

    /// <summary>One of the five handlings (FLT-02…07); what follows is in <see cref="FaultRules"/>.</summary>
    public FaultHandling Handle(Guid id, HandlingKind kind, string? note, Guid byPerson, string byName, Guid? assignee, string? assigneeName, DateTimeOffset now)
    {
        FaultRules.MustAllow(State, kind, assignee);
        var handling = new FaultHandling(id, Id, kind, note?.Trim(), byPerson, byName, assignee, assigneeName, now);
        _handlings.Add(handling);
        State = FaultRules.After(kind);
        return handling;
    }

    public FaultSheet Sheet() => new(
        Id, ProjectId, TaskId, RecordId, Source, State, ClassCode, ItemName, Text, PhotoIds, FoundIn, FoundAt,
        [.. _handlings.OrderBy(h => h.At).Select(h => new HandlingSheet(
            h.Kind, FaultRules.Says(h.Kind), h.Note, h.ByPersonId, h.ByName, h.AssigneeId, h.AssigneeName, h.At))]);
}

/// <summary>One step of the handling history (FLT-11); never changed.</summary>
[Shared("read and added only through its fault, which is isolated")]
internal sealed class FaultHandling(
    Guid id, Guid faultId, HandlingKind kind, string? note, Guid byPersonId, string byName, Guid? assigneeId, string? assigneeName, DateTimeOffset at)
{
    public Guid Id { get; private set; } = id;
    public Guid FaultId { get; private set; } = faultId;
    public HandlingKind Kind { get; private set; } = kind;
    public string? Note { get; private set; } = note;
    public Guid ByPersonId { get; private set; } = byPersonId;
    public string ByName { get; private set; } = byName;
    public Guid? AssigneeId { get; private set; } = assigneeId;
    public string? AssigneeName { get; private set; } = assigneeName;
    public DateTimeOffset At { get; private set; } = at;
}
