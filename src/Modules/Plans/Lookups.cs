using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans;

/// <summary>Plans for the modules below.</summary>
internal sealed class Lookups(AppDb db, CurrentActor actor, IRegionPolicies policies) : IPlans
{
    public async Task<PlanCard?> Find(Guid planId, CancellationToken ct) =>
        (await db.Set<Plan>().FirstOrDefaultAsync(p => p.Id == planId, ct))?.Card();

    public async Task<IReadOnlyList<PlanCard>> Find(IReadOnlyCollection<Guid> planIds, CancellationToken ct) =>
        [.. (await db.Set<Plan>().AsNoTracking().Where(p => planIds.Contains(p.Id)).ToListAsync(ct)).Select(p => p.Card())];

    public async Task<PlanCard?> OfMonth(Guid projectId, ChinaMonth month, CancellationToken ct) =>
        (await OfMonth([projectId], month, ct)).FirstOrDefault();

    // A wider plan contains the narrower one, and the kinds stand in that order.
    public async Task<IReadOnlyList<PlanCard>> OfMonth(IReadOnlyCollection<Guid> projectIds, ChinaMonth month, CancellationToken ct) =>
        [.. (await db.Set<Plan>().AsNoTracking().Where(p => projectIds.Contains(p.ProjectId) && p.Month == month).ToListAsync(ct))
            .GroupBy(p => p.ProjectId).Select(g => g.MaxBy(p => (p.RetestNumber, p.Kind))!.Card())];

    // In the database: an administrator's month has 100,000 plans. The walls stand in the statement.
    public async Task<PlanCounts> Count(ExpectedProjects e, CancellationToken ct)
    {
        var counted = (await db.Database.SqlQuery<Counted>(
            $"""
            with months as (
              select p.id, p.project_id, p.state from plan p
              where p.agency_id = {e.AgencyId} and p.month = {e.Month}::char(7) and ({e.Among}::uuid[] is null or p.project_id = any({e.Among}::uuid[])))
            select
              (select count(*)::int from project_expected({e.Month}, {e.FirstDay}, {e.LastDay}, {e.DoneToo}) x
                where x.agency_id = {e.AgencyId} and ({e.Among}::uuid[] is null or x.id = any({e.Among}::uuid[]))
                  and not exists (select from months m where m.project_id = x.id)) as uncreated,
              (select count(*)::int from months m where m.state <> 'Completed') as unfinished,
              open.plans as idle, open.items as facilities
            from (
              select count(distinct i.plan_id)::int as plans, count(*)::int as items
              from months m join plan_item i on i.plan_id = m.id where i.state = 'Open') open
            """).ToListAsync(ct))[0];
        return new PlanCounts(counted.Uncreated, counted.Unfinished, counted.Idle, counted.Facilities);
    }

    private sealed record Counted(int Uncreated, int Unfinished, int Idle, int Facilities);

    public async Task<Page<PlanCard>> Matching(
        ProjectReach reach, SearchWords words, IReadOnlyCollection<Guid> projectIds, int max, CancellationToken ct)
    {
        var found = db.Set<Plan>().AsNoTracking().Within(reach)
            .Where(p => EF.Functions.ILike(p.Name, words.Pattern, SearchWords.Escape) || projectIds.Contains(p.ProjectId));
        var page = new PageRequest(1, max);
        var plans = await found.OrderByDescending(p => p.CreatedAt).ThenBy(p => p.Id).Take(page.Take).ToListAsync(ct);
        return page.Of<PlanCard>([.. plans.Select(p => p.Card())], await found.CountAsync(ct));
    }

    public async Task<IReadOnlyList<Guid>> RunningOn(ChinaMonth month, DateOnly today, CancellationToken ct) =>
        today <= month.LastDay
            ? []
            : await db.Set<Plan>().Where(p => p.Month == month && p.DueBy >= today && p.ServiceType == ServiceType.Maintenance)
                .Select(p => p.ProjectId).Distinct().ToListAsync(ct);

    public async Task<IReadOnlyList<PlanCard>> AssignedTo(Guid personId, CancellationToken ct) =>
        [.. (await db.Set<Plan>().AsNoTracking()
            .Where(p => p.Items.Any(i => i.State == PlanItemState.Assigned && i.AssigneeIds.Contains(personId)))
            .OrderBy(p => p.CreatedAt).ToListAsync(ct)).Select(p => p.Card())];

    public async Task Take(Guid planId, IReadOnlyCollection<string> classCodes, Guid personId, Guid taskId, CancellationToken ct) =>
        (await Must(planId, ct)).Take(classCodes, personId, taskId);

    public async Task<IReadOnlyList<Guid>> Assignees(ProjectReach reach, CancellationToken ct) =>
        await db.Set<Plan>().Within(reach).SelectMany(p => p.Items.Where(i => i.State == PlanItemState.Assigned).SelectMany(i => i.AssigneeIds)).Distinct().ToListAsync(ct);

    public async Task HandOver(Guid planId, Guid? taskId, Guid from, PersonCard to, ProjectCard project, CancellationToken ct)
    {
        var plan = await Must(planId, ct);
        PlanRules.MustBeAssignable(to, project, policies.For(project.Region).Plan);
        var facilities = plan.HandOver(taskId, from, to.Id);
        db.Announce(new PlanAssigned(plan.Id, project.Id, plan.AgencyId, to.Id, plan.Name, project.Name, facilities, actor.Required.Name));
    }

    public async Task GiveBack(Guid planId, Guid taskId, CancellationToken ct) => (await Must(planId, ct)).GiveBack(taskId);

    public async Task MarkDone(Guid planId, Guid taskId, CancellationToken ct) => (await Must(planId, ct)).MarkDone(taskId);

    public async Task MarkUndone(Guid planId, Guid taskId, CancellationToken ct) => (await Must(planId, ct)).MarkUndone(taskId);

    public async Task MarkJudged(Guid planId, bool? conforms, IReadOnlyCollection<string> failedClassCodes, CancellationToken ct) =>
        (await Must(planId, ct)).MarkJudged(conforms, failedClassCodes);

    private async Task<Plan> Must(Guid planId, CancellationToken ct) =>
        await db.Set<Plan>().FirstOrDefaultAsync(p => p.Id == planId, ct) ?? throw new RuleBroken(PlanProblems.NotYours);
}

internal static class PlanQueries
{
    public static IQueryable<Plan> Within(this IQueryable<Plan> plans, ProjectReach reach)
    {
        var ids = reach.Ids;
        return ids is null ? plans : plans.Where(p => ids.Contains(p.ProjectId));
    }
}
