using WeChatService.Agencies.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Messaging.On;

/// <summary>NTF-01 the lead is asked; NTF-03 the lead has something to review.</summary>
internal sealed class FieldTaskEvents(NoticeWriter notices, IProjects projects, IPeople people)
    : IHandle<ConsentRequested>, IHandle<ConsentDecided>, IHandle<FieldTaskSubmitted>
{
    public async Task Handle(ConsentRequested e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        var operatorName = await NameOf(e.OperatorId, ct);
        await notices.ToPerson(project.LeadId, "consent_requested", project.About(
            e.ConsentId, $"/agency/consents/{e.ConsentId}",
            [project.Name, MatterOf(e.Kind) + (e.Offline ? "（离线）" : ""), operatorName, TimeText.Of(e.At)]), ct);
    }

    public async Task Handle(ConsentDecided e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToPerson(e.OperatorId, "consent_decided", project.About(
            e.ConsentId, url: null,
            [project.Name, MatterOf(e.Kind), e.Granted ? "同意" : "不同意", e.Reason ?? "可以继续了"]), ct);
    }

    public async Task Handle(FieldTaskSubmitted e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        var operatorName = await NameOf(e.OperatorId, ct);
        var note = e.Failures.Count > 0 ? $"{e.Failures.Count} 处不符合" : $"{e.Records} 项记录，没有不符合";
        // REV-01: nobody reviews his own work; what the lead did waits for the technical lead.
        var reviewer = e.OperatorId == project.LeadId ? project.TechnicalLeadId ?? project.LeadId : project.LeadId;
        await notices.ToPerson(reviewer, "task_submitted", project.About(
            e.TaskId, $"/agency/reviews/{e.TaskId}", [project.Name, e.TaskName, operatorName, note]), ct);
    }

    private async Task<string> NameOf(Guid personId, CancellationToken ct) => (await people.Find(personId, ct))?.Name ?? "";

    private static string MatterOf(ConsentKind kind) => kind == ConsentKind.Start ? "开始工作" : "提交记录";
}
