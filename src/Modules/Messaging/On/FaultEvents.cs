using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Messaging.On;

/// <summary>
/// NTF-05: the person who is sent is told; NTF-07: the owner hears of a fault, what is done about it and what came of it; FLT-18: the lead of a
/// request for repair; FLT-24: lead and owner of what stays open; FLT-04, 05: the owner is asked what a repair is worth to him, the lead reads the answer.
/// </summary>
internal sealed class FaultEvents(NoticeWriter notices, IProjects projects, TimeProvider time)
    : IHandle<FaultsFound>, IHandle<FaultHandled>, IHandle<FaultTaskConcluded>, IHandle<RepairRequested>, IHandle<FaultOverdue>,
      IHandle<RepairProposed>, IHandle<ProposalAnswered>, IHandle<ProblemScanned>
{
    public async Task Handle(FaultsFound e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToContacts(project, "fault_found", project.About(
            e.TaskId, "/owner/faults",
            [project.Name, e.Faults > 1 ? $"{e.ItemName}等 {e.Faults} 处" : e.ItemName, e.Text, TimeText.Of(e.At)]), ct);
    }

    public async Task Handle(FaultHandled e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        IReadOnlyList<string> values = [project.Name, e.ItemName, LabelOf(e.Kind), TimeText.Of(time.GetUtcNow())];
        if (e.AssigneeId is { } assignee)
        {
            await notices.ToPerson(assignee, "fault_dispatched", project.About(e.FaultId, $"/agency/faults/{e.FaultId}", values), ct);
        }

        await notices.ToContacts(project, "fault_handled", project.About(e.FaultId, $"/owner/faults/{e.FaultId}", values), ct);
    }

    public async Task Handle(FaultTaskConcluded e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        var work = e.Kind == FaultTaskKind.Troubleshoot ? "排查" : "维修";
        var solved = e.Result == FaultTaskResult.Solved;
        await notices.ToPerson(project.LeadId, "fault_result", project.About(
            e.FaultId, $"/agency/faults/{e.FaultId}",
            [project.Name, e.ItemName, solved ? $"{e.OperatorName}{work}，已解决" : $"{e.OperatorName}{work}，没解决，请再派", TimeText.Of(e.At)]), ct);
        await notices.ToContacts(project, "fault_handled", project.About(
            e.FaultId, $"/owner/faults/{e.FaultId}", [project.Name, e.ItemName, solved ? "已解决" : $"{work}过，还没解决", TimeText.Of(e.At)]), ct);
    }

    public async Task Handle(RepairRequested e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToPerson(project.LeadId, "repair_requested", project.About(
            e.FaultId, $"/agency/faults/{e.FaultId}", [project.Name, e.ItemName, e.Text, TimeText.Of(e.At)]), ct);
    }

    public async Task Handle(FaultOverdue e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        IReadOnlyList<string> values = [project.Name, e.ItemName, $"{StandsAt(e.State)}，已 {e.Days} 天", TimeText.Of(e.At)];
        if (!e.OwnerOnly)
        {
            await notices.ToPerson(project.LeadId, "fault_overdue", project.About(e.FaultId, $"/agency/faults/{e.FaultId}", values), ct);
        }

        await notices.ToContacts(project, "fault_overdue", project.About(e.FaultId, $"/owner/faults/{e.FaultId}", values), ct);
    }

    public async Task Handle(RepairProposed e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToContacts(project, "repair_proposed", project.About(
            e.FaultId, $"/owner/faults/{e.FaultId}", [project.Name, e.ItemName, Yuan(e.AmountFen), e.Text]), ct);
    }

    public async Task Handle(ProposalAnswered e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToPerson(project.LeadId, "proposal_answered", project.About(
            e.FaultId, $"/agency/faults/{e.FaultId}",
            [project.Name, e.ItemName, $"{e.ContactName}{(e.Agrees ? "同意修" : "不同意修")}，{Yuan(e.AmountFen)}", TimeText.Of(e.At)]), ct);
    }

    public async Task Handle(ProblemScanned e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        IReadOnlyList<string> values = [project.Name, e.ItemName, e.Text, TimeText.Of(e.At)];
        await notices.ToPerson(project.LeadId, "repair_requested", project.About(e.FaultId, $"/agency/faults/{e.FaultId}", values), ct);
        await notices.ToContacts(project, "fault_found", project.About(e.FaultId, $"/owner/faults/{e.FaultId}", values), ct);
    }

    private static string Yuan(long fen) => fen == 0 ? "不收费" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{fen / 100m:0.00} 元");

    private static string StandsAt(FaultState state) => state switch
    {
        FaultState.InProgress => "处理中",
        FaultState.OwnerDeclined => "业主不同意维修",
        _ => "待处理",
    };

    private static string LabelOf(HandlingKind kind) => kind switch
    {
        HandlingKind.Troubleshoot => "安排排查",
        HandlingKind.OwnerAgreesRepair => "安排维修",
        HandlingKind.OwnerDeclinesRepair => "业主不同意维修",
        HandlingKind.InDiscussionWithOwner => "与业主沟通中",
        _ => "不在合同范围内",
    };
}
