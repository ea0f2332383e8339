using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Visits.ForAgency;

/// <summary>响应业主反馈 (OWN-15): who runs the project answers a rating once; the owner is told of it, and reads a correction without being told again.</summary>
internal static class AnswerRating
{
    /// <param name="Text">2 to 500 characters.</param>
    public sealed record Request(string? Text);

    public static void Map(RouteGroupBuilder door) =>
        door.MapPut("/feedback-forms/{formId:guid}/reply", Handle).For(Role.ProjectLead, Role.AgencyAdmin);

    private static async Task<RatingBook.Reply> Handle(
        Guid formId, Request request, AppDb db, CurrentActor actor, IProjects projects, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var form = await db.Set<FeedbackForm>().AsNoTracking().FirstOrDefaultAsync(f => f.Id == formId, ct);
        if (form is null || !(await projects.Led(ct)).Holds(form.ProjectId))
        {
            throw new RuleBroken(RatingProblems.FormUnknown);
        }

        var (me, now) = (actor.Required.Name, time.GetUtcNow());
        var reply = await db.Set<RatingReply>().FirstOrDefaultAsync(r => r.FormId == formId, ct);
        if (reply is null)
        {
            reply = RatingReply.To(ids.Next(), form, request.Text, me, now);
            db.Add(reply);
            db.Announce(new RatingAnswered(form.Id, form.ProjectId, me, reply.Text, now));
            db.Audit("rating.answered", nameof(RatingReply), reply.Id, $"{me} 回应 {ChinaTime.Says(form.Day)} 的评价：{reply.Text}", after: request);
        }
        else
        {
            var before = new Request(reply.Text);
            if (reply.Correct(request.Text, me, now))
            {
                db.Audit("rating.answer_corrected", nameof(RatingReply), reply.Id, $"{me} 修改对 {ChinaTime.Says(form.Day)} 评价的回应：{reply.Text}", before, request);
            }
        }

        return RatingBook.Reply.Of(reply)!;
    }
}
