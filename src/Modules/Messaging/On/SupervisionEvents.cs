using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Supervision.Contracts;

namespace WeChatService.Messaging.On;

/// <summary>EVL-09: the project's lead and the administrators hear of a flag that is theirs to explain (SUP-13).</summary>
internal sealed class SupervisionEvents(NoticeWriter notices, IProjects projects) : IHandle<FlagRaised>
{
    public async Task Handle(FlagRaised e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        var about = project.About(
            e.FlagId, $"/agency/flags?projectId={e.ProjectId}", [project.Name, e.What, "写明怎么回事，消防部门要看", TimeText.Of(e.At)]);
        foreach (var person in (await notices.Administrators(e.AgencyId, ct)).Prepend(project.LeadId).Distinct())
        {
            await notices.ToPerson(person, "flag_raised", about, ct);
        }
    }
}
