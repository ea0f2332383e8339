using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Visits.ForMiniProgram;

/// <summary>The places where one may start work, each with its fence and with who is at work there now (CHK-03, 05): one request, not one a project.</summary>
internal static class ReadPlaces
{
    public sealed record AtWork(string Name, DateTimeOffset StartedAt);

    /// <param name="AtWork">Others than the reader, longest first; at most five.</param>
    /// <param name="AtWorkCount">How many others there are.</param>
    public sealed record Row(
        Guid Id, string Name, string Address, ProjectState State, IReadOnlyList<FencePoint> Fence, IReadOnlyList<AtWork> AtWork, int AtWorkCount);

    private const int Named = 5;

    public static void Map(RouteGroupBuilder miniProgram) => miniProgram.MapGet("/visits/places", Handle);

    private static async Task<Page<Row>> Handle(
        [AsParameters] PageRequest page, AppDb db, CurrentActor actor, IProjects projects, VisitSheets sheets, CancellationToken ct)
    {
        var found = await projects.Places(VisitRules.WorkedOn, page, ct);
        var (ids, me) = (found.Items.Select(p => p.Id).ToList(), actor.Required.PersonId);
        var open = await db.Set<Visit>().AsNoTracking().Where(v => v.EndedAt == null && ids.Contains(v.ProjectId) && v.PersonId != me).OrderBy(v => v.StartedAt).ToListAsync(ct);
        var names = await sheets.NamesOf(open, ct);
        var there = open.ToLookup(v => v.ProjectId);
        return page.Of<Row>([.. found.Items.Select(p => new Row(
            p.Id, p.Name, p.Address, p.State, p.Fence, [.. there[p.Id].Take(Named).Select(v => new AtWork(names.Person(v.PersonId), v.StartedAt))],
            there[p.Id].Count()))], found.Total);
    }
}
