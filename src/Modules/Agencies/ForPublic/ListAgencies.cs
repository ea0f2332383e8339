using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Agencies.ForPublic;

/// <summary>The agencies of a region by type, for anybody, without sign-in (ORG-38, SCR-04): what is public of them and nothing else (ORG-26).</summary>
internal static class ListAgencies
{
    public sealed record Row(Guid Id, string Name, string CreditCode, IReadOnlyList<AgencyServiceType> ServiceTypes, string? Address);

    /// <param name="Engineers">人员概况 (ORG-26): how many of the staff hold what; no names.</param>
    public sealed record Sheet(Row Agency, string Region, int Engineers, int Operators, int TechnicalLeads);

    /// <param name="PublishesProjects">ORG-26, 38: does the directory list projects here?</param>
    /// <param name="RegistersAgencies">ORG-34.</param>
    public sealed record Place(string Code, string Name, bool PublishesProjects, bool RegistersAgencies);

    public static void Map(RouteGroupBuilder open)
    {
        open.MapGet("/regions", Regions).ForAnybody();
        open.MapGet("/agencies", Handle).ForAnybody();
        open.MapGet("/agencies/{id:guid}", Show).ForAnybody();
    }

    private static IReadOnlyList<Place> Regions(IRegionPolicies policies) =>
        [.. policies.All.Select(p => new Place(p.Code, p.Name, p.Org.PublicProjects, p.Org.Registration == AgencyRegistration.SelfRegistration))];

    private static async Task<Page<Row>> Handle(
        string region, AgencyServiceType? type, string? search, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, CancellationToken ct)
    {
        // Offices are the agency's own; the default one's address stands in every directory.
        using var system = actor.AsSystem();
        var wanted = db.Set<Agency>().AsNoTracking().Where(a => a.Region == region);
        if (SearchWords.Of(search) is { } words)
        {
            wanted = wanted.Where(a => SearchWords.Holds(a.Name, words.Text, words.Pattern));
        }

        // Types lie in one JSON column, which the database does not look into: only they are read of all, and the page's own agencies whole.
        var ids = (await wanted.OrderBy(a => a.Name).ThenBy(a => a.Id).Select(a => new { a.Id, a.ServiceTypes }).ToListAsync(ct))
            .Where(a => type is null || a.ServiceTypes.Contains(type.Value)).Select(a => a.Id).ToList();
        var shown = ids.Skip(page.Skip).Take(page.Take).ToList();
        var found = await db.Set<Agency>().AsNoTracking().Where(a => shown.Contains(a.Id)).Include(a => a.Offices).ToListAsync(ct);
        return page.Of<Row>([.. found.OrderBy(a => shown.IndexOf(a.Id)).Select(RowOf)], ids.Count);
    }

    private static async Task<Sheet> Show(Guid id, AppDb db, CurrentActor actor, CancellationToken ct)
    {
        using var system = actor.AsSystem();
        var agency = await db.Set<Agency>().AsNoTracking().Include(a => a.Offices).FirstOrDefaultAsync(a => a.Id == id, ct)
            ?? throw new RuleBroken(AgencyProblems.NotListed);
        var staff = db.Set<Person>().AsNoTracking().Where(p => p.AgencyId == id && p.LeftAt == null);
        return new Sheet(
            RowOf(agency), agency.Region, await staff.CountAsync(p => p.Certificates.Any(c => c.Kind == CertificateKind.Engineer), ct),
            await staff.CountAsync(p => p.Certificates.Any(c => c.Kind == CertificateKind.Operator), ct),
            await staff.CountAsync(p => p.Appointments.Any(a => a.EndedAt == null), ct));
    }

    private static Row RowOf(Agency agency)
    {
        var card = agency.Card();
        return new(card.Id, card.Name, card.CreditCode, card.ServiceTypes, card.Address);
    }
}
