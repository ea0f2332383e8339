using WeChatService.Kernel;
using WeChatService.Plans.Contracts;

namespace WeChatService.Plans;

/// <summary>One facility class of a plan, on its way from open to approved.</summary>
[Shared("read and changed only through its plan, which is isolated")]
internal sealed class PlanItem(Guid planId, string classCode)
{
    public Guid PlanId { get; private set; } = planId;
    public string ClassCode { get; private set; } = classCode;
    public Guid? AssigneeId { get; private set; }
    public PlanItemState State { get; private set; }
    public Guid? TaskId { get; private set; }

    /// <summary>Assigning again before anybody works on it moves it to the new person (PLN-14).</summary>
    public void Assign(Guid personId)
    {
        MustBeUntouched();
        (AssigneeId, State) = (personId, PlanItemState.Assigned);
    }

    public void Withdraw()
    {
        MustBeUntouched();
        (AssigneeId, State) = (null, PlanItemState.Open);
    }

    /// <summary>FLD-01: only what was assigned to that person, and only once.</summary>
    public void Take(Guid personId, Guid taskId)
    {
        MustBeUntouched();
        if (State != PlanItemState.Assigned || AssigneeId != personId)
        {
            throw new RuleBroken(PlanProblems.NotAssignedToYou);
        }

        (State, TaskId) = (PlanItemState.Taken, taskId);
    }

    public void GiveBack() => (State, TaskId) = (PlanItemState.Assigned, null);

    public void MarkDone() => State = PlanItemState.Done;

    public void MarkUndone() => State = PlanItemState.Taken;

    private void MustBeUntouched()
    {
        if (State is PlanItemState.Taken or PlanItemState.Done)
        {
            throw new RuleBroken(PlanProblems.FacilityTaken);
        }
    }
}
