using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.Messaging.On;

/// <summary>NTF-02: whoever is chosen for facilities of a plan is told.</summary>
internal sealed class PlanEvents(NoticeWriter notices, IProjects projects, TimeProvider time) : IHandle<PlanAssigned>
{
    public async Task Handle(PlanAssigned e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToPerson(e.PersonId, "plan_assigned", project.About(
            e.PlanId, url: null, [project.Name, e.PlanName, $"{e.Facilities} 项设施", TimeText.Of(time.GetUtcNow())]), ct);
    }
}
