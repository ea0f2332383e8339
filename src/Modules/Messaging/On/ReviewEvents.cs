using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Messaging.On;

/// <summary>NTF-04: the operator reads why the task came back.</summary>
internal sealed class ReviewEvents(NoticeWriter notices, IProjects projects, TimeProvider time) : IHandle<TaskReturned>
{
    public async Task Handle(TaskReturned e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToPerson(e.OperatorId, "task_returned", project.About(
            e.TaskId, url: null, [project.Name, e.TaskName, e.Reason, TimeText.Of(time.GetUtcNow())]), ct);
    }
}
