using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Visits.ForOwner;

/// <summary>确认和评价: the facts of the visit first, then the questions (EVL-01 … 05, 08, 09).</summary>
internal static class RateVisit
{
    public sealed record Person(string Name, string? Certificate, PhotoLink? Portrait, string AgencyName);

    /// <param name="States">What the form and the check-in say of it, to compare with.</param>
    public sealed record Question(string Key, QuestionKind Group, string Title, string? States, string Yes, string No, bool? Answer, string? Note);

    /// <param name="Proofs">EVL-10: how the agency says that it asked, beside a 未评价.</param>
    /// <param name="Zeroed">Whose time was set to zero, and why (CHK-13).</param>
    public sealed record RatingPage(
        Guid FormId, Guid VisitId, RatingState State, Guid ProjectId, string ProjectName, DateOnly Day, Person Person, VisitEvidence Evidence,
        VisitMark Mark, IReadOnlyList<Question> Questions, string Content, string? Problems, string? NextStep, IReadOnlyList<string> Zeroed,
        int? Stars, string? Comment, IReadOnlyList<RatingBook.Proof> Proofs, RatingBook.Reply? Reply);

    public sealed record Response(Guid Id, Guid FormId, int Stars, IReadOnlyList<string> Inconsistent);

    public static void Map(RouteGroupBuilder owner)
    {
        owner.MapGet("/ratings", List);
        owner.MapGet("/ratings/{formId:guid}", Show);
        owner.MapGet("/feedback-forms/{formId:guid}/rating", Show);
        owner.MapPost("/feedback-forms/{formId:guid}/rating", Rate);
    }

    private static async Task<Page<RatingPage>> List(
        RatingState? state, [AsParameters] PageRequest page, AppDb db, VisitSheets sheets, IRegionPolicies policies, Photos photos, CancellationToken ct)
    {
        var forms = db.Set<FeedbackForm>().AsNoTracking().In(state);
        var total = await forms.CountAsync(ct);
        var rows = await forms.OrderByDescending(f => f.SubmittedAt).ThenBy(f => f.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        return page.Of<RatingPage>(await Pages(rows, db, sheets, policies, photos, ct), total);
    }

    private static async Task<RatingPage> Show(
        Guid formId, AppDb db, VisitSheets sheets, IRegionPolicies policies, Photos photos, CancellationToken ct)
    {
        var form = await db.Set<FeedbackForm>().AsNoTracking().FirstOrDefaultAsync(f => f.Id == formId, ct) ?? throw new RuleBroken(RatingProblems.FormUnknown);
        return (await Pages([form], db, sheets, policies, photos, ct))[0];
    }

    private static async Task<List<RatingPage>> Pages(
        List<FeedbackForm> forms, AppDb db, VisitSheets sheets, IRegionPolicies policies, Photos photos, CancellationToken ct)
    {
        var (ids, projectIds, days) = (forms.ConvertAll(f => f.Id), forms.ConvertAll(f => f.ProjectId), forms.ConvertAll(f => f.Day));
        var visits = await db.Set<Visit>().AsNoTracking().Where(v => projectIds.Contains(v.ProjectId) && days.Contains(v.Day)).ToListAsync(ct);
        var ratings = await db.Set<VisitRating>().AsNoTracking().Where(r => ids.Contains(r.FormId)).ToDictionaryAsync(r => r.FormId, ct);
        var proofs = (await db.Set<SilenceProof>().AsNoTracking().Where(p => ids.Contains(p.FormId)).OrderBy(p => p.At).ToListAsync(ct)).ToLookup(p => p.FormId);
        var replies = await db.Set<RatingReply>().AsNoTracking().Where(r => ids.Contains(r.FormId)).ToDictionaryAsync(r => r.FormId, ct);
        var names = await sheets.NamesOf(visits, ct);
        return forms.ConvertAll(form =>
        {
            var visit = visits.First(v => v.Id == form.VisitId);
            var rating = ratings.GetValueOrDefault(form.Id);
            return new RatingPage(
                form.Id, visit.Id, form.State, form.ProjectId, names.Project(form.ProjectId), form.Day,
                new Person(
                    names.Person(visit.PersonId), names.Certificate(visit.PersonId), names.Portrait(visit.PersonId, photos), names.Agency(visit.AgencyId)),
                VisitEvidence.Of(visit), visit.Mark,
                [.. policies.For(form.Region).Evaluation.Questions.Select(q => Ask(q, form, visit, names, rating))],
                form.Content, form.Problems, form.NextStep,
                [
                    .. visits.Where(v => v.ProjectId == form.ProjectId && v.Day == form.Day && v.Mark == VisitMark.Zeroed)
                        .Select(v => $"{names.Person(v.PersonId)}：{v.MarkReason}").Distinct(),
                ],
                rating?.Stars, rating?.Comment, [.. proofs[form.Id].Select(p => RatingBook.Proof.Of(p, photos))],
                RatingBook.Reply.Of(replies.GetValueOrDefault(form.Id)));
        });
    }

    private static Question Ask(EvaluationQuestion question, FeedbackForm form, Visit visit, VisitNames names, VisitRating? rating)
    {
        // The texts are settings; of the usual keys we know what to show beside them.
        var states = question.Key switch
        {
            "people" => names.Person(visit.PersonId),
            "time" => $"{ChinaTime.Says(visit.StartedAt)}{(visit.EndedAt is { } end ? $" 到 {ChinaTime.Says(end)}" : "")}",
            "place" => visit.Start.Inside ? names.Project(visit.ProjectId) : "围栏外",
            "content" => form.Content,
            _ => null,
        };
        var answer = rating?.Answers.Find(a => a.Key == question.Key);
        return new Question(question.Key, question.Kind, question.Text, states, question.Yes, question.No, answer?.Yes, answer?.Note);
    }

    private static async Task<Created<Response>> Rate(
        Guid formId, ReportedRating request, AppDb db, CurrentActor actor, IOwnerContacts contacts, IRegionPolicies policies, Ids ids,
        TimeProvider time, CancellationToken ct)
    {
        // EVL-08 answers a visitor who is not bound with 403. A form that never was is answered alike: nobody finds out by trying which there are.
        var form = await db.Set<FeedbackForm>().FirstOrDefaultAsync(f => f.Id == formId, ct);
        if (form is null || actor.Required.ContactId is not { } contactId || !await contacts.IsBound(contactId, form.ProjectId, ct))
        {
            throw new RuleBroken(RatingProblems.NotBound);
        }

        var rating = VisitRating.Of(ids.Next(), form, contactId, request, policies.For(form.Region).Evaluation, time.GetUtcNow());
        db.Add(rating);
        db.Announce(new VisitRated(form.Id, form.ProjectId, form.AgencyId, contactId, rating.Stars, rating.Inconsistent));
        db.Audit(
            "visit.rated", nameof(VisitRating), rating.Id, $"{actor.Required.Name} 评价 {rating.Stars} 星", after: new { rating.Stars, rating.Inconsistent });
        return TypedResults.Created(
            $"/api/owner/ratings/{form.Id}", new Response(rating.Id, form.Id, rating.Stars, rating.Inconsistent));
    }
}
