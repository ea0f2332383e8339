using WeChatService.Kernel;
using WeChatService.Plans.Contracts;

namespace WeChatService.Plans;

/// <summary>One facility class of a plan, on its way from open to approved.</summary>
[Shared("read and changed only through its plan, which is isolated")]
internal sealed class PlanItem(Guid planId, string classCode, IReadOnlyList<string> itemCodes)
{
    public Guid PlanId { get; private set; } = planId;
    public string ClassCode { get; private set; } = classCode;

    /// <summary>What is to be recorded, fixed when the plan is made (PLN-10).</summary>
    public List<string> ItemCodes { get; private set; } = [.. itemCodes];

    /// <summary>Who may take it; several where they share it (PLN-12).</summary>
    public List<Guid> AssigneeIds { get; private set; } = [];

    public PlanItemState State { get; private set; }
    public Guid? TaskId { get; private set; }

    /// <summary>Who took it into a task.</summary>
    public Guid? TakenBy { get; private set; }

    // For the database, which knows no lists in constructors.
    private PlanItem()
        : this(Guid.Empty, "", [])
    {
    }

    /// <summary>Assigning again before anybody works on it moves it to the new people (PLN-14).</summary>
    public void Assign(IReadOnlyCollection<Guid> personIds)
    {
        MustBeUntouched();
        (AssigneeIds, State) = ([.. personIds], PlanItemState.Assigned);
    }

    public void Withdraw()
    {
        MustBeUntouched();
        (AssigneeIds, State) = ([], PlanItemState.Open);
    }

    /// <summary>FLD-01: only what was assigned to that person, and only once.</summary>
    public void Take(Guid personId, Guid taskId)
    {
        MustBeUntouched();
        if (State != PlanItemState.Assigned || !AssigneeIds.Contains(personId))
        {
            throw new RuleBroken(PlanProblems.NotAssignedToYou);
        }

        (State, TaskId, TakenBy) = (PlanItemState.Taken, taskId, personId);
    }

    /// <summary>PEO-30: who has it does not come any more. Those who share it stay (PLN-12).</summary>
    public void HandOver(Guid from, Guid to) =>
        (AssigneeIds, TakenBy) = ([.. AssigneeIds.Select(a => a == from ? to : a).Distinct()], TakenBy == from ? to : TakenBy);

    public void GiveBack() => (State, TaskId, TakenBy) = (PlanItemState.Assigned, null, null);

    public void MarkDone() => State = PlanItemState.Done;

    public void MarkUndone() => State = PlanItemState.Taken;

    /// <summary>Is it this person's: taken by him, or waiting for him?</summary>
    public bool IsOf(Guid personId) => TakenBy is { } taker ? taker == personId : AssigneeIds.Contains(personId);

    public PlanItemCard Card() => new(ClassCode, TakenBy ?? (AssigneeIds.Count > 0 ? AssigneeIds[0] : null), State, TaskId, AssigneeIds, ItemCodes);

    private void MustBeUntouched()
    {
        if (State is PlanItemState.Taken or PlanItemState.Done)
        {
            throw new RuleBroken(PlanProblems.FacilityTaken);
        }
    }
}
