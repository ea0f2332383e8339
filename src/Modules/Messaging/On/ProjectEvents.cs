using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Messaging.On;

/// <summary>NTF-13: who asked for a suspension reads what the department decided, and so does the lead, whose month it is.</summary>
internal sealed class ProjectEvents(NoticeWriter notices, IProjects projects, TimeProvider time) : IHandle<SuspensionDecided>
{
    public async Task Handle(SuspensionDecided e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        var about = project.About(e.SuspensionId, $"/agency/projects/{e.ProjectId}",
            [project.Name, e.Month.Says(), e.Approved ? "同意暂停" : "不同意暂停", e.Note ?? e.Department, TimeText.Of(time.GetUtcNow())]);
        foreach (var person in new[] { e.AskedBy, project.LeadId }.OfType<Guid>().Distinct())
        {
            await notices.ToPerson(person, "suspension_decided", about, ct);
        }
    }
}
