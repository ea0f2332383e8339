using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Visits;

/// <summary>委托单位评价列表: the same list for the agency and for the authority, each within its walls (EVL-05, EVL-07).</summary>
internal sealed class RatingBook(AppDb db, VisitSheets sheets, IOwnerContacts contacts, IRegionPolicies policies, Photos photos)
{
    /// <param name="Says">The answer in the question's own words: 不一致.</param>
    public sealed record Disagreement(string Key, string Question, string Says, string? Note);

    public sealed record Proof(string Text, IReadOnlyList<PhotoLink> Photos, string ByName, DateTimeOffset At)
    {
        public static Proof Of(SilenceProof proof, Photos photos) => new(proof.Text, photos.Links(proof.PhotoIds), proof.ByName, proof.At);
    }

    /// <summary>OWN-15: what the agency answered.</summary>
    public sealed record Reply(string Text, string ByName, DateTimeOffset At, string? CorrectedByName, DateTimeOffset? CorrectedAt)
    {
        public static Reply? Of(RatingReply? reply) =>
            reply is null ? null : new(reply.Text, reply.ByName, reply.At, reply.CorrectedByName, reply.CorrectedAt);
    }

    /// <param name="Disagreements">EVL-09: what the client says does not agree.</param>
    /// <param name="Proofs">EVL-10: how the agency asked for a rating that never came.</param>
    public sealed record Row(
        Guid FormId, Guid ProjectId, string ProjectName, string AgencyName, DateOnly Day, string WriterName, DateTimeOffset SubmittedAt, RatingState State,
        string? ContactName, int? Stars, string? Comment, DateTimeOffset? RatedAt, IReadOnlyList<Disagreement> Disagreements, IReadOnlyList<Proof> Proofs,
        Reply? Reply);

    /// <param name="Average">Of the stars that clients gave, one decimal; null: nobody gave any. Silence counts nowhere (EVL-10).</param>
    public sealed record Figures(int Open, int Done, int NotRated, int Flagged, double? Average);

    public sealed record Ratings(Figures Figures, Page<Row> Page);

    /// <param name="within">The forms that the reader may ask for; state and flag narrow the page, not the figures.</param>
    public async Task<Ratings> Read(IQueryable<FeedbackForm> within, RatingState? state, bool? flagged, PageRequest page, CancellationToken ct)
    {
        var figures = await within.GroupBy(_ => 1).Select(g => new
        {
            Open = g.Count(f => f.RatedAt == null && f.SilentAt == null), Done = g.Count(f => f.RatedAt != null),
            NotRated = g.Count(f => f.RatedAt == null && f.SilentAt != null), Flagged = g.Count(f => f.Flagged), Average = g.Average(f => (double?)f.Stars),
        }).FirstOrDefaultAsync(ct);
        var shown = within.In(state).Where(f => flagged == null || f.Flagged == flagged);
        var total = await shown.CountAsync(ct);
        var forms = await shown.OrderByDescending(f => f.SubmittedAt).ThenBy(f => f.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        return new(
            figures is null ? new(0, 0, 0, 0, null)
                : new(figures.Open, figures.Done, figures.NotRated, figures.Flagged, figures.Average is { } mean ? Math.Round(mean, 1) : null),
            page.Of<Row>(await Rows(forms, ct), total));
    }

    private async Task<List<Row>> Rows(List<FeedbackForm> forms, CancellationToken ct)
    {
        var ids = forms.ConvertAll(f => f.Id);
        var ratings = await db.Set<VisitRating>().AsNoTracking().Where(r => ids.Contains(r.FormId)).ToDictionaryAsync(r => r.FormId, ct);
        var proofs = (await db.Set<SilenceProof>().AsNoTracking().Where(p => ids.Contains(p.FormId)).OrderBy(p => p.At).ToListAsync(ct)).ToLookup(p => p.FormId);
        var replies = await db.Set<RatingReply>().AsNoTracking().Where(r => ids.Contains(r.FormId)).ToDictionaryAsync(r => r.FormId, ct);
        var names = await sheets.NamesOf(forms, ct);
        var raters = await contacts.Names([.. ratings.Values.Select(r => r.ContactId).Distinct()], ct);
        return forms.ConvertAll(f =>
        {
            var rating = ratings.GetValueOrDefault(f.Id);
            return new Row(
                f.Id, f.ProjectId, names.Project(f.ProjectId), names.Agency(f.AgencyId), f.Day, names.Person(f.WriterId), f.SubmittedAt, f.State,
                rating is null ? null : raters.GetValueOrDefault(rating.ContactId), rating?.Stars, rating?.Comment, rating?.RatedAt,
                rating is null ? [] : [.. Disagreements(rating, policies.For(f.Region).Evaluation)],
                [.. proofs[f.Id].Select(p => Proof.Of(p, photos))], Reply.Of(replies.GetValueOrDefault(f.Id)));
        });
    }

    private static IEnumerable<Disagreement> Disagreements(VisitRating rating, EvaluationPolicy policy)
    {
        foreach (var answer in rating.Answers.Where(a => rating.Inconsistent.Contains(a.Key)))
        {
            // A question that the profile has dropped since keeps its key.
            var asked = policy.Questions.FirstOrDefault(q => q.Key == answer.Key);
            yield return new(answer.Key, asked?.Text ?? answer.Key, (answer.Yes ? asked?.Yes : asked?.No) ?? (answer.Yes ? "是" : "否"), answer.Note);
        }
    }
}

internal static class RatingQueries
{
    /// <summary>The same as <see cref="FeedbackForm.State"/>, for the database.</summary>
    public static IQueryable<FeedbackForm> In(this IQueryable<FeedbackForm> forms, RatingState? state) => state switch
    {
        RatingState.Open => forms.Where(f => f.RatedAt == null && f.SilentAt == null),
        RatingState.NotRated => forms.Where(f => f.RatedAt == null && f.SilentAt != null),
        RatingState.Done => forms.Where(f => f.RatedAt != null),
        _ => forms,
    };

    public static IQueryable<FeedbackForm> Of(this IQueryable<FeedbackForm> forms, Guid? projectId, ChinaMonth? month)
    {
        if (projectId is { } id)
        {
            forms = forms.Where(f => f.ProjectId == id);
        }

        return month is { FirstDay: var first, LastDay: var last } ? forms.Where(f => f.Day >= first && f.Day <= last) : forms;
    }
}
