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
    public async Task<IReadOnlyList<Guid>> Uncreated(ChinaMonth month, CancellationToken ct)
    {
        var expected = await projects.Expected(month, ct);
        var made = await (await Mine(ct)).Where(p => p.Month == month).Select(p => p.ProjectId).Distinct().ToListAsync(ct);
        var planned = made.ToHashSet();
        return [.. expected.Where(id => !planned.Contains(id))];
    }

    /// <summary>PLN-03: projects whose month is over and was not planned, not issued, or not finished.</summary>
    public async Task<IReadOnlyList<(Guid ProjectId, MissReason Why)>> Missed(ChinaMonth month, CancellationToken ct)
    {
        if (month.CompareTo(ChinaMonth.Of(time.GetUtcNow())) >= 0)
        {
            return [];
        }

        var expected = await projects.Expected(month, ct);
        var states = await (await Mine(ct)).Where(p => p.Month == month && p.ServiceType == ServiceType.Maintenance)
            .Select(p => new { p.ProjectId, p.State }).ToListAsync(ct);
        var worst = states.GroupBy(s => s.ProjectId).ToDictionary(g => g.Key, g => g.Min(s => s.State));
        return
        [
            .. expected.Where(id => !worst.TryGetValue(id, out var state) || state != PlanState.Completed).Select(id =>
                (id, !worst.TryGetValue(id, out var state) ? MissReason.NotCreated : state == PlanState.Drafted ? MissReason.NotAssigned : MissReason.NotFinished)),
        ];
    }

    public async Task<MonthCounts> Count(ChinaMonth month, CancellationToken ct)
    {
        var plans = (await Mine(ct)).Where(p => p.Month == month);
        var idle = plans.Where(In(PlanGroup.Idle, time.Today()));
        return new MonthCounts(
            (await Uncreated(month, ct)).Count, await idle.CountAsync(ct),
            await idle.SelectMany(p => p.Items).CountAsync(i => i.State == PlanItemState.Open, ct),
            await plans.CountAsync(In(PlanGroup.Running, time.Today()), ct), await plans.CountAsync(In(PlanGroup.Completed, time.Today()), ct));
    }

    public static System.Linq.Expressions.Expression<Func<Plan, bool>> In(PlanGroup group, DateOnly today) => group switch
    {
        PlanGroup.Idle => p => p.State != PlanState.Completed && p.Items.Any(i => i.State == PlanItemState.Open),
        PlanGroup.Running => p => p.State != PlanState.Completed && p.Items.All(i => i.State != PlanItemState.Open),
        PlanGroup.Unfinished => p => p.State != PlanState.Completed,
        PlanGroup.Completed => p => p.State == PlanState.Completed,
        _ => p => p.State != PlanState.Completed && p.DueBy < today,
    };
}
