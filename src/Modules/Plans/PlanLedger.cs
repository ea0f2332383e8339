using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.Plans;

/// <summary>Which part of a month's plans a list shows.</summary>
internal enum PlanGroup { Idle, Running, Unfinished, Completed, Overdue }

/// <summary>Why a month counts as 未按时 (PLN-03).</summary>
internal enum MissReason { NotCreated, NotAssigned, NotFinished }

/// <summary>The numbers over a month's lists.</summary>
/// <param name="Idle">Plans of which something is not assigned.</param>
/// <param name="IdleFacilities">Facilities of those plans that nobody has.</param>
/// <param name="Running">Plans that are wholly assigned and not complete.</param>
internal sealed record MonthCounts(int Uncreated, int Idle, int IdleFacilities, int Running, int Completed)
{
    public int Unfinished => Idle + Running;
}

/// <summary>
/// How the months stand over the projects that the acting person sees. Lists, the workbench and the reminders ask this one place, so that a
/// number is always the total of the list that it opens (PLN-03, 19, 30).
/// </summary>
internal sealed class PlanLedger(AppDb db, IProjects projects, TimeProvider time)
{
    /// <summary>Projects that a search looks at; who finds more types another character.</summary>
    public const int MostFound = 500;

    /// <summary>Plans of the projects that the actor sees.</summary>
    public async Task<IQueryable<Plan>> Mine(CancellationToken ct)
    {
        var reach = await projects.Reach(ct);
        return db.Set<Plan>().AsNoTracking().Within(reach);
    }

    /// <summary>Projects that are to have a plan in the month and have none; whose term ends first stands first.</summary>
    /// <param name="among">Only those of these; null: all.</param>
    public async Task<Page<Guid>> Uncreated(ChinaMonth month, IReadOnlyCollection<Guid>? among, PageRequest page, CancellationToken ct)
    {
        var found = await WithoutPlan(await projects.Expecting(month, ct), among?.ToArray(), page, ct);
        return page.Of<Guid>([.. found.Where(f => f.Id is not null).Select(f => f.Id!.Value)], found[0].Total);
    }

    /// <summary>PLN-03: projects whose month is over and was not planned, not issued, or not finished.</summary>
    public async Task<Page<(Guid ProjectId, MissReason Why)>> Missed(ChinaMonth month, PageRequest page, CancellationToken ct)
    {
        if (month.CompareTo(ChinaMonth.Of(time.GetUtcNow())) >= 0)
        {
            return page.Of<(Guid, MissReason)>([], 0);
        }

        var found = await NotInTime(await projects.Expecting(month, ct), page, ct);
        return page.Of<(Guid, MissReason)>([.. found.Where(f => f.Id is not null).Select(f => (f.Id!.Value, Enum.Parse<MissReason>(f.Why!)))], found[0].Total);
    }

    public async Task<MonthCounts> Count(ChinaMonth month, CancellationToken ct)
    {
        var plans = (await Mine(ct)).Where(p => p.Month == month);
        var idle = plans.Where(In(PlanGroup.Idle, time.Today()));
        return new MonthCounts(
            (await Uncreated(month, null, new PageRequest(1, 1), ct)).Total, await idle.CountAsync(ct),
            await idle.SelectMany(p => p.Items).CountAsync(i => i.State == PlanItemState.Open, ct),
            await plans.CountAsync(In(PlanGroup.Running, time.Today()), ct), await plans.CountAsync(In(PlanGroup.Completed, time.Today()), ct));
    }

    /// <summary>A row of a page, with how many there are in all; a page beyond the end is one row without a project.</summary>
    private sealed record Found(Guid? Id, string? Why, int Total);

    // Counted and paged in the database: an administrator's list has 100,000. The walls stand in the statements.
    private Task<List<Found>> WithoutPlan(ExpectedProjects e, Guid[]? named, PageRequest page, CancellationToken ct) => db.Database.SqlQuery<Found>(
        $"""
        with found as (
          select x.id, x.term_ends from project_expected({e.Month}, {e.FirstDay}, {e.LastDay}, {e.DoneToo}) x
          where x.agency_id = {e.AgencyId} and ({e.Among}::uuid[] is null or x.id = any({e.Among}::uuid[])) and ({named}::uuid[] is null or x.id = any({named}::uuid[]))
            and not exists (select from plan p where p.project_id = x.id and p.agency_id = {e.AgencyId} and p.month = {e.Month}::char(7)))
        select shown.id, null as why, total.total
        from (select count(*)::int as total from found) total
        left join (select id, term_ends from found order by term_ends, id limit {page.Take} offset {page.Skip}) shown on true
        order by shown.term_ends, shown.id
        """).ToListAsync(ct);

    private Task<List<Found>> NotInTime(ExpectedProjects e, PageRequest page, CancellationToken ct) => db.Database.SqlQuery<Found>(
        $"""
        with worst as (
          select p.project_id, bool_or(p.state = 'Drafted') as drafted, bool_and(p.state = 'Completed') as completed from plan p
          where p.agency_id = {e.AgencyId} and p.month = {e.Month}::char(7) and p.service_type = 'Maintenance' group by p.project_id),
        found as (
          select x.id, x.term_ends, case when w.project_id is null then 'NotCreated' when w.drafted then 'NotAssigned' else 'NotFinished' end as why
          from project_expected({e.Month}, {e.FirstDay}, {e.LastDay}, {e.DoneToo}) x left join worst w on w.project_id = x.id
          where x.agency_id = {e.AgencyId} and ({e.Among}::uuid[] is null or x.id = any({e.Among}::uuid[])) and w.completed is not true)
        select shown.id, shown.why, total.total
        from (select count(*)::int as total from found) total
        left join (select id, term_ends, why from found order by term_ends, id limit {page.Take} offset {page.Skip}) shown on true
        order by shown.term_ends, shown.id
        """).ToListAsync(ct);

    public static System.Linq.Expressions.Expression<Func<Plan, bool>> In(PlanGroup group, DateOnly today) => group switch
    {
        PlanGroup.Idle => p => p.State != PlanState.Completed && p.Items.Any(i => i.State == PlanItemState.Open),
        PlanGroup.Running => p => p.State != PlanState.Completed && p.Items.All(i => i.State != PlanItemState.Open),
        PlanGroup.Unfinished => p => p.State != PlanState.Completed,
        PlanGroup.Completed => p => p.State == PlanState.Completed,
        _ => p => p.State != PlanState.Completed && p.DueBy < today,
    };
}
