using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects.ForPublic;

/// <summary>
/// The projects of a region by type, for anybody (ORG-38, SCR-04), where the region publishes them; elsewhere they are for the authority alone
/// (ORG-26). No client, no address, no person, no contract.
/// </summary>
internal static class ListProjects
{
    /// <summary>What the directory counts as being served, and what has been.</summary>
    private static readonly ProjectState[] Listed = [ProjectState.Active, ProjectState.Practised, ProjectState.Retest, ProjectState.Done];

    /// <param name="District">Of the brigade in whose jurisdiction it lies; null: none is named yet.</param>
    public sealed record Row(Guid Id, string Name, string? District, ServiceType ServiceType, ProjectState State, Guid AgencyId, string AgencyName);

    public static void Map(RouteGroupBuilder open)
    {
        open.MapGet("/projects", List).ForAnybody();
        open.MapGet("/projects/{id:guid}", Show).ForAnybody();
    }

    /// <summary>The newest first.</summary>
    /// <param name="type">As agencies are registered (ORG-08): maintenance and detection are one type.</param>
    private static async Task<Page<Row>> List(
        string region, AgencyServiceType? type, Guid? agencyId, string? search, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, IAgencies agencies,
        IAuthorities authorities, IRegionPolicies policies, CancellationToken ct)
    {
        if (policies.All.FirstOrDefault(p => p.Code == region) is not { Org.PublicProjects: true })
        {
            throw new RuleBroken(ProjectProblems.NotPublic);
        }

        using var system = actor.AsSystem();
        var projects = Public(db, region).Where(p => agencyId == null || p.AgencyId == agencyId);
        if (type is { } wanted)
        {
            projects = projects.Where(p => (p.ServiceType == ServiceType.Assessment) == (wanted == AgencyServiceType.Assessment));
        }

        if (SearchWords.Of(search) is { } words)
        {
            projects = projects.Where(p => SearchWords.Holds(p.Name, words.Text, words.Pattern));
        }

        var total = await projects.CountAsync(ct);
        var found = await projects.OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        return page.Of<Row>(await Rows(found, region, agencies, authorities, ct), total);
    }

    private static async Task<Row> Show(
        Guid id, AppDb db, CurrentActor actor, IAgencies agencies, IAuthorities authorities, IRegionPolicies policies, CancellationToken ct)
    {
        using var system = actor.AsSystem();
        var open = policies.All.Where(p => p.Org.PublicProjects).Select(p => p.Code).ToList();
        return await db.Set<Project>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id && open.Contains(p.Region) && Listed.Contains(p.State), ct) is { } found
            ? (await Rows([found], found.Region, agencies, authorities, ct))[0]
            : throw new RuleBroken(ProjectProblems.NotListed);
    }

    private static IQueryable<Project> Public(AppDb db, string region) =>
        db.Set<Project>().AsNoTracking().Where(p => p.Region == region && Listed.Contains(p.State));

    private static async Task<List<Row>> Rows(List<Project> found, string region, IAgencies agencies, IAuthorities authorities, CancellationToken ct)
    {
        var names = (await agencies.Of(found.Select(p => p.AgencyId), ct)).ToDictionary(a => a.Id, a => a.Name);
        var districts = (await authorities.BrigadesOf(region, ct)).ToDictionary(b => b.Id, b => b.District);
        return found.ConvertAll(p => new Row(
            p.Id, p.Name, p.BrigadeId is { } brigade ? districts.GetValueOrDefault(brigade) : null, p.ServiceType, p.State, p.AgencyId,
            names.GetValueOrDefault(p.AgencyId, "")));
    }
}
