using WeChatService.Modules.Tests.Projects;
using WeChatService.Plans;
using WeChatService.Plans.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Plans.Rules;

/// <summary>未下发 → 已下发 → 执行中 → 已完成, and back where nothing is lost.</summary>
public sealed class PlanStateTests
{
    private static readonly Guid TaskA = Guid.NewGuid();
    private static readonly Guid TaskB = Guid.NewGuid();
    private static readonly Guid Colleague = Guid.NewGuid();

    [Fact, Rule("PLN-11")]
    public void Facilities_are_issued_in_batches_to_different_people()
    {
        var plan = Sample.Plan();
        Assert.Equal(PlanState.Drafted, plan.State);
        plan.Assign(["0101", "0102"], Sample.OperatorId);
        plan.Assign(["0201"], Colleague);
        Assert.Equal(PlanState.Assigned, plan.State);
        Assert.Equal(
            [("0101", Sample.OperatorId), ("0102", Sample.OperatorId), ("0201", Colleague)],
            plan.Card().Items.Select(i => (i.ClassCode, i.AssigneeId!.Value)));
    }

    [Fact, Rule("PLN-11")]
    public void Issuing_nothing_or_something_that_the_plan_does_not_hold_is_refused()
    {
        var plan = Sample.Plan();
        Assert.Equal(("plan.nothing_chosen", "PLN-11"), Sample.Refusal(() => plan.Assign([], Sample.OperatorId)));
        Assert.Equal(("plan.facility_unknown", "PLN-11"), Sample.Refusal(() => plan.Assign(["0101", "9999"], Sample.OperatorId)));
        Assert.Equal(PlanState.Drafted, plan.State);
    }

    [Fact, Rule("PLN-14")]
    public void What_nobody_has_begun_goes_to_somebody_else_and_leaves_the_first()
    {
        var plan = Sample.Plan("beijing");
        plan.Assign(["0101", "0102"], Sample.OperatorId);
        plan.Assign(["0102"], Colleague);
        Assert.Equal(["0101"], plan.Items.Where(i => i.AssigneeId == Sample.OperatorId).Select(i => i.ClassCode));
        plan.Take(["0101"], Sample.OperatorId, TaskA);
        Assert.Equal(("plan.facility_taken", "PLN-14"), Sample.Refusal(() => plan.Assign(["0101"], Colleague)));
    }

    [Fact, Rule("FLD-01")]
    public void Only_what_was_issued_to_a_person_is_taken_and_only_once()
    {
        var plan = Sample.Plan();
        plan.Assign(["0101"], Sample.OperatorId);
        Assert.Equal(("plan.not_assigned_to_you", "FLD-01"), Sample.Refusal(() => plan.Take(["0101"], Colleague, TaskA)));
        Assert.Equal(("plan.not_assigned_to_you", "FLD-01"), Sample.Refusal(() => plan.Take(["0102"], Sample.OperatorId, TaskA)));
        plan.Take(["0101"], Sample.OperatorId, TaskA);
        Assert.Equal("plan.facility_taken", Sample.Refusal(() => plan.Take(["0101"], Sample.OperatorId, TaskB)).Code);
    }

    [Fact, Rule("PLN-15")]
    public void An_unissued_plan_is_deleted_directly() => Sample.Plan().MustBeDeletable();

    [Fact, Rule("PLN-16")]
    public void An_issued_plan_is_deleted_after_its_facilities_are_taken_back()
    {
        var plan = Sample.Plan();
        plan.Assign(["0101", "0102"], Sample.OperatorId);
        Assert.Equal(("plan.assigned_first", "PLN-16"), Sample.Refusal(plan.MustBeDeletable));
        plan.Withdraw(["0101"]);
        Assert.Equal("plan.assigned_first", Sample.Refusal(plan.MustBeDeletable).Code);
        plan.Withdraw(["0102"]);
        Assert.Equal(PlanState.Drafted, plan.State);
        plan.MustBeDeletable();
    }

    [Fact, Rule("PLN-17")]
    public void A_plan_in_work_is_deleted_only_after_the_operator_dropped_his_task()
    {
        var plan = Sample.Plan();
        plan.Assign(["0101"], Sample.OperatorId);
        plan.Take(["0101"], Sample.OperatorId, TaskA);
        Assert.Equal(("plan.being_executed", "PLN-17"), Sample.Refusal(plan.MustBeDeletable));
        Assert.Equal("plan.facility_taken", Sample.Refusal(() => plan.Withdraw(["0101"])).Code);
        plan.GiveBack(TaskA);
        Assert.Equal(("plan.assigned_first", "PLN-16"), Sample.Refusal(plan.MustBeDeletable));
        plan.Withdraw(["0101"]);
        plan.MustBeDeletable();
    }

    [Fact, Rule("PLN-27")]
    public void A_plan_is_complete_when_every_facility_is_approved_and_opens_again_when_one_returns()
    {
        var plan = Sample.Plan();
        plan.Assign(Sample.Facilities, Sample.OperatorId);
        plan.Take(["0101", "0102"], Sample.OperatorId, TaskA);
        plan.Take(["0201"], Sample.OperatorId, TaskB);
        plan.MarkDone(TaskA);
        Assert.Equal(PlanState.InProgress, plan.State);
        plan.MarkDone(TaskB);
        Assert.Equal(PlanState.Completed, plan.State);
        Assert.Equal("plan.being_executed", Sample.Refusal(plan.MustBeDeletable).Code);
        plan.MarkUndone(TaskB);
        Assert.Equal(PlanState.InProgress, plan.State);
    }
}
