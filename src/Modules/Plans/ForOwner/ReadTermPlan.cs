using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Plans.Term;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans.ForOwner;

/// <summary>What a bound contact reads of a pushed plan: the periods, one period, the PDF (PLN-26).</summary>
internal static class ReadTermPlan
{
    public static void Map(RouteGroupBuilder owner)
    {
        owner.MapGet("/projects/{projectId:guid}/term-plan", Show);
        owner.MapGet("/projects/{projectId:guid}/term-plan/periods/{number:int}", ShowPeriod);
        owner.MapGet("/projects/{projectId:guid}/term-plan/pdf", Pdf);
    }

    private static async Task<TermPlanSheet> Show(
        Guid projectId, TermDesk desk, IProjects projects, IOwnerContacts contacts, CurrentActor actor, IRegionPolicies policies, CancellationToken ct)
    {
        var (term, project) = await Pushed(projectId, desk, projects, contacts, actor.Required, ct);
        return TermPlanSheet.Of(term, project, policies.For(project.Region).Plan, await desk.Made(projectId, ct));
    }

    private static async Task<PeriodSheet> ShowPeriod(
        Guid projectId, int number, TermDesk desk, IProjects projects, IOwnerContacts contacts, CurrentActor actor, CancellationToken ct)
    {
        var (term, project) = await Pushed(projectId, desk, projects, contacts, actor.Required, ct);
        var period = term.Periods.Find(p => p.Number == number) ?? throw new RuleBroken(TermPlanProblems.PeriodUnknown);
        return PeriodSheet.Of(period, project, desk.EditionOf(term, project), whole: false);
    }

    private static async Task<FileContentHttpResult> Pdf(
        Guid projectId, TermDesk desk, IProjects projects, IOwnerContacts contacts, CurrentActor actor, CancellationToken ct)
    {
        var (term, project) = await Pushed(projectId, desk, projects, contacts, actor.Required, ct);
        return await desk.Pdf(term, project, ct);
    }

    /// <summary>Only who is bound, and only what was pushed: before that it is the lead's draft.</summary>
    private static async Task<(TermPlan Term, ProjectCard Project)> Pushed(
        Guid projectId, TermDesk desk, IProjects projects, IOwnerContacts contacts, Actor actor, CancellationToken ct)
    {
        var bound = actor.ContactId is { } contact && await contacts.IsBound(contact, projectId, ct);
        var project = bound ? await projects.Find(projectId, ct) : null;
        return project is not null && await desk.Find(projectId, ct) is { State: TermPlanState.Pushed } term
            ? (term, project)
            : throw new RuleBroken(PlanProblems.NotYours);
    }
}
