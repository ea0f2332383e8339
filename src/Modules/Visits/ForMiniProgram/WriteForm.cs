using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Visits.ForMiniProgram;

/// <summary>执业反馈单 (CHK-11, 12, 13, 14, 18): one per project and day; it goes to the client's contacts.</summary>
internal static class WriteForm
{
    public sealed record Request(Guid ProjectId, Guid VisitId, string? Content, string? Problems, string? NextStep);

    /// <param name="Zeroed">Who was still at work, and lost the day's time (CHK-12).</param>
    public sealed record Response(Guid Id, DateOnly Day, bool AsksForRating, IReadOnlyList<string> Zeroed);

    public static void Map(RouteGroupBuilder miniProgram) => miniProgram.MapPost("/feedback-forms", Handle);

    private static async Task<Created<Response>> Handle(
        Request request, AppDb db, CurrentActor actor, IProjects projects, IPeople people, IRegionPolicies policies, Ids ids, TimeProvider time,
        CancellationToken ct)
    {
        var me = actor.Required.PersonId ?? throw new RuleBroken(KernelProblems.NotYourRole);
        var project = await projects.Find(request.ProjectId, ct) ?? throw new RuleBroken(VisitProblems.ProjectUnknown);
        var policy = policies.For(project.Region);
        VisitRules.MustBeUsedHere(policy.Checkin);
        var own = await db.Set<Visit>().FirstOrDefaultAsync(v => v.Id == request.VisitId && v.PersonId == me && v.ProjectId == project.Id, ct)
            ?? throw new RuleBroken(VisitProblems.NotYours);
        await MustBeFirst(db, own, people, ct);
        var others = await db.Set<Visit>().Where(v => v.ProjectId == own.ProjectId && (v.Day == own.Day || v.EndedAt == null)).ToListAsync(ct);
        var form = FeedbackForm.Write(ids.Next(), own, others, request.Content, request.Problems, request.NextStep, time.GetUtcNow());
        db.Add(form);
        db.AwaitRating(form, policy.Evaluation);
        db.Announce(new FeedbackFormSubmitted(
            form.Id, project.Id, project.AgencyId, project.OwnerId, project.Name, actor.Required.Name, form.Day, policy.Evaluation.Enabled));
        var zeroed = await people.Of(others.Where(v => v.IsOpen && v.Mark == VisitMark.Zeroed).Select(v => v.PersonId).Distinct(), ct);
        db.Audit(
            "form.submitted", nameof(FeedbackForm), form.Id, $"提交「{project.Name}」{ChinaTime.Says(form.Day)} 执业反馈单",
            after: new { form.Day, Zeroed = zeroed.Select(p => p.Name) });
        return TypedResults.Created(
            $"/api/owner/feedback-forms/{form.Id}", new Response(form.Id, form.Day, policy.Evaluation.Enabled, [.. zeroed.Select(p => p.Name)]));
    }

    /// <summary>CHK-11; the unique index decides when two come at once.</summary>
    public static async Task MustBeFirst(AppDb db, Visit own, IPeople people, CancellationToken ct)
    {
        var written = await db.Set<FeedbackForm>().AsNoTracking().FirstOrDefaultAsync(f => f.ProjectId == own.ProjectId && f.Day == own.Day, ct);
        if (written is not null)
        {
            var writer = (await people.Find(written.WriterId, ct))?.Name;
            throw new RuleBroken(VisitProblems.FormExists
                .Says($"{ChinaTime.Says(written.SubmittedAt)} {writer}已经填了这天的反馈单，一天只填一份。").With("formId", written.Id));
        }
    }
}
