using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Supervision;

/// <summary>The list of flags, the same for the agency and for the authority, each within its walls (SUP-13).</summary>
internal sealed class FlagBook(AppDb db, IProjects projects, IAgencies agencies)
{
    public sealed record Step(FlagAct Act, string Says, string ByName, DateTimeOffset At);

    public sealed record Row(
        Guid Id, FlagKind Kind, Guid AboutId, Guid ProjectId, string ProjectName, string AgencyName, string What, FlagState State, DateTimeOffset RaisedAt,
        IReadOnlyList<Step> Steps);

    public static void Map(RouteGroupBuilder door) => door.MapGet(
        "/flags", (FlagState? state, Guid? projectId, [AsParameters] PageRequest page, FlagBook book, CancellationToken ct) => book.Read(state, projectId, page, ct));

    /// <summary>What is open stands first, the newest above.</summary>
    private async Task<Page<Row>> Read(FlagState? state, Guid? projectId, PageRequest page, CancellationToken ct)
    {
        var flags = db.Set<SupervisionFlag>().AsNoTracking().Where(f => (state == null || f.State == state) && (projectId == null || f.ProjectId == projectId));
        if ((await projects.Reach(ct)).Ids is { } mine)
        {
            flags = flags.Where(f => mine.Contains(f.ProjectId));
        }

        var total = await flags.CountAsync(ct);
        var rows = await flags.OrderBy(f => f.State == FlagState.Closed ? 1 : 0).ThenByDescending(f => f.RaisedAt).ThenBy(f => f.Id)
            .Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var names = (await projects.Find([.. rows.Select(f => f.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id, p => p.Name);
        var houses = (await agencies.Of(rows.Select(f => f.AgencyId).Distinct(), ct)).ToDictionary(a => a.Id, a => a.Name);
        return page.Of<Row>(rows.ConvertAll(f => new Row(
            f.Id, f.Kind, f.AboutId, f.ProjectId, names.GetValueOrDefault(f.ProjectId, ""), houses.GetValueOrDefault(f.AgencyId, ""), f.What, f.State, f.RaisedAt,
            [.. f.Steps.Select(s => new Step(s.Act, s.Says, s.ByName, s.At))])), total);
    }
}
