using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Visits.ForAgency;

/// <summary>定位存疑: visits whose place is hard to believe, latest first; for the agency and for the authority whose jurisdiction it is (CHK-01).</summary>
internal static class ReadDoubts
{
    /// <param name="AtStart">Why, in words; empty: nothing speaks against it.</param>
    public sealed record Row(
        Guid VisitId, Guid ProjectId, string ProjectName, string AgencyName, Guid PersonId, string PersonName, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
        IReadOnlyList<string> AtStart, IReadOnlyList<string> AtEnd);

    public static void Map(RouteGroupBuilder door) => door.MapGet("/visits/doubtful", Handle);

    private static async Task<Page<Row>> Handle(
        Guid? projectId, Guid? agencyId, ChinaMonth? month, [AsParameters] PageRequest page, AppDb db, IProjects projects, VisitSheets sheets, CancellationToken ct)
    {
        var visits = db.Set<Visit>().AsNoTracking().Where(v => v.IsDoubtful);
        if (await projects.Reach(ct) is { Ids: { } mine })
        {
            visits = visits.Where(v => mine.Contains(v.ProjectId));
        }

        visits = projectId is { } id ? visits.Where(v => v.ProjectId == id) : visits;
        visits = agencyId is { } agency ? visits.Where(v => v.AgencyId == agency) : visits;
        visits = month is { FirstDay: var first, LastDay: var last } ? visits.Where(v => v.Day >= first && v.Day <= last) : visits;
        var total = await visits.CountAsync(ct);
        var rows = await visits.OrderByDescending(v => v.StartedAt).ThenBy(v => v.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var names = await sheets.NamesOf(rows, ct);
        return page.Of<Row>([.. rows.Select(v => new Row(
            v.Id, v.ProjectId, names.Project(v.ProjectId), names.Agency(v.AgencyId), v.PersonId, names.Person(v.PersonId), v.StartedAt, v.EndedAt,
            Says(v.Start), Says(v.End)))], total);
    }

    private static List<string> Says(CheckIn? end) => [.. (end?.Doubts ?? []).Select(d => d.Says())];
}
