using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Visits;

/// <summary>人, 位, 时, 像: what the evidence strip shows of a visit.</summary>
/// <param name="Minutes">What counts; null while it is open.</param>
/// <param name="WitnessName">非人脸: who bore witness instead of a face.</param>
internal sealed record VisitEvidence(
    double? Score, double? Threshold, Position Position, bool InsideFence, double DistanceMetres, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
    int? Minutes, int Photos, string? WitnessName)
{
    public static VisitEvidence Of(Visit visit) => new(
        visit.Start.Score, visit.Start.Threshold, visit.Start.Place, visit.Start.Inside, visit.Start.DistanceMetres, visit.StartedAt, visit.EndedAt,
        visit.Minutes, visit.End is null ? 1 : 2, visit.Start.WitnessName);
}

/// <summary>The names that stand beside a page of visits, read in one query each.</summary>
internal sealed record VisitNames(
    IReadOnlyDictionary<Guid, ProjectCard> Projects, IReadOnlyDictionary<Guid, PersonCard> People, IReadOnlyDictionary<Guid, AgencyCard> Agencies)
{
    public string Project(Guid id) => Projects.GetValueOrDefault(id)?.Name ?? "";
    public string Person(Guid id) => People.GetValueOrDefault(id)?.Name ?? "";
    public string Agency(Guid id) => Agencies.GetValueOrDefault(id)?.Name ?? "";

    /// <summary>一级注册消防工程师; null if he has none.</summary>
    public string? Certificate(Guid id) => People.GetValueOrDefault(id) is { Certificates: [var first, ..] } ? first.Says : null;

    public PhotoLink? Portrait(Guid id, Photos photos) => People.GetValueOrDefault(id)?.PortraitObjectId is { } portrait ? photos.Link(portrait) : null;
}

internal sealed class VisitSheets(AppDb db, IProjects projects, IPeople people, IAgencies agencies)
{
    public Task<VisitNames> NamesOf(IReadOnlyCollection<Visit> visits, CancellationToken ct) =>
        NamesOf(visits.Select(v => v.ProjectId), visits.Select(v => v.PersonId), visits.Select(v => v.AgencyId), ct);

    /// <summary>The reader is of the agency: its name is not shown.</summary>
    public Task<VisitNames> NamesOf(IReadOnlyCollection<Presence> presences, CancellationToken ct) =>
        NamesOf(presences.Select(p => p.ProjectId), presences.Select(p => p.PersonId), [], ct);

    public Task<VisitNames> NamesOf(IReadOnlyCollection<FeedbackForm> forms, CancellationToken ct) =>
        NamesOf(forms.Select(f => f.ProjectId), forms.Select(f => f.WriterId), forms.Select(f => f.AgencyId), ct);

    private async Task<VisitNames> NamesOf(IEnumerable<Guid> projectIds, IEnumerable<Guid> personIds, IEnumerable<Guid> agencyIds, CancellationToken ct) => new(
        (await projects.Find([.. projectIds.Distinct()], ct)).ToDictionary(p => p.Id),
        (await people.Of(personIds.Distinct(), ct)).ToDictionary(p => p.Id),
        (await agencies.Of(agencyIds.Distinct(), ct)).ToDictionary(a => a.Id));

    /// <summary>The forms of the visits' days, by project and day.</summary>
    public async Task<IReadOnlyDictionary<(Guid ProjectId, DateOnly Day), FeedbackForm>> FormsOf(IReadOnlyCollection<Visit> visits, CancellationToken ct)
    {
        var (projectIds, days) = (visits.Select(v => v.ProjectId).Distinct().ToList(), visits.Select(v => v.Day).Distinct().ToList());
        return (await db.Set<FeedbackForm>().AsNoTracking().Where(f => projectIds.Contains(f.ProjectId) && days.Contains(f.Day)).ToListAsync(ct))
            .ToDictionary(f => (f.ProjectId, f.Day));
    }
}
