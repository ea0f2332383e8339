using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Faults;

/// <summary>
/// Something that does not work. 待处理 → 解决中 → 已解决; 不同意维修 may still become a repair; 不在合同范围内 ends it (§19.4).
/// It never disappears: every change is a numbered step that nobody can take back, and the row itself cannot be deleted.
/// </summary>
internal sealed class Fault : IAgencyOwned, IOwnerOwned
{
    private readonly List<FaultStep> _steps = [];

    public Guid Id { get; private set; }
    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? TaskId { get; private set; }
    public Guid? RecordId { get; private set; }
    public FaultSource Source { get; private set; }
    public FaultState State { get; private set; }

    /// <summary>FLT-24: by the system it stands in, fixed when it is found.</summary>
    public bool IsUrgent { get; private set; }

    public string ClassCode { get; private set; } = "";
    public string ItemCode { get; private set; } = "";
    public string ItemName { get; private set; } = "";
    public string Text { get; private set; } = "";
    public string? Finding { get; private set; }
    public string? Place { get; private set; }
    public List<Guid> PhotoIds { get; private set; } = [];
    public ChinaMonth FoundIn { get; private set; }
    public DateTimeOffset FoundAt { get; private set; }

    /// <summary>The operator, or the owner's contact; unknown for what was found before it was noted.</summary>
    public Guid? FoundById { get; private set; }

    /// <summary>
    /// How many steps the history has. It moves with each, also where the state stays (与业主沟通中), so that of two people who act at
    /// once one is refused.
    /// </summary>
    public int StepCount { get; private set; }

    public HandlingKind? LastHandling { get; private set; }
    public Guid? AssigneeId { get; private set; }
    public string? AssigneeName { get; private set; }
    public DateOnly? DueOn { get; private set; }

    /// <summary>The task that is out; null once its result is in.</summary>
    public Guid? OpenTaskId { get; private set; }

    /// <summary>The label that was scanned, and the sealed phone of who scanned it: for the project's lead alone (ORG-39).</summary>
    public Guid? LabelId { get; private set; }

    public byte[]? ReporterPhone { get; private set; }

    /// <summary>The step that proposes what mending costs; the newest counts.</summary>
    public Guid? ProposalId { get; private set; }

    public ProposalAnswer? ProposalAnswer { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public DateTimeOffset? RemindedAt { get; private set; }
    public IReadOnlyList<FaultStep> Steps => _steps;

    private Fault()
    {
    }

    /// <summary>FLT-01: every 不符合 item becomes a fault with its text and photos.</summary>
    public static Fault OfItem(Guid id, FieldTaskSubmitted submitted, FailedItem failed, bool isUrgent = false) => new()
    {
        Id = id, ProjectId = submitted.ProjectId, AgencyId = submitted.AgencyId, OwnerId = submitted.OwnerId, TaskId = submitted.TaskId,
        RecordId = failed.RecordId, Source = FaultSource.MaintenanceReport, IsUrgent = isUrgent, ClassCode = failed.ClassCode,
        ItemCode = failed.ItemCode, ItemName = failed.ItemName, Text = failed.Text, Finding = failed.Finding, PhotoIds = [.. failed.PhotoIds],
        FoundIn = ChinaMonth.Of(submitted.SubmittedAt), FoundAt = submitted.SubmittedAt, FoundById = submitted.OperatorId,
    };

    /// <summary>FLT-17: 一键报修. 服务机构处理 waits for the lead (FLT-18); 单位内部处理 stays with the owner (FLT-19).</summary>
    public static Fault OfRequest(Guid id, RepairRequest request, DateTimeOffset now) => new()
    {
        Id = id, ProjectId = request.Project.Id, AgencyId = request.Project.AgencyId, OwnerId = request.Project.OwnerId,
        Source = FaultSource.OwnerRequest, State = request.Internal ? FaultState.OwnerHandling : FaultState.Pending, IsUrgent = request.IsUrgent,
        ClassCode = request.ClassCode, ItemName = request.FacilityName, Text = request.Text, Place = request.Place,
        PhotoIds = [.. request.PhotoIds], FoundIn = ChinaMonth.Of(now), FoundAt = now, FoundById = request.ContactId,
    };

    /// <summary>ORG-39: from a label, by somebody without an account; it waits for the lead like any other.</summary>
    public static Fault OfScan(Guid id, ScanReport report, IReadOnlyList<Guid> photoIds, DateTimeOffset now) => new()
    {
        Id = id, ProjectId = report.Project.Id, AgencyId = report.Project.AgencyId, OwnerId = report.Project.OwnerId, Source = FaultSource.LabelScan,
        IsUrgent = report.IsUrgent, ClassCode = report.Facility.Code, ItemName = report.Facility.Name, Text = report.Text, Place = report.Place,
        PhotoIds = [.. photoIds], FoundIn = ChinaMonth.Of(now), FoundAt = now, LabelId = report.LabelId, ReporterPhone = report.PhoneSealed,
    };

    /// <summary>REV-06 asks that it was handled, not that it is solved.</summary>
    public bool IsHandled => LastHandling is not null;

    /// <summary>Something is still to be done by somebody (FLT-14, 24).</summary>
    public bool IsOpen => FaultRules.IsOpen(State);

    /// <summary>The task was returned and submitted again: the fault takes the corrected text, its steps stay.</summary>
    public void Correct(FailedItem failed, Guid stepId, StepBy by, DateTimeOffset now)
    {
        (Text, Finding, ItemName, PhotoIds) = (failed.Text, failed.Finding, failed.ItemName, [.. failed.PhotoIds]);
        if (State == FaultState.Retracted)
        {
            Add(FaultStep.Of(stepId, this, StepCount + 1, StepKind.FoundAgain, FaultState.Pending, by, now));
        }
    }

    /// <summary>The corrected record says 符合, and nobody has handled the fault: it never was one. What was handled stays a fault.</summary>
    public void RetractIfUntouched(Guid stepId, StepBy by, DateTimeOffset now)
    {
        if (State == FaultState.Pending && !IsHandled)
        {
            Add(FaultStep.Of(stepId, this, StepCount + 1, StepKind.Retracted, FaultState.Retracted, by, now));
        }
    }

    /// <summary>One of the five handlings (FLT-02…07); which are possible is in <see cref="FaultRules"/>.</summary>
    /// <param name="sending">Whom the handling sends, with which task.</param>
    public void Handle(Guid stepId, HandlingKind kind, string? note, StepBy by, Sending? sending, Door door, DateTimeOffset now)
    {
        FaultRules.MustAllow(this, kind, door);
        FaultRules.SomebodyMustGo(kind, sending is not null);
        Add(FaultStep.Of(stepId, this, StepCount + 1, StepKind.Handled, FaultRules.After(kind), by, now, note, kind, sending));
        (LastHandling, AssigneeId, AssigneeName, DueOn, OpenTaskId) = (kind, sending?.PersonId, sending?.Name, sending?.DueOn, sending?.TaskId);
    }

    /// <summary>The operator's result (FLD-30): 解决 closes it (FLT-12), else it stays 解决中 and somebody may be sent again (FLT-13).</summary>
    public void Conclude(Guid stepId, FaultTaskSubmitted result)
    {
        if (OpenTaskId != result.TaskId)
        {
            throw new RuleBroken(FaultProblems.NotThisTask);
        }

        var solved = result.Result == FaultTaskResult.Solved;
        Add(FaultStep.Of(
            stepId, this, StepCount + 1, solved ? StepKind.Solved : StepKind.NotSolved, solved ? FaultState.Resolved : FaultState.InProgress,
            new StepBy(result.OperatorId, result.OperatorName), result.At, result.Text, taskId: result.TaskId, photoIds: result.PhotoIds));
        OpenTaskId = null;
        if (!solved)
        {
            // What was agreed did not mend it: the lead may come with another proposal (FLT-13).
            (ProposalId, ProposalAnswer) = (null, null);
        }
    }

    /// <summary>FLT-04, 05: the lead asks the owner whether he wants it mended for this. The state stays: what follows is a handling.</summary>
    public void Propose(Guid stepId, StepBy lead, long? fen, string? text, DateTimeOffset now)
    {
        ProposalRules.MustBeSound(this, fen, text);
        Add(FaultStep.Of(stepId, this, StepCount + 1, StepKind.Proposed, State, lead, now, text, amountFen: fen));
        (ProposalId, ProposalAnswer) = (stepId, null);
    }

    /// <summary>The owner's own word, with his name and the time.</summary>
    public void AnswerProposal(Guid stepId, Guid proposalId, bool agrees, string? note, StepBy contact, DateTimeOffset now)
    {
        ProposalRules.MustBeAnswerable(this, proposalId, agrees);
        Add(FaultStep.Of(stepId, this, StepCount + 1, agrees ? StepKind.OwnerAgreed : StepKind.OwnerDeclined, State, contact, now, note));
        ProposalAnswer = agrees ? Contracts.ProposalAnswer.Agreed : Contracts.ProposalAnswer.Declined;
    }

    /// <summary>FLT-19: the owner says how his own repair ended, and shows it.</summary>
    public void CloseByOwner(Guid stepId, StepBy contact, string? text, IReadOnlyList<Guid> photoIds, DateTimeOffset now)
    {
        if (State != FaultState.OwnerHandling)
        {
            throw new RuleBroken(FaultProblems.NotInternal);
        }

        FaultRules.OutcomeMustBeSaid(text, photoIds);
        Add(FaultStep.Of(stepId, this, StepCount + 1, StepKind.OwnerClosed, FaultState.OwnerResolved, contact, now, text, photoIds: photoIds));
    }

    /// <summary>FLT-24: the lead urges the owner; it stands in the history.</summary>
    public void Urge(Guid stepId, StepBy lead, int afterDays, DateTimeOffset now)
    {
        FaultRules.MustBeUrgeable(this, afterDays, now);
        Add(FaultStep.Of(stepId, this, StepCount + 1, StepKind.OwnerUrged, State, lead, now));
        RemindedAt = now;
    }

    /// <summary>FLT-24: the house has reminded lead and owner.</summary>
    public void Remind(DateTimeOffset now) => RemindedAt = now;

    /// <summary>As it stands, or stood at the given moment.</summary>
    public FaultSheet Sheet(DateTimeOffset? until = null)
    {
        var steps = _steps.Where(s => until is null || s.At < until).OrderBy(s => s.Number).ToList();
        var state = until is null ? State : steps.Count > 0 ? steps[^1].StateAfter : FirstState;
        var handlings = steps.Select(s => s.Handling()).OfType<HandlingSheet>().ToList();
        return new FaultSheet(
            Id, ProjectId, TaskId, RecordId, Source, state, ClassCode, ItemName, Text, PhotoIds, FoundIn, FoundAt, handlings)
        {
            IsUrgent = IsUrgent, Place = Place, Finding = Finding, FoundById = FoundById,
            AskedFen = IsOpen && ProposalAnswer is null && ProposalId is { } asked ? _steps.Find(s => s.Id == asked)?.AmountFen : null,
            ClosedAt = FaultRules.IsOpen(state) ? null : steps[^1].At,
            PrintedState = FaultWords.Printed(state, handlings.Count > 0 ? handlings[^1].Kind : null),
            PrintedSteps = [.. steps.Select(FaultWords.Printed).OfType<PrintedStep>()],
        };
    }

    /// <summary>Only an owner's internal repair begins otherwise, and only it is ever closed by the owner.</summary>
    private FaultState FirstState => State is FaultState.OwnerHandling or FaultState.OwnerResolved ? FaultState.OwnerHandling : FaultState.Pending;

    private void Add(FaultStep step)
    {
        _steps.Add(step);
        (StepCount, State) = (step.Number, step.StateAfter);
        ClosedAt = IsOpen ? null : step.At;
    }
}
