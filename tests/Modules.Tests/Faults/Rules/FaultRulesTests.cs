using WeChatService.Faults;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Modules.Tests.Projects;
using WeChatService.Projects.Contracts;
using WeChatService.TestKit;
using static WeChatService.Modules.Tests.Faults.Sheets;

namespace WeChatService.Modules.Tests.Faults.Rules;

public sealed class FaultRulesTests
{
    public static TheoryData<string> Regions => Policies.Regions;

    [Fact, Rule("FLT-01")]
    public void A_failed_item_becomes_a_fault_with_its_text_and_photos()
    {
        var fault = Found();
        Assert.Equal((FaultState.Pending, FaultSource.MaintenanceReport, false), (fault.State, fault.Source, fault.IsHandled));
        Assert.Equal(("消防水泵", "3 号泵不启动", "M04-06", "启动 失败"), (fault.ItemName, fault.Text, fault.ClassCode, fault.Finding));
        Assert.Equal(Failed.PhotoIds, fault.PhotoIds);
        Assert.Equal(
            (Submitted.ProjectId, Submitted.AgencyId, Submitted.OwnerId, Submitted.TaskId, Failed.RecordId, Sample.Month, Sample.OperatorId),
            (fault.ProjectId, fault.AgencyId, fault.OwnerId, fault.TaskId!.Value, fault.RecordId!.Value, fault.FoundIn, fault.FoundById!.Value));
    }

    [Fact, Rule("FLT-01")]
    public void A_fault_found_in_the_last_minutes_of_a_month_belongs_to_that_month_in_Shanghai()
    {
        var late = new DateTimeOffset(2026, 11, 30, 15, 59, 0, TimeSpan.Zero);
        Assert.Equal("2026-11", Found(late).FoundIn.ToString());
        Assert.Equal("2026-12", Found(late.AddMinutes(1)).FoundIn.ToString());
    }

    [Fact, Rule("FLT-02")]
    public void There_are_five_handlings_by_the_manuals_names()
    {
        Assert.Equal(["排查", "业主同意维修", "业主不同意维修", "与业主沟通中", "不在合同范围内"], Enum.GetValues<HandlingKind>().Select(FaultWords.Of));
        Assert.Equal(("fault.kind_unknown", "FLT-02"), Sample.Refusal(() => Found().Handle((HandlingKind)5)));
        Assert.Equal("fault.kind_unknown", Sample.Refusal(() => Found().Handle((HandlingKind)(-1))).Code);
    }

    [Theory]
    [Rule("FLT-03"), Rule("FLT-04"), Rule("FLT-05"), Rule("FLT-06"), Rule("FLT-07")]
    [InlineData(HandlingKind.Troubleshoot, FaultState.InProgress)]
    [InlineData(HandlingKind.OwnerAgreesRepair, FaultState.InProgress)]
    [InlineData(HandlingKind.OwnerDeclinesRepair, FaultState.OwnerDeclined)]
    [InlineData(HandlingKind.InDiscussionWithOwner, FaultState.Pending)]
    [InlineData(HandlingKind.OutOfContractScope, FaultState.OutOfScope)]
    public void Each_handling_leads_to_its_state_and_stands_in_the_history(HandlingKind kind, FaultState state)
    {
        var fault = Found();
        fault.Handle(kind, " 已联系 ");
        Assert.Equal((state, true), (fault.State, fault.IsHandled));
        var step = Assert.Single(fault.Sheet().Handlings);
        Assert.Equal((kind, "已联系", "项目负责人", Sample.Now), (step.Kind, step.Note, step.ByName, step.At));
        Assert.Equal(FaultRules.Sends(kind) ? "作业人员" : null, step.AssigneeName);
    }

    [Theory, Rule("FLT-03"), Rule("FLT-04")]
    [InlineData(HandlingKind.Troubleshoot)]
    [InlineData(HandlingKind.OwnerAgreesRepair)]
    public void Who_sends_nobody_troubleshoots_and_repairs_nothing(HandlingKind kind)
    {
        var fault = Found();
        Assert.Equal(("fault.assignee_missing", "FLT-03"), Sample.Refusal(() => fault.Handle(kind, sends: false)));
        Assert.False(fault.IsHandled);
    }

    [Fact, Rule("FLT-05")]
    public void A_declined_repair_can_only_be_agreed_to_later()
    {
        var fault = Found();
        fault.Handle(HandlingKind.OwnerDeclinesRepair);
        foreach (var other in Enum.GetValues<HandlingKind>().Where(k => k != HandlingKind.OwnerAgreesRepair))
        {
            Assert.Equal(("fault.only_agreement", "FLT-05"), Sample.Refusal(() => fault.Handle(other)));
        }

        fault.Handle(HandlingKind.OwnerAgreesRepair);
        Assert.Equal(FaultState.InProgress, fault.State);
    }

    [Fact, Rule("FLT-06")]
    public void In_discussion_the_fault_waits_for_any_later_decision()
    {
        foreach (var later in Enum.GetValues<HandlingKind>())
        {
            var fault = Found();
            fault.Handle(HandlingKind.InDiscussionWithOwner);
            fault.Handle(later);
            Assert.Equal(FaultRules.After(later), fault.State);
        }
    }

    [Fact, Rule("FLT-07"), Rule("FLT-12")]
    public void What_is_out_of_scope_or_solved_is_handled_no_more()
    {
        var outside = Found();
        outside.Handle(HandlingKind.OutOfContractScope);
        var solved = Found();
        solved.Handle(HandlingKind.OwnerAgreesRepair);
        solved.Conclude(FaultTaskResult.Solved);
        foreach (var closed in new[] { outside, solved })
        {
            Assert.Empty(FaultRules.Offered(closed.State, handledBefore: true, Door.Agency));
            Assert.Equal(Sample.Now, closed.ClosedAt);
            foreach (var kind in Enum.GetValues<HandlingKind>())
            {
                Assert.Equal(("fault.closed", "FLT-07"), Sample.Refusal(() => closed.Handle(kind)));
            }
        }
    }

    [Fact, Rule("FLT-10")]
    public void The_console_offers_five_at_the_review_and_four_later_and_WeChat_always_five()
    {
        Assert.Equal(5, FaultRules.Offered(FaultState.Pending, handledBefore: false, Door.Console).Count);
        var later = FaultRules.Offered(FaultState.Pending, handledBefore: true, Door.Console);
        Assert.Equal(
            [HandlingKind.Troubleshoot, HandlingKind.OwnerAgreesRepair, HandlingKind.OwnerDeclinesRepair, HandlingKind.OutOfContractScope], later);
        Assert.Equal(5, FaultRules.Offered(FaultState.Pending, handledBefore: true, Door.Agency).Count);

        var fault = Found();
        fault.Handle(HandlingKind.InDiscussionWithOwner, door: Door.Console);
        Assert.Equal(("fault.no_later_discussion", "FLT-10"), Sample.Refusal(() => fault.Handle(HandlingKind.InDiscussionWithOwner, door: Door.Console)));
        fault.Handle(HandlingKind.InDiscussionWithOwner, door: Door.Agency);
    }

    [Fact, Rule("FLT-12"), Rule("FLD-30")]
    public void A_solved_result_closes_the_fault_and_carries_its_words_and_photos()
    {
        var fault = Found();
        fault.Handle(HandlingKind.OwnerAgreesRepair);
        fault.Conclude(FaultTaskResult.Solved, Sample.Now.AddHours(3));
        Assert.Equal((FaultState.Resolved, Sample.Now.AddHours(3), (Guid?)null), (fault.State, fault.ClosedAt, fault.OpenTaskId));
        var last = fault.Steps[^1];
        Assert.Equal((StepKind.Solved, "换了接触器", "作业人员"), (last.What, last.Note, last.ByName));
        Assert.Single(last.PhotoIds);
    }

    [Fact, Rule("FLT-13")]
    public void An_unsolved_result_keeps_it_in_progress_and_another_is_sent()
    {
        var fault = Found();
        fault.Handle(HandlingKind.Troubleshoot);
        fault.Conclude(FaultTaskResult.NotSolved);
        Assert.Equal((FaultState.InProgress, (DateTimeOffset?)null), (fault.State, fault.ClosedAt));
        foreach (var other in new[] { HandlingKind.OwnerDeclinesRepair, HandlingKind.InDiscussionWithOwner, HandlingKind.OutOfContractScope })
        {
            Assert.Equal(("fault.only_dispatch", "FLT-13"), Sample.Refusal(() => fault.Handle(other)));
        }

        fault.Handle(HandlingKind.OwnerAgreesRepair);
        Assert.Equal(3, fault.StepCount);
        Assert.Equal(FaultState.InProgress, fault.State);
    }

    [Fact, Rule("FLT-13")]
    public void The_result_of_a_task_that_was_called_back_is_nobodys()
    {
        var fault = Found();
        fault.Handle(HandlingKind.Troubleshoot);
        var first = fault.OpenTaskId;
        fault.Handle(HandlingKind.OwnerAgreesRepair);
        Assert.Equal(("fault.not_this_task", "FLT-13"), Sample.Refusal(() => fault.Conclude(FaultTaskResult.Solved, taskId: first)));
        Assert.Equal(FaultState.InProgress, fault.State);
    }

    [Theory, MemberData(nameof(Regions)), Rule("FLT-23")]
    public void Detection_makes_faults_only_where_they_are_handled_before_the_pass(string region)
    {
        var policy = Policies.For(region).Review.FaultFirst;
        Assert.True(FaultRules.MakesFaults(ServiceType.Maintenance, policy));
        foreach (var type in new[] { ServiceType.AnnualDetection, ServiceType.CompletionDetection, ServiceType.SpecialDetection, ServiceType.Assessment })
        {
            Assert.Equal(region == "xinjiang", FaultRules.MakesFaults(type, policy));
        }
    }

    [Fact, Rule("FLT-19")]
    public void What_the_owner_mends_himself_is_closed_by_him_alone()
    {
        var fault = Requested(isInternal: true);
        Assert.Equal(FaultState.OwnerHandling, fault.State);
        foreach (var kind in Enum.GetValues<HandlingKind>())
        {
            Assert.Equal(("fault.owners_own", "FLT-19"), Sample.Refusal(() => fault.Handle(kind)));
        }

        var contact = new StepBy(Guid.NewGuid(), "业主联系人");
        Assert.Equal(("repair.outcome_missing", "FLT-19"), Sample.Refusal(() => fault.CloseByOwner(Guid.NewGuid(), contact, " ", [], Sample.Now)));
        Assert.Equal(("repair.outcome_photos_wrong", "FLT-19"), Sample.Refusal(() => fault.CloseByOwner(Guid.NewGuid(), contact, "换了灯管", [], Sample.Now)));
        fault.CloseByOwner(Guid.NewGuid(), contact, "换了灯管", [Guid.NewGuid()], Sample.Now);
        Assert.Equal((FaultState.OwnerResolved, Sample.Now), (fault.State, fault.ClosedAt));
        Assert.Equal(("repair.not_internal", "FLT-19"), Sample.Refusal(() => fault.CloseByOwner(Guid.NewGuid(), contact, "换了灯管", [], Sample.Now)));
        Assert.Equal("repair.not_internal", Sample.Refusal(() => Found().CloseByOwner(Guid.NewGuid(), contact, "换了灯管", [], Sample.Now)).Code);
    }

    [Theory, MemberData(nameof(Regions)), Rule("FLT-24")]
    public void An_old_fault_is_overdue_and_may_be_urged_once_a_day(string region)
    {
        var policy = Policies.For(region).Fault;
        foreach (var fault in new[] { Found(), Requested(isInternal: false) })
        {
            var after = policy.RemindAfter(fault.IsUrgent);
            var due = Sample.Now.AddDays(after);
            Assert.False(FaultRules.IsOverdue(fault, policy, due.AddMinutes(-1)));
            Assert.Equal(("fault.urged_too_early", "FLT-24"), Sample.Refusal(() => fault.Urge(Guid.NewGuid(), Lead, after, due.AddMinutes(-1))));
            Assert.True(FaultRules.IsOverdue(fault, policy, due));
            fault.Urge(Guid.NewGuid(), Lead, after, due);
            Assert.Equal(StepKind.OwnerUrged, fault.Steps[^1].What);
            Assert.Equal(("fault.urged_today", "FLT-24"), Sample.Refusal(() => fault.Urge(Guid.NewGuid(), Lead, after, due.AddHours(2))));
            Assert.False(FaultRules.MayUrge(fault, policy, due.AddHours(2)));
            Assert.True(FaultRules.MayUrge(fault, policy, due.AddDays(1)));
        }

        var closed = Found();
        closed.Handle(HandlingKind.OutOfContractScope);
        Assert.Equal("fault.nothing_to_urge", Sample.Refusal(() => closed.Urge(Guid.NewGuid(), Lead, 1, Sample.Now.AddDays(90))).Code);
        Assert.Equal("fault.nothing_to_urge", Sample.Refusal(() => Requested(isInternal: true).Urge(Guid.NewGuid(), Lead, 1, Sample.Now.AddDays(90))).Code);
    }

    [Theory, Rule("FLT-24")]
    [InlineData("2026-11-20", true)]
    [InlineData("2027-11-20", true)]
    [InlineData("2026-11-19", false)]
    [InlineData("2027-11-21", false)]
    public void The_last_day_is_today_or_later_within_a_year(string day, bool fits)
    {
        var (today, proposed) = (new DateOnly(2026, 11, 20), new DateOnly(2026, 11, 25));
        Assert.Equal(proposed, FaultRules.DueDay(null, proposed, today));
        var wanted = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        if (fits)
        {
            Assert.Equal(wanted, FaultRules.DueDay(wanted, proposed, today));
        }
        else
        {
            Assert.Equal("fault.due_day_wrong", Sample.Refusal(() => FaultRules.DueDay(wanted, proposed, today)).Code);
        }
    }

    [Fact, Rule("FLT-01")]
    public void A_corrected_record_corrects_its_fault_and_keeps_the_handling()
    {
        var fault = Found();
        fault.Handle(HandlingKind.InDiscussionWithOwner);
        fault.Correct(Failed with { Text = "2 号泵不启动" }, Guid.NewGuid(), Operator, Sample.Now);
        Assert.Equal(("2 号泵不启动", true), (fault.Text, fault.IsHandled));
        fault.RetractIfUntouched(Guid.NewGuid(), Operator, Sample.Now);
        Assert.Equal(FaultState.Pending, fault.State);
    }

    [Fact, Rule("FLT-01")]
    public void What_nobody_handled_and_conforms_now_is_kept_as_corrected_and_comes_back_when_it_fails_again()
    {
        var fault = Found();
        fault.RetractIfUntouched(Guid.NewGuid(), Operator, Sample.Now);
        Assert.Equal((FaultState.Retracted, 1), (fault.State, fault.StepCount));
        fault.Correct(Failed, Guid.NewGuid(), Operator, Sample.Now.AddHours(1));
        Assert.Equal((FaultState.Pending, 2, (DateTimeOffset?)null), (fault.State, fault.StepCount, fault.ClosedAt));
    }
}
