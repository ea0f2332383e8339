using WeChatService.Faults;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Modules.Tests.Projects;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Faults.Rules;

public sealed class FaultRulesTests
{
    private static readonly FailedItem Failed = new(Guid.NewGuid(), "0101", "0101-01", "消防水泵", "3 号泵不启动", [Guid.NewGuid(), Guid.NewGuid()]);

    private static readonly FieldTaskSubmitted Submitted = new(
        Guid.NewGuid(), "11 月任务", Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Sample.OperatorId, Sample.Now, 5, [Failed]);

    [Fact, Rule("FLT-01")]
    public void A_failed_item_becomes_a_fault_with_its_text_and_photos()
    {
        var fault = Found();
        Assert.Equal((FaultState.Pending, FaultSource.MaintenanceReport, false), (fault.State, fault.Source, fault.IsHandled));
        Assert.Equal(("消防水泵", "3 号泵不启动", "0101"), (fault.ItemName, fault.Text, fault.ClassCode));
        Assert.Equal(Failed.PhotoIds, fault.PhotoIds);
        Assert.Equal(
            (Submitted.ProjectId, Submitted.AgencyId, Submitted.OwnerId, Submitted.TaskId, Failed.RecordId, Sample.Month),
            (fault.ProjectId, fault.AgencyId, fault.OwnerId, fault.TaskId!.Value, fault.RecordId!.Value, fault.FoundIn));
    }

    [Fact, Rule("FLT-01")]
    public void A_fault_found_in_the_last_minutes_of_a_month_belongs_to_that_month_in_Shanghai()
    {
        var late = Submitted with { SubmittedAt = new(2026, 11, 30, 15, 59, 0, TimeSpan.Zero) };
        Assert.Equal("2026-11", Fault.OfItem(Guid.NewGuid(), late, Failed).FoundIn.ToString());
        Assert.Equal("2026-12", Fault.OfItem(Guid.NewGuid(), late with { SubmittedAt = late.SubmittedAt.AddMinutes(1) }, Failed).FoundIn.ToString());
    }

    [Fact, Rule("FLT-02")]
    public void There_are_five_handlings_by_the_manuals_names()
    {
        Assert.Equal(
            ["排查", "业主同意维修", "业主不同意维修", "与业主沟通中", "不在合同范围内"],
            Enum.GetValues<HandlingKind>().Select(FaultRules.Says));
        Assert.Equal(("fault.kind_unknown", "FLT-02"), Sample.Refusal(() => Handle(Found(), (HandlingKind)5)));
        Assert.Equal("fault.kind_unknown", Sample.Refusal(() => Handle(Found(), (HandlingKind)(-1))).Code);
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
        Handle(fault, kind, Sample.OperatorId, " 已联系 ");
        Assert.Equal(state, fault.State);
        Assert.True(fault.IsHandled);
        var step = Assert.Single(fault.Sheet().Handlings);
        Assert.Equal((kind, "已联系", "项目负责人", Sample.Now), (step.Kind, step.Note, step.ByName, step.At));
    }

    [Theory, Rule("FLT-03"), Rule("FLT-04")]
    [InlineData(HandlingKind.Troubleshoot)]
    [InlineData(HandlingKind.OwnerAgreesRepair)]
    public void Who_sends_nobody_troubleshoots_and_repairs_nothing(HandlingKind kind)
    {
        var fault = Found();
        Assert.Equal(("fault.assignee_missing", "FLT-03"), Sample.Refusal(() => Handle(fault, kind)));
        Assert.False(fault.IsHandled);
    }

    [Fact, Rule("FLT-05")]
    public void A_declined_repair_can_only_be_agreed_to_later()
    {
        var fault = Found();
        Handle(fault, HandlingKind.OwnerDeclinesRepair);
        foreach (var other in Enum.GetValues<HandlingKind>().Where(k => k != HandlingKind.OwnerAgreesRepair))
        {
            Assert.Equal(("fault.only_agreement", "FLT-05"), Sample.Refusal(() => Handle(fault, other, Sample.OperatorId)));
        }

        Handle(fault, HandlingKind.OwnerAgreesRepair, Sample.OperatorId);
        Assert.Equal(FaultState.InProgress, fault.State);
    }

    [Fact, Rule("FLT-06")]
    public void In_discussion_the_fault_waits_for_any_later_decision()
    {
        foreach (var later in Enum.GetValues<HandlingKind>())
        {
            var fault = Found();
            Handle(fault, HandlingKind.InDiscussionWithOwner);
            Handle(fault, later, Sample.OperatorId);
            Assert.Equal(FaultRules.After(later), fault.State);
        }
    }

    [Fact, Rule("FLT-07")]
    public void Out_of_scope_ends_the_handling()
    {
        var fault = Found();
        Handle(fault, HandlingKind.OutOfContractScope);
        foreach (var kind in Enum.GetValues<HandlingKind>())
        {
            Assert.Equal(("fault.closed", "FLT-07"), Sample.Refusal(() => Handle(fault, kind, Sample.OperatorId)));
        }
    }

    [Fact, Rule("FLT-01")]
    public void A_corrected_record_corrects_its_fault_and_keeps_the_handling()
    {
        var fault = Found();
        Handle(fault, HandlingKind.InDiscussionWithOwner);
        fault.Correct(Failed with { Text = "2 号泵不启动" });
        Assert.Equal(("2 号泵不启动", true), (fault.Text, fault.IsHandled));
    }

    private static Fault Found() => Fault.OfItem(Guid.NewGuid(), Submitted, Failed);

    private static void Handle(Fault fault, HandlingKind kind, Guid? assignee = null, string? note = null) =>
        fault.Handle(Guid.NewGuid(), kind, note, Sample.LeadId, "项目负责人", assignee, assignee is null ? null : "作业人员", Sample.Now);
}
