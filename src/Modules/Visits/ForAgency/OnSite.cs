using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Visits.ForAgency;

/// <summary>Who is at work now on the projects of the asking person (CHK-05).</summary>
internal static class OnSite
{
    public sealed record Row(
        Guid VisitId, Guid PersonId, string PersonName, PhotoLink? Portrait, Guid ProjectId, string ProjectName, DateTimeOffset StartedAt,
        bool InsideFence, double DistanceMetres, double Score);

    public static void Map(RouteGroupBuilder agency) => agency.MapGet("/visits/on-site", Handle);

    private static async Task<Page<Row>> Handle(
        [AsParameters] PageRequest page, AppDb db, IProjects projects, VisitSheets sheets, Photos photos, CancellationToken ct)
    {
        var mine = (await projects.Mine(ct)).Select(p => p.Id).ToList();
        var open = db.Set<Visit>().AsNoTracking().Where(v => v.EndedAt == null && mine.Contains(v.ProjectId));
        var total = await open.CountAsync(ct);
        var rows = await open.OrderBy(v => v.StartedAt).ThenBy(v => v.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var names = await sheets.NamesOf(rows, ct);
        return page.Of<Row>([.. rows.Select(v => new Row(
            v.Id, v.PersonId, names.Person(v.PersonId), names.Portrait(v.PersonId, photos), v.ProjectId, names.Project(v.ProjectId), v.StartedAt,
            v.Start.Inside, v.Start.DistanceMetres, v.Start.Score))], total);
    }
}
