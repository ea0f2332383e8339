using FsCheck;
using FsCheck.Fluent;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Modules.Tests.Projects;
using WeChatService.Plans;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
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
        Assert.Equal(["0101"], plan.Items.Where(i => i.AssigneeIds.Contains(Sample.OperatorId)).Select(i => i.ClassCode));
        plan.Take(["0101"], Sample.OperatorId, TaskA);
        Assert.Equal(("plan.facility_taken", "PLN-14"), Sample.Refusal(() => plan.Assign(["0101"], Colleague)));
    }

    [Fact, Rule("PLN-14")]
    public void Who_loses_facilities_is_known_so_that_he_can_be_told()
    {
        var plan = Sample.Plan("beijing");
        Assert.Empty(plan.Assign(["0101", "0102"], Sample.OperatorId));
        Assert.Equal([new Loss(Sample.OperatorId, 2)], plan.Assign(["0101", "0102", "0201"], Colleague));
        Assert.Equal([new Loss(Colleague, 1)], plan.Withdraw(["0201"]));
    }

    [Fact, Rule("PLN-12", Regions = ["beijing"])]
    public void What_two_share_both_see_until_one_takes_it()
    {
        var plan = Sample.Plan("beijing");
        plan.Assign(["0101"], [Sample.OperatorId, Colleague]);
        var item = plan.Card().Items[0];
        Assert.True(item.WaitsFor(Sample.OperatorId) && item.WaitsFor(Colleague));
        plan.Take(["0101"], Colleague, TaskA);
        item = plan.Card().Items[0];
        Assert.Equal((Colleague, false, false), (item.AssigneeId!.Value, item.WaitsFor(Sample.OperatorId), item.WaitsFor(Colleague)));
        plan.GiveBack(TaskA);
        Assert.True(plan.Card().Items[0].WaitsFor(Sample.OperatorId));
    }

    [Fact, Rule("PLN-10", Regions = ["shaanxi", "xinjiang"])]
    public void The_planner_ticks_anew_what_nobody_has()
    {
        var plan = Sample.Plan("shaanxi");
        plan.Assign(["0101"], Sample.OperatorId);
        Assert.Equal(("plan.ticked_off_but_issued", "PLN-16"), Sample.Refusal(() => plan.Tick([new("0102", ["x"])])));
        plan.Tick([new("0101", ["0101-a"]), new("0301", ["0301-a"])]);
        Assert.Equal(["0101", "0301"], plan.Card().Items.Select(i => i.ClassCode));
        Assert.Equal((PlanState.Assigned, PlanItemState.Assigned), (plan.State, plan.Card().Items[0].State));
        Assert.Equal(("plan.nothing_chosen", "PLN-11"), Sample.Refusal(() => Sample.Plan("shaanxi").Tick([])));
    }

    [Theory, Rule("PLN-28"), Rule("PLN-07")]
    [InlineData("beijing", null)]
    [InlineData("shaanxi", "plan.retest_in_plan")]
    [InlineData("xinjiang", "plan.retest_in_plan")]
    public void A_failed_detection_is_retested_once_or_in_the_same_plan(string region, string? code)
    {
        var (plan, card) = (Sample.Plan(region, ServiceType.AnnualDetection), Sample.Card(region, ServiceType.AnnualDetection));
        Plan Retest(Plan failed, int before) => failed.Retest(Guid.NewGuid(), card, before, Sample.LeadId, Policies.For(region), Sample.Now);
        if (code is not null)
        {
            plan.MarkJudged(false, ["0102"]);
            Assert.Equal((code, "PLN-07"), Sample.Refusal(() => Retest(plan, 0)));
            return;
        }

        Assert.Equal(("plan.not_failed", "PLN-28"), Sample.Refusal(() => Retest(plan, 0)));
        plan.MarkJudged(true, []);
        Assert.Equal("plan.not_failed", Sample.Refusal(() => Retest(plan, 0)).Code);
        plan.MarkJudged(false, ["0102", "9999"]);
        var retest = Retest(plan, 0);
        Assert.Equal((plan.Id, "2026年11月年度检测复检计划"), (retest.RetestOf!.Value, retest.Name));
        Assert.Equal([("0102", "0102-a,0102-b")], retest.Card().Items.Select(i => (i.ClassCode, string.Join(',', i.ItemCodes))));
        Assert.Equal(("plan.retest_used", "PLN-28"), Sample.Refusal(() => Retest(plan, 1)));
    }

    [Fact, Rule("PLN-15"), Rule("PLN-16"), Rule("PLN-17"), Rule("PLN-18")]
    public void The_cases_of_deleting_are_told_apart_in_words()
    {
        var plan = Sample.Plan();
        string Says() => PlanDeletion.Of(plan).Says(id => id == Sample.OperatorId ? "张三" : "李四");
        Assert.Equal("还没下发，可以直接删除。", Says());
        plan.Assign(["0101", "0102"], Sample.OperatorId);
        plan.Assign(["0201"], Colleague);
        Assert.Equal("已下发给张三 2 项、李四 1 项，还没开始做。请先移除已下发的设施，再删除计划。", Says());
        plan.Take(["0101"], Sample.OperatorId, TaskA);
        Assert.StartsWith("张三 1 项正在做。请先让作业人员在“未提交任务”里删除任务", Says(), StringComparison.Ordinal);
        Assert.Contains("请机构管理员在电脑端删除", Says(), StringComparison.Ordinal);
        plan.MarkDone(TaskA);
        Assert.Equal("张三 1 项已经审核通过，计划要留作凭据，不能删除。", Says());
    }

    /// <summary>Whatever is done in whatever order, the state says what the facilities say, and nothing that somebody works on is lost.</summary>
    [Fact, Rule("PLN-17"), Rule("PLN-27")]
    public void The_plans_state_follows_from_its_facilities_over_any_history() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Walk).QuickCheckThrowOnFailure();

    private static void Walk(byte[] history)
    {
        var plan = Sample.Plan();
        var tasks = new Dictionary<Guid, string>();
        foreach (var step in history)
        {
            var code = Sample.Facilities[step % Sample.Facilities.Length];
            var task = tasks.FirstOrDefault(t => t.Value == code).Key;
            try
            {
                switch (step / 3 % 6)
                {
                    case 0: plan.Assign([code], step % 2 == 0 ? Sample.OperatorId : Colleague); break;
                    case 1: plan.Withdraw([code]); break;
                    case 2:
                        var taken = Guid.NewGuid();
                        plan.Take([code], Sample.OperatorId, taken);
                        tasks[taken] = code;
                        break;
                    case 3: plan.GiveBack(task); tasks.Remove(task); break;
                    case 4: plan.MarkDone(task); break;
                    default: if (tasks.ContainsKey(task)) { plan.MarkUndone(task); } break;
                }
            }
            catch (RuleBroken)
            {
                // A refusal changes nothing; what must hold is looked at below.
            }

            var states = plan.Card().Items.Select(i => i.State).ToList();
            Assert.Equal(states.TrueForAll(s => s == PlanItemState.Done), plan.State == PlanState.Completed);
            Assert.Equal(states.TrueForAll(s => s == PlanItemState.Open), plan.State == PlanState.Drafted);
            Assert.Equal(tasks.Values.Order(), plan.Card().Items.Where(i => i.TaskId is not null).Select(i => i.ClassCode).Order());
            Assert.Equal(plan.State == PlanState.Drafted, PlanDeletion.Of(plan).Case == DeletionCase.Direct);
        }
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
        Assert.Equal(("plan.has_approved", "PLN-17"), Sample.Refusal(plan.MustBeDeletable));
        plan.MarkUndone(TaskB);
        Assert.Equal(PlanState.InProgress, plan.State);
    }
}
