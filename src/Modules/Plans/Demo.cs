using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans;

/// <summary>This month's plans of the demonstration projects that have one: unassigned, partly assigned, assigned.</summary>
internal sealed class Demo(AppDb db, IProjects projects, IRegionPolicies policies, TimeProvider time) : IDemoSeed
{
    private sealed record ProjectSeed(string Key, string? Plan);
    private sealed record World(List<ProjectSeed> Projects);

    public int Order => 90;

    public async Task Seed(DemoWorld world, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var month = ChinaMonth.Of(now);
        foreach (var seed in (await world.Read<World>("world.json", ct)).Projects.Where(p => p.Plan is not (null or "None")))
        {
            var project = await projects.Find(DemoWorld.Id("project", seed.Key), ct);
            if (project is null || project.TermEnds < month.LastDay || await db.Set<Plan>().AnyAsync(p => p.ProjectId == project.Id && p.Month == month, ct))
            {
                continue;
            }

            var plan = Plan.Make(
                DemoWorld.Id("plan", $"{seed.Key}/{month}"), project, PlanKind.Month, month, DemoWorld.Id("account", "demo"), policies.For(project.Region), now);
            var share = seed.Plan switch { "Assigned" => 1.0, "PartlyAssigned" => 0.5, _ => 0.0 };
            var codes = project.FacilityClassCodes.Take((int)(project.FacilityClassCodes.Count * share)).ToList();
            if (codes.Count > 0 && project.MemberIds.Count > 0)
            {
                plan.Assign(codes, project.MemberIds[0]);
            }

            db.Add(plan);
        }

        await db.SaveChangesAsync(ct);
    }
}
