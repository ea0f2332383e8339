using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Visits.Contracts;

namespace WeChatService.Visits;

/// <summary>Visits, forms and their stars for the modules below.</summary>
internal sealed class Lookups(AppDb db, PresenceBook presences) : IVisits
{
    private const int LatestRated = 5;

    private IQueryable<Visit> Visits => db.Set<Visit>().AsNoTracking();

    private IQueryable<FeedbackForm> Forms => db.Set<FeedbackForm>().AsNoTracking();

    public async Task<IReadOnlyList<VisitCard>> OfProject(Guid projectId, ChinaMonth month, CancellationToken ct)
    {
        var (begins, ends) = (month.Begins, month.Ends);
        return [.. (await Visits.Where(v => v.ProjectId == projectId && v.StartedAt >= begins && v.StartedAt < ends)
            .OrderBy(v => v.StartedAt).ToListAsync(ct)).Select(v => v.Card())];
    }

    public async Task<IReadOnlyList<FormCard>> FormsOf(Guid projectId, ChinaMonth month, CancellationToken ct)
    {
        var (first, last) = (month.FirstDay, month.LastDay);
        return Cards(await Forms.Where(f => f.ProjectId == projectId && f.Day >= first && f.Day <= last).OrderBy(f => f.Day).ToListAsync(ct));
    }

    public async Task<IReadOnlyList<FormSheet>> FormSheets(Guid projectId, ChinaMonth month, CancellationToken ct)
    {
        var (first, last) = (month.FirstDay, month.LastDay);
        return await Forms.Where(f => f.ProjectId == projectId && f.Day >= first && f.Day <= last).OrderBy(f => f.Day)
            .Select(f => new FormSheet(f.Id, f.Day, f.Content, f.Problems, f.NextStep, f.Stars)).ToListAsync(ct);
    }

    public Task<IReadOnlyList<Presence>> OnSite(CancellationToken ct) => presences.Today(now: true, ct);

    public async Task<IReadOnlyList<FormCard>> OpenFor(IReadOnlyCollection<Guid> projectIds, CancellationToken ct)
    {
        var asked = Forms.Where(f => projectIds.Contains(f.ProjectId));
        var open = await asked.Where(f => f.RatedAt == null).OrderBy(f => f.SubmittedAt).ToListAsync(ct);
        var rated = await asked.Where(f => f.RatedAt != null).OrderByDescending(f => f.RatedAt).Take(LatestRated).ToListAsync(ct);
        return Cards([.. open, .. rated]);
    }

    private static List<FormCard> Cards(IEnumerable<FeedbackForm> forms) =>
        [.. forms.Select(f => new FormCard(f.Id, f.ProjectId, f.Day, f.RatedAt is not null, f.Stars, f.State == RatingState.NotRated))];
}
