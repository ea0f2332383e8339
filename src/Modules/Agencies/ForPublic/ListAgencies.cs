using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Agencies.ForPublic;

/// <summary>The agencies of a region by type, for anybody, without sign-in (ORG-38, SCR-04): what is public of them and nothing else (ORG-26).</summary>
internal static class ListAgencies
{
    public sealed record Row(Guid Id, string Name, string CreditCode, IReadOnlyList<AgencyServiceType> ServiceTypes, string? Address);

    public static void Map(RouteGroupBuilder open) => open.MapGet("/agencies", Handle).RequireRateLimiting("scan");

    private static async Task<Page<Row>> Handle(
        string region, AgencyServiceType? type, string? search, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, CancellationToken ct)
    {
        // Offices are the agency's own; the default one's address stands in every directory.
        using var system = actor.AsSystem();
        var wanted = db.Set<Agency>().AsNoTracking().Where(a => a.Region == region);
        if (!string.IsNullOrWhiteSpace(search))
        {
            wanted = wanted.Where(a => a.Name.Contains(search.Trim()));
        }

        // Types lie in one JSON column; a region has hundreds of agencies.
        var found = (await wanted.OrderBy(a => a.Name).ThenBy(a => a.Id).Include(a => a.Offices).ToListAsync(ct))
            .Where(a => type is null || a.ServiceTypes.Contains(type.Value)).ToList();
        return page.Of([.. found.Skip(page.Skip).Take(page.Take).Select(a => a.Card()).Select(c => new Row(c.Id, c.Name, c.CreditCode, c.ServiceTypes, c.Address))], found.Count);
    }
}
