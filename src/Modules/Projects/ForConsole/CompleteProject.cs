using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects.ForConsole;

/// <summary>The administrator completes a project part by part (PRJ-10 to 28); each change stands in the audit trail with what was before.</summary>
internal static class CompleteProject
{
    /// <param name="ShareOneSystem">PRJ-11; asked where there is more than one building.</param>
    public sealed record Buildings(IReadOnlyList<BuildingSheet>? Rows, IReadOnlyList<WaterSupplySheet>? WaterSupplies, bool? ShareOneSystem);

    public sealed record Systems(IReadOnlyList<string>? ClassCodes);

    /// <summary>GCJ-02, as maps write it.</summary>
    public sealed record Place(double? Latitude, double? Longitude, double? RadiusMetres);

    public sealed record Jurisdiction(Guid? BrigadeId, bool? IsKeyUnit, string? KeyUnitName);

    public sealed record SafetyPeople(SafetyPerson? Responsible, SafetyPerson? Manager, string? ControlRoomPhone);

    /// <param name="MissingParts">What still blocks a plan (PRJ-22).</param>
    public sealed record Saved(Guid Id, ProjectState State, IReadOnlyList<string> MissingParts);

    public static void Map(RouteGroupBuilder console)
    {
        console.MapPut("/projects/{id:guid}/buildings", Describe).For(Role.AgencyAdmin);
        console.MapPut("/projects/{id:guid}/systems", Tick).For(Role.AgencyAdmin);
        console.MapPut("/projects/{id:guid}/place", Mark).For(Role.AgencyAdmin);
        console.MapPut("/projects/{id:guid}/jurisdiction", PlaceUnder).For(Role.AgencyAdmin);
        console.MapPut("/projects/{id:guid}/safety-people", NamePeople).For(Role.AgencyAdmin);
        console.MapPost("/projects/{id:guid}/submission", Submit).For(Role.AgencyAdmin);
    }

    private static async Task<Saved> Describe(Guid id, Buildings said, AppDb db, CurrentActor actor, IRegionPolicies policies, CancellationToken ct)
    {
        var (project, policy) = await Mine(id, db, actor, policies, ct);
        var before = new { project.Buildings, project.WaterSupplies };
        project.Describe(
            [.. (said.Rows ?? []).Select(b => b with { Name = (b.Name ?? "").Trim(), Remark = b.Remark?.Trim() is { Length: > 0 } remark ? remark : null })],
            said.WaterSupplies ?? [], said.ShareOneSystem == true, policy);
        db.Audit(
            "project.buildings", nameof(Project), project.Id, $"「{project.Name}」建筑改为 {project.Buildings.Count} 栋", before, new { project.Buildings, project.WaterSupplies });
        return Now(project, policy);
    }

    private static async Task<Saved> Tick(
        Guid id, Systems said, AppDb db, CurrentActor actor, IRegionPolicies policies, ICatalogue catalogue, CancellationToken ct)
    {
        var (project, policy) = await Mine(id, db, actor, policies, ct);
        var before = project.FacilityClassCodes;
        project.Tick(SystemTree.Ticked(SystemTree.Of(catalogue, project.Region, project.ServiceType), said.ClassCodes), policy);
        if (policy.Project.SystemLock == SystemLock.AfterIssue)
        {
            db.Announce(new SystemsToChange(project.Id));
        }

        db.Audit(
            "project.systems", nameof(Project), project.Id, $"「{project.Name}」勾选 {project.FacilityClassCodes.Count} 类设施", new { classCodes = before },
            new { classCodes = project.FacilityClassCodes });
        return Now(project, policy);
    }

    private static async Task<Saved> Mark(
        Guid id, Place said, AppDb db, CurrentActor actor, IRegionPolicies policies, Ids ids, CancellationToken ct)
    {
        var (project, policy) = await Mine(id, db, actor, policies, ct);
        if (said is not { Latitude: { } north, Longitude: { } east })
        {
            throw new RuleBroken(PartProblems.PlaceOutside);
        }

        var radius = said.RadiusMetres ?? policy.Fence.DefaultRadiusMetres;
        var (latitude, longitude) = Gcj02.ToWgs84(north, east);
        var (old, middle) = (project.Fence, new FencePoint(latitude, longitude));
        if (project.Mark(middle, radius, policy) is { } was)
        {
            db.Announce(new FenceMoved(ids.Next(), project.Id, Math.Round(FenceRing.Metres(was, middle)), OnMaps(was), OnMaps(middle), actor.Required.Name));
        }

        db.Audit(
            "project.place", nameof(Project), project.Id, $"「{project.Name}」标注位置 {OnMaps(middle)}，半径 {radius:0} 米", new { fence = old }, new { fence = project.Fence });
        return Now(project, policy);
    }

    private static async Task<Saved> PlaceUnder(
        Guid id, Jurisdiction said, AppDb db, CurrentActor actor, IRegionPolicies policies, IAuthorities authorities, CancellationToken ct)
    {
        var (project, policy) = await Mine(id, db, actor, policies, ct);
        var brigade = await authorities.FindBrigade(said.BrigadeId ?? Guid.Empty, ct);
        if (brigade?.Region != project.Region)
        {
            throw new RuleBroken(ProjectProblems.BrigadeUnknown);
        }

        var before = new { project.BrigadeId, project.IsKeyUnit, project.KeyUnitName };
        project.PlaceUnder(brigade.Id, said.IsKeyUnit, said.KeyUnitName, policy);
        db.Audit(
            "project.jurisdiction", nameof(Project), project.Id, $"「{project.Name}」归{brigade.Name}管辖", before,
            new { project.BrigadeId, project.IsKeyUnit, project.KeyUnitName });
        return Now(project, policy);
    }

    private static async Task<Saved> NamePeople(Guid id, SafetyPeople said, AppDb db, CurrentActor actor, IRegionPolicies policies, CancellationToken ct)
    {
        var (project, policy) = await Mine(id, db, actor, policies, ct);
        var before = new { project.SafetyResponsible, project.SafetyManager, project.ControlRoomPhone };
        project.NameSafetyPeople(Whole(said.Responsible), Whole(said.Manager), said.ControlRoomPhone?.Trim() is { Length: > 0 } phone ? phone : null);
        db.Audit(
            "project.safety_people", nameof(Project), project.Id, $"「{project.Name}」更新安全责任人、管理人和消控室电话", before,
            new { project.SafetyResponsible, project.SafetyManager, project.ControlRoomPhone });
        return Now(project, policy);
    }

    private static async Task<Saved> Submit(Guid id, AppDb db, CurrentActor actor, IRegionPolicies policies, CancellationToken ct)
    {
        var (project, policy) = await Mine(id, db, actor, policies, ct);
        project.Submit(policy);
        db.Audit("project.submitted", nameof(Project), project.Id, $"提交项目「{project.Name}」", new { State = ProjectState.Draft }, new { project.State });
        return Now(project, policy);
    }

    private static async Task<(Project Project, RegionPolicy Policy)> Mine(Guid id, AppDb db, CurrentActor actor, IRegionPolicies policies, CancellationToken ct) =>
        await db.Set<Project>().OfActor(actor.Required).FirstOrDefaultAsync(p => p.Id == id, ct) is { } project
            ? (project, policies.For(project.Region))
            : throw new RuleBroken(ProjectProblems.NotYours);

    private static Saved Now(Project project, RegionPolicy policy) => new(project.Id, project.State, project.MissingParts(policy));

    /// <summary>Both empty: nobody is named.</summary>
    private static SafetyPerson? Whole(SafetyPerson? said) =>
        (said?.Name?.Trim() ?? "", said?.Phone?.Trim() ?? "") is var (name, phone) && name.Length + phone.Length > 0 ? new(name, phone) : null;

    private static string OnMaps(FencePoint place)
    {
        var (latitude, longitude) = Gcj02.FromWgs84(place.Latitude, place.Longitude);
        return string.Create(CultureInfo.InvariantCulture, $"{latitude:0.00000}，{longitude:0.00000}");
    }
}
