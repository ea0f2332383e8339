using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects.ForAgency;

/// <summary>The projects of a lead, a member, or (console, manager) of the whole agency: PRJ-42, PRJ-43, ACC-15. Maintenance, detection and
/// assessment stand in one list (SCR-12).</summary>
internal static class ListProjects
{
    /// <param name="MayDelete">删除 is offered to the reader (PRJ-31, SCR-05).</param>
    /// <param name="MayEnd">终止 is offered to the reader.</param>
    public sealed record Row(
        Guid Id, string Name, string OwnerName, ServiceType ServiceType, ProjectState State, string Address, DateOnly TermStarts, DateOnly TermEnds,
        IReadOnlyList<string> MissingParts, string LeadName, string? EndReason, bool MayDelete, bool MayEnd);

    public static void Map(RouteGroupBuilder door) => door.MapGet("/projects", Handle);

    private static async Task<Page<Row>> Handle(
        string? search, ProjectState? state, ServiceType? type, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, IOwners owners, IPeople people,
        IRegionPolicies policies, CancellationToken ct)
    {
        var projects = db.Set<Project>().AsNoTracking().OfActor(actor.Required);
        if (state is { } wanted)
        {
            projects = projects.Where(p => p.State == wanted);
        }

        if (type is { } kind)
        {
            projects = projects.Where(p => p.ServiceType == kind);
        }

        if (SearchWords.Of(search) is { } words)
        {
            projects = projects.Matching(words);
        }

        var total = await projects.CountAsync(ct);
        var rows = await projects.OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var names = (await owners.Find([.. rows.Select(r => r.OwnerId).Distinct()], ct)).ToDictionary(o => o.Id, o => o.Name);
        var leads = (await people.Of(rows.Select(r => r.LeadId), ct)).ToDictionary(l => l.Id, l => l.Name);
        return page.Of<Row>([.. rows.Select(p => new Row(
            p.Id, p.Name, names.GetValueOrDefault(p.OwnerId, ""), p.ServiceType, p.State, p.Address, p.TermStarts, p.TermEnds,
            p.MissingParts(policies.For(p.Region)), leads.GetValueOrDefault(p.LeadId, ""), p.EndReason,
            ProjectEnding.MayDecide(p, actor.Required, policies.For(p.Region)) && ProjectEnding.WhyNotDelete(p, policies.For(p.Region)) is null,
            ProjectEnding.MayDecide(p, actor.Required, policies.For(p.Region)) && ProjectEnding.WhyNotEnd(p) is null))], total);
    }
}
