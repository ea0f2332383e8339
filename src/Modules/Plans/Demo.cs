using Microsoft.EntityFrameworkCore;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Plans.Term;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans;

/// <summary>
/// This month's plans of the demonstration projects that have one: unassigned, partly assigned, assigned. Where plans are written for the
/// whole term (PLN-23), every complete project has its term plan, with a month's items in each period.
/// </summary>
internal sealed class Demo(
    AppDb db, IProjects projects, IRegionPolicies policies, PlanContents contents, ICatalogue catalogue, TimeProvider time) : IDemoSeed
{
    private sealed record ProjectSeed(string Key, string? Plan);
    private sealed record World(List<ProjectSeed> Projects);

    public int Order => 90;

    public async Task Seed(DemoWorld world, CancellationToken ct)
    {
        var seeds = (await world.Read<World>("world.json", ct)).Projects;
        var cards = (await projects.Find([.. seeds.Select(s => DemoWorld.Id("project", s.Key))], ct)).ToDictionary(p => p.Id);
        var known = await db.Set<TermPlan>().Select(t => t.ProjectId).ToHashSetAsync(ct);
        foreach (var seed in seeds)
        {
            if (cards.TryGetValue(DemoWorld.Id("project", seed.Key), out var project) && !known.Contains(project.Id) && IsWritten(project))
            {
                db.Add(Written(DemoWorld.Id("term-plan", seed.Key), project));
            }
        }

        await db.SaveChangesAsync(ct);
        foreach (var seed in seeds.Where(s => s.Plan is not (null or "None")))
        {
            if (cards.TryGetValue(DemoWorld.Id("project", seed.Key), out var project))
            {
                await Plan(seed, project, ct);
            }
        }

        await db.SaveChangesAsync(ct);
    }

    private bool IsWritten(ProjectCard project) =>
        project.ServiceType == ServiceType.Maintenance && project.State != ProjectState.Draft && project.MissingParts.Count == 0
        && policies.For(project.Region).Plan.ContentMode == PlanContentMode.WrittenByLead;

    private TermPlan Written(Guid id, ProjectCard project)
    {
        var edition = catalogue.EditionFor(project);
        var term = TermPlan.Draft(id, project, edition);
        term.Write(
            [.. term.Periods.Select(p => new PeriodDraft(p.Number, null, null, PlanKind.Month, null))], project, edition,
            policies.For(project.Region).Plan, begun: false);
        term.Generate(time.GetUtcNow());
        return term;
    }

    private async Task Plan(ProjectSeed seed, ProjectCard project, CancellationToken ct)
    {
        var (now, policy) = (time.GetUtcNow(), policies.For(project.Region));
        var month = ChinaMonth.Of(now);
        if (project.TermEnds < month.LastDay || await db.Set<Plan>().AnyAsync(p => p.ProjectId == project.Id && p.Month == month, ct))
        {
            return;
        }

        var content = await contents.For(project, PlanKind.Month, month, null, policy.Plan, ct);
        var order = new PlanOrder(project, PlanKind.Month, month, content, DemoWorld.Id("account", "demo"));
        var plan = Plans.Plan.Make(DemoWorld.Id("plan", $"{seed.Key}/{month}"), order, policy, now);
        var share = seed.Plan switch { "Assigned" => 1.0, "PartlyAssigned" => 0.5, _ => 0.0 };
        var codes = plan.Items.Select(i => i.ClassCode).Take((int)(plan.Items.Count * share)).ToList();
        if (codes.Count > 0 && project.MemberIds.Count > 0)
        {
            plan.Assign(codes, project.MemberIds[0]);
        }

        db.Add(plan);
    }
}
