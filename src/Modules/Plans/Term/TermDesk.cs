using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Plans.ForAgency;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans.Term;

/// <summary>Finds a project's term plan with all that its rules look at.</summary>
internal sealed class TermDesk(AppDb db, IProjects projects, IRegionPolicies policies, ICatalogue catalogue, Photos photos, Ids ids)
{
    /// <exception cref="RuleBroken">Not the actor's, or no term plans are written there.</exception>
    public async Task<(ProjectCard Project, RegionPolicy Policy)> Project(Guid projectId, CancellationToken ct)
    {
        var reach = (await projects.Reach(ct)).Ids;
        var project = reach is null || reach.Contains(projectId) ? await projects.Find(projectId, ct) : null;
        return Used(project ?? throw new RuleBroken(PlanProblems.NotYours));
    }

    /// <summary>The same for who plans it.</summary>
    public async Task<(ProjectCard Project, RegionPolicy Policy)> Planned(Guid projectId, Actor actor, CancellationToken ct) =>
        Used(await projects.OfPlanner(projectId, actor, ct));

    public async Task<TermPlan?> Find(Guid projectId, CancellationToken ct) => await db.Set<TermPlan>().FirstOrDefaultAsync(t => t.ProjectId == projectId, ct);

    /// <summary>What is written, else what is advised; nothing is kept by looking at it.</summary>
    public async Task<TermPlan> FindOrAdvise(ProjectCard project, CancellationToken ct) =>
        await Find(project.Id, ct) ?? TermPlan.Draft(Guid.Empty, project, catalogue.EditionFor(project));

    public async Task<TermPlan> FindOrAdd(ProjectCard project, CancellationToken ct)
    {
        if (await Find(project.Id, ct) is { } known)
        {
            return known;
        }

        PlanRules.ProjectMustBeComplete(project);
        var draft = TermPlan.Draft(ids.Next(), project, catalogue.EditionFor(project));
        db.Add(draft);
        return draft;
    }

    public CatalogueEdition EditionOf(TermPlan term, ProjectCard project) =>
        catalogue.Find(term.EditionCode, term.EditionVersion) ?? catalogue.EditionFor(project);

    /// <summary>The plans made from its periods, by month.</summary>
    public async Task<IReadOnlyDictionary<string, PlanState>> Made(Guid projectId, CancellationToken ct) =>
        (await db.Set<Plan>().Where(p => p.ProjectId == projectId).Select(p => new { p.Month, p.State }).ToListAsync(ct))
            .GroupBy(p => p.Month.ToString()).ToDictionary(g => g.Key, g => g.Max(p => p.State));

    /// <summary>By it a revision is printed once, however often that is asked for.</summary>
    public static string PrintKey(TermPlan term) => $"{term.Id}/{term.Revision}";

    /// <exception cref="RuleBroken">It is a draft, or the print is not ready.</exception>
    public async Task<FileContentHttpResult> Pdf(TermPlan term, ProjectCard project, CancellationToken ct)
    {
        term.MustBeGenerated();
        var print = term.PrintId ?? throw new RuleBroken(term.PrintTrouble is null ? TermPlanProblems.Printing : TermPlanProblems.PrintFailed);
        return TypedResults.File(await photos.Read(print, ct), "application/pdf", $"{project.Name}维保计划.pdf");
    }

    private (ProjectCard Project, RegionPolicy Policy) Used(ProjectCard project)
    {
        var policy = policies.For(project.Region);
        TermRules.MustBeUsed(project, policy.Plan);
        return (project, policy);
    }
}
