using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Messaging.On;

/// <summary>
/// NTF-09, CHK-14: the feedback form goes to the project's contacts, who are reminded of it while they say nothing (EVL-10) and hear what the
/// agency answered to their rating (OWN-15).
/// </summary>
internal sealed class VisitEvents(NoticeWriter notices, IProjects projects) : IHandle<FeedbackFormSubmitted>, IHandle<RatingReminded>, IHandle<VisitStillOpen>,
      IHandle<RatingAnswered>
{
    /// <summary>CHK-09, 10: before the time becomes zero, and to the one whom it costs.</summary>
    public async Task Handle(VisitStillOpen e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToPerson(e.PersonId, "visit_open", project.About(
            e.VisitId, url: null, [project.Name, TimeText.Of(e.StartedAt), "还没点结束执业", $"{ChinaTime.Says(e.Deadline)}前不结束就清零"]), ct);
    }

    public async Task Handle(FeedbackFormSubmitted e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToContacts(project, "feedback_form", project.About(
            e.FormId, $"/owner/ratings/{e.FormId}",
            [project.Name, e.WriterName, e.AsksForRating ? "请确认并打分" : "请确认服务内容", ChinaTime.Says(e.Day)]), ct);
    }

    public async Task Handle(RatingAnswered e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToContacts(project, "rating_answered", project.About(
            e.FormId, $"/owner/ratings/{e.FormId}", [project.Name, e.ByName, e.Text, TimeText.Of(e.At)]), ct);
    }

    public async Task Handle(RatingReminded e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToContacts(project, "feedback_form", project.About(
            e.FormId, $"/owner/ratings/{e.FormId}", [project.Name, e.WriterName, "还没打分，约 1 分钟", ChinaTime.Says(e.Day)]), ct);
    }
}
