using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Messaging.On;

/// <summary>
/// NTF-04: the operator reads why the task came back. REV-13: operators hear that they may send and delete again. REV-21: the lead hears
/// what a supervisor found on site.
/// </summary>
internal sealed class ReviewEvents(NoticeWriter notices, IProjects projects, TimeProvider time)
    : IHandle<TaskReturned>, IHandle<ReviewClosed>, IHandle<SpotChecked>
{
    public async Task Handle(TaskReturned e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToPerson(e.OperatorId, "task_returned", project.About(
            e.TaskId, url: null, [project.Name, e.TaskName, e.Reason, TimeText.Of(time.GetUtcNow())]), ct);
    }

    public async Task Handle(ReviewClosed e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        foreach (var operatorId in e.OperatorIds)
        {
            await notices.ToPerson(operatorId, "review_closed", project.About(
                e.PlanId, url: null, [project.Name, e.PlanName, "审核已关闭，可以提交或删除", TimeText.Of(time.GetUtcNow())]), ct);
        }
    }

    public async Task Handle(SpotChecked e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToPerson(project.LeadId, "spot_checked", project.About(
            e.SpotCheckId, $"/agency/projects/{e.ProjectId}",
            [project.Name, e.Matches ? "与现场一致" : "与现场不符", e.Finding, TimeText.Of(time.GetUtcNow())]), ct);
    }
}
