using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Messaging.On;

/// <summary>NTF-05: the person who is sent is told; NTF-07: the owner hears what is done about a fault.</summary>
internal sealed class FaultEvents(NoticeWriter notices, IProjects projects, TimeProvider time) : IHandle<FaultHandled>
{
    public async Task Handle(FaultHandled e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        IReadOnlyList<string> values = [project.Name, e.ItemName, LabelOf(e.Kind), TimeText.Of(time.GetUtcNow())];
        if (e.AssigneeId is { } assignee)
        {
            await notices.ToPerson(assignee, "fault_dispatched", project.About(e.FaultId, $"/agency/faults/{e.FaultId}", values), ct);
        }

        await notices.ToContacts(project, "fault_handled", project.About(e.FaultId, "/owner/faults", values), ct);
    }

    private static string LabelOf(HandlingKind kind) => kind switch
    {
        HandlingKind.Troubleshoot => "安排排查",
        HandlingKind.OwnerAgreesRepair => "安排维修",
        HandlingKind.OwnerDeclinesRepair => "业主不同意维修",
        HandlingKind.InDiscussionWithOwner => "与业主沟通中",
        _ => "不在合同范围内",
    };
}
