using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects;

/// <summary>The demonstration projects of config/demo/world.json.</summary>
internal sealed class Demo(AppDb db, IRegionPolicies policies, TimeProvider time) : IDemoSeed
{
    private sealed record KeyUnitSeed(bool? IsKeyUnit, string? Name);
    private sealed record ContractSeed(string Number, DateOnly SignedOn, DateOnly StartsOn, DateOnly EndsOn);

    private sealed record ProjectSeed(
        string Key, string Name, string Region, string AgencyKey, string OwnerKey, ServiceType ServiceType, ProjectState State, string Province,
        string City, string District, string Address, string? BrigadeKey, KeyUnitSeed? KeyUnit, string LeadKey, string? TechnicalLeadKey,
        List<string> MemberKeys, SafetyPerson? SafetyResponsible, SafetyPerson? SafetyManager, string? ControlRoomPhone, ContractSeed Contract,
        List<BuildingSheet>? Buildings, List<WaterSupplySheet>? WaterSupply, List<string>? FacilityClassCodes, List<FencePoint>? Fence,
        List<SuspensionSeed>? Suspensions, bool DirectUpload);

    /// <param name="Month"><c>current</c> or <c>next</c>.</param>
    private sealed record SuspensionSeed(string Month, SuspensionState State, string Reason);

    private sealed record World(List<ProjectSeed> Projects);

    public int Order => 80;

    public async Task Seed(DemoWorld world, CancellationToken ct)
    {
        var data = await world.Read<World>("world.json", ct);
        var known = await db.Set<Project>().Select(p => p.Id).ToHashSetAsync(ct);
        var now = time.GetUtcNow();
        for (var i = 0; i < data.Projects.Count; i++)
        {
            var entry = Entry(data.Projects[i]);
            if (!known.Contains(entry.Id))
            {
                // Main projects first in every list: they stand first in the file.
                var project = Project.Enter(entry, policies.For(entry.Region).Tech, now.AddSeconds(-i));
                db.Add(project);
                db.AddRange((data.Projects[i].Suspensions ?? []).Select(seed => Suspension(data.Projects[i].Key, project, seed, now)));
            }
        }

        await db.SaveChangesAsync(ct);
    }

    private static ProjectSuspension Suspension(string key, Project project, SuspensionSeed seed, DateTimeOffset now)
    {
        var month = ChinaMonth.Of(now).AddMonths(seed.Month == "next" ? 1 : 0);
        return ProjectSuspension.Of(DemoWorld.Id("suspension", $"{key}/{month}"), project, month, seed.State, seed.Reason, now);
    }

    private static ProjectEntry Entry(ProjectSeed p) => new()
    {
        Id = DemoWorld.Id("project", p.Key), Region = p.Region, AgencyId = DemoWorld.Id("agency", p.AgencyKey),
        OwnerId = DemoWorld.Id("owner", p.OwnerKey), BrigadeId = p.BrigadeKey is null ? null : DemoWorld.Id("brigade", p.BrigadeKey),
        Name = p.Name, ServiceType = p.ServiceType, State = p.State, Address = p.City + p.District + p.Address,
        ContractNumber = p.Contract.Number, SignedOn = p.Contract.SignedOn, TermStarts = p.Contract.StartsOn, TermEnds = p.Contract.EndsOn,
        LeadId = DemoWorld.Id("person", p.LeadKey), TechnicalLeadId = p.TechnicalLeadKey is null ? null : DemoWorld.Id("person", p.TechnicalLeadKey),
        MemberIds = [.. p.MemberKeys.Select(k => DemoWorld.Id("person", k))], IsKeyUnit = p.KeyUnit?.IsKeyUnit, KeyUnitName = p.KeyUnit?.Name,
        SafetyResponsible = p.SafetyResponsible, SafetyManager = p.SafetyManager, ControlRoomPhone = p.ControlRoomPhone,
        Buildings = p.Buildings ?? [], WaterSupplies = p.WaterSupply ?? [], FacilityClassCodes = p.FacilityClassCodes ?? [], Fence = p.Fence ?? [], DirectUpload = p.DirectUpload,
    };
}
