using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Plans.Contracts;
using WeChatService.Plans.Term;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Plans.ForAgency;

/// <summary>编制、生成、推送维保计划 (PLN-23…26).</summary>
internal static class WriteTermPlan
{
    public sealed record Request(IReadOnlyList<PeriodDraft> Periods);
    public sealed record Told(Guid Id, TermPlanState State, int Contacts);

    public static void Map(RouteGroupBuilder door)
    {
        MapReading(door);
        door.MapGet("/projects/{projectId:guid}/term-plan/pdf", Pdf);
        door.MapPut("/projects/{projectId:guid}/term-plan", Write).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);
        door.MapPost("/projects/{projectId:guid}/term-plan/generation", Generate).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);
        door.MapPost("/projects/{projectId:guid}/term-plan/print", PrintAgain).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);
        door.MapPost("/projects/{projectId:guid}/term-plan/push", Push).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);
    }

    /// <summary>PRJ-45: on the phone it is read, at the desk it is written.</summary>
    public static void MapReading(RouteGroupBuilder door)
    {
        door.MapGet("/projects/{projectId:guid}/term-plan", Show);
        door.MapGet("/projects/{projectId:guid}/term-plan/periods/{number:int}", ShowPeriod);
    }

    /// <summary>What is written; as long as nobody wrote anything, what is advised.</summary>
    private static async Task<TermPlanSheet> Show(Guid projectId, TermDesk desk, CancellationToken ct)
    {
        var (project, policy) = await desk.Project(projectId, ct);
        return TermPlanSheet.Of(await desk.FindOrAdvise(project, ct), project, policy.Plan, await desk.Made(projectId, ct));
    }

    private static async Task<PeriodSheet> ShowPeriod(Guid projectId, int number, TermDesk desk, CancellationToken ct)
    {
        var (project, _) = await desk.Project(projectId, ct);
        var term = await desk.FindOrAdvise(project, ct);
        var period = term.Periods.Find(p => p.Number == number) ?? throw new RuleBroken(TermPlanProblems.PeriodUnknown);
        return PeriodSheet.Of(period, project, desk.EditionOf(term, project), whole: true);
    }

    private static async Task<FileContentHttpResult> Pdf(Guid projectId, TermDesk desk, CancellationToken ct)
    {
        var (project, _) = await desk.Project(projectId, ct);
        return await desk.Pdf(await desk.FindOrAdvise(project, ct), project, ct);
    }

    private static async Task<TermPlanSheet> Write(Guid projectId, Request request, AppDb db, TermDesk desk, CurrentActor actor, CancellationToken ct)
    {
        var (project, policy) = await desk.Planned(projectId, actor.Required, ct);
        var term = await desk.FindOrAdd(project, ct);
        var made = await desk.Made(projectId, ct);
        term.Write(request.Periods ?? [], project, desk.EditionOf(term, project), policy.Plan, made.Count > 0);
        db.Audit("term_plan.written", "TermPlan", term.Id, $"编制「{project.Name}」维保计划，改 {request.Periods?.Count ?? 0} 期");
        return TermPlanSheet.Of(term, project, policy.Plan, made);
    }

    private static async Task<TermPlanSheet> Generate(
        Guid projectId, AppDb db, TermDesk desk, CurrentActor actor, TimeProvider time, CancellationToken ct)
    {
        var (project, policy) = await desk.Planned(projectId, actor.Required, ct);
        var term = await desk.FindOrAdd(project, ct);
        term.Generate(time.GetUtcNow());
        db.Enqueue(new PrintTermPlan(term.Id, term.Revision), TermDesk.PrintKey(term));
        db.Audit("term_plan.generated", "TermPlan", term.Id, $"生成「{project.Name}」维保计划，共 {term.Periods.Count} 期");
        return TermPlanSheet.Of(term, project, policy.Plan, await desk.Made(projectId, ct));
    }

    /// <summary>Prints again what failed; while a print of it waits, another is refused by its key.</summary>
    private static async Task<TermPlanSheet> PrintAgain(Guid projectId, AppDb db, TermDesk desk, CurrentActor actor, CancellationToken ct)
    {
        var (project, policy) = await desk.Planned(projectId, actor.Required, ct);
        var term = await desk.FindOrAdd(project, ct);
        term.MustBeGenerated();
        if (term.PrintId is null)
        {
            term.Printed(term.Revision, null, null);
            db.Enqueue(new PrintTermPlan(term.Id, term.Revision), TermDesk.PrintKey(term));
        }

        return TermPlanSheet.Of(term, project, policy.Plan, await desk.Made(projectId, ct));
    }

    private static async Task<Told> Push(
        Guid projectId, AppDb db, TermDesk desk, CurrentActor actor, IOwnerContacts contacts, IFollowers followers, TimeProvider time, CancellationToken ct)
    {
        var (project, _) = await desk.Planned(projectId, actor.Required, ct);
        var term = await desk.FindOrAdd(project, ct);
        var bound = (await contacts.OfProject(projectId, ct)).Select(c => c.Id).ToList();
        var following = (await followers.Of(bound, ServiceAccountKind.Owner, ct)).Where(f => f.Subscribed).Select(f => f.SubjectId).Distinct().Count();
        term.Push(bound.Count, following, time.GetUtcNow());
        db.Announce(new TermPlanPushed(term.Id, project.Id, project.AgencyId, term.TermStarts, term.TermEnds, term.Periods.Count));
        db.Audit("term_plan.pushed", "TermPlan", term.Id, $"推送「{project.Name}」维保计划给 {following} 位联系人");
        return new Told(term.Id, term.State, following);
    }
}
