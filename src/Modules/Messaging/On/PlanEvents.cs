using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.Messaging.On;

/// <summary>
/// NTF-02: whoever is chosen for facilities of a plan is told, and whoever need not come any more (PLN-14); the lead is reminded of months
/// and years that will be short (PLN-03, 04); the owner's contacts get the plan of the term (PLN-26).
/// </summary>
internal sealed class PlanEvents(NoticeWriter notices, IProjects projects, TimeProvider time)
    : IHandle<PlanAssigned>, IHandle<PlanWithdrawn>, IHandle<PlanReminder>, IHandle<TermPlanPushed>
{
    public async Task Handle(PlanAssigned e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToPerson(e.PersonId, "plan_assigned", project.About(
            e.PlanId, url: null, [project.Name, e.PlanName, $"{e.Facilities} 项设施", TimeText.Of(time.GetUtcNow())]), ct);
    }

    public async Task Handle(PlanWithdrawn e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToPerson(e.PersonId, "plan_withdrawn", project.About(
            e.PlanId, url: null, [project.Name, e.PlanName, $"{e.Facilities} 项不用您做了", TimeText.Of(time.GetUtcNow())]), ct);
    }

    public async Task Handle(PlanReminder e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        var name = e.Projects > 1 ? $"{project.Name}等 {e.Projects} 个" : project.Name;
        await notices.ToPerson(e.PersonId, "plan_reminder", project.About(
            e.ProjectId, e.Path, [name, e.Says, e.Advice, TimeText.Of(time.GetUtcNow())]), ct);
    }

    public async Task Handle(TermPlanPushed e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToContacts(project, "term_plan", project.About(
            e.TermPlanId, $"/owner/plans/{e.ProjectId}",
            [project.Name, $"{e.TermStarts:yyyy.M.d}–{e.TermEnds:yyyy.M.d}", $"共 {e.Periods} 期", TimeText.Of(time.GetUtcNow())]), ct);
    }
}
