using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects.ForConsole;

/// <summary>What the forms of a project's page begin with: each part as it stands, and why it cannot change (PRJ-10 to 26).</summary>
internal static class ReadParts
{
    public sealed record ClassRow(string Code, string Name, string Group, int Items, bool Ticked);

    public sealed record SystemRow(string Code, string Name, IReadOnlyList<ClassRow> Classes);

    /// <summary>GCJ-02, as maps write it.</summary>
    public sealed record PlaceRow(double Latitude, double Longitude, double RadiusMetres);

    /// <param name="Place">The middle of the fence and its mean radius; null: not marked yet.</param>
    /// <param name="AsksKeyUnit">PRJ-05: the region asks for the key unit that it matches.</param>
    /// <param name="ObjectLocked">Why buildings and place cannot change; null: they can (PRJ-26, 47).</param>
    /// <param name="MarksMoves">PRJ-25: moving the fence now raises a flag.</param>
    /// <param name="MaySubmit">PRJ-28: a draft that is to be handed in.</param>
    /// <param name="EndsAs">已终止, or 已注销 (PRJ-34): what ending it is called here.</param>
    public sealed record Response(
        Guid Id, Guid OwnerId, DateOnly SignedOn, IReadOnlyList<BuildingSheet> Buildings, IReadOnlyList<WaterSupplySheet> WaterSupplies,
        IReadOnlyList<SystemRow> Systems, PlaceRow? Place, double DefaultRadiusMetres, Guid? BrigadeId, string? BrigadeName, bool AsksKeyUnit, bool? IsKeyUnit,
        string? KeyUnitName, SafetyPerson? SafetyResponsible, SafetyPerson? SafetyManager, string? ControlRoomPhone, bool IsOpen, string? ObjectLocked,
        bool MarksMoves, bool MaySubmit, ProjectState EndsAs);

    public static void Map(RouteGroupBuilder console) => console.MapGet("/projects/{id:guid}/parts", Handle).For(Role.AgencyAdmin, Role.AgencyManager);

    private static async Task<Response> Handle(
        Guid id, AppDb db, CurrentActor actor, IRegionPolicies policies, ICatalogue catalogue, IAuthorities authorities, CancellationToken ct)
    {
        var p = await db.Set<Project>().AsNoTracking().OfActor(actor.Required).FirstOrDefaultAsync(x => x.Id == id, ct)
            ?? throw new RuleBroken(ProjectProblems.NotYours);
        var policy = policies.For(p.Region);
        return new Response(
            p.Id, p.OwnerId, p.SignedOn, p.Buildings, p.WaterSupplies,
            [.. SystemTree.Of(catalogue, p.Region, p.ServiceType).Select(s => new SystemRow(
                s.Code, s.Name, [.. s.Classes.Select(c => new ClassRow(c.Code, c.Name, c.Group, c.Items.Count, p.FacilityClassCodes.Contains(c.Code)))]))],
            PlaceOf(p), policy.Fence.DefaultRadiusMetres, p.BrigadeId,
            p.BrigadeId is { } brigade ? (await authorities.FindBrigade(brigade, ct))?.Name : null, policy.Project.KeyUnitLink == Link.Required,
            p.IsKeyUnit, p.KeyUnitName, p.SafetyResponsible, p.SafetyManager, p.ControlRoomPhone, p.IsOpen, p.WhyNotMark(policy)?.Title,
            p.FirstWorkAt is not null && policy.Project.LockAfterFirstWork == LockAfterFirstWork.FenceChangesFlagged, p.State == ProjectState.Draft,
            ProjectEnding.StateAfter(p, policy));
    }

    private static PlaceRow? PlaceOf(Project project)
    {
        if (project.Middle is not { } middle)
        {
            return null;
        }

        var (latitude, longitude) = Gcj02.FromWgs84(middle.Latitude, middle.Longitude);
        return new PlaceRow(Math.Round(latitude, 6), Math.Round(longitude, 6), Math.Round(project.Fence.Average(corner => FenceRing.Metres(middle, corner))));
    }
}
