using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.Plans.ForAgency;

/// <summary>The month's calendar: what is planned on which day, and what each person has.</summary>
internal static class ReadCalendar
{
    /// <summary>A lead's month; an administrator of more sees the first so many and is told (<see cref="Response.IsCut"/>).</summary>
    private const int MostPlans = 1000;

    public sealed record Entry(Guid PlanId, string ProjectName, PlanKind Kind, PlanState State, int Facilities, IReadOnlyList<string> People);
    public sealed record Day(DateOnly On, IReadOnlyList<Entry> Plans);

    /// <param name="Places">Projects on that day.</param>
    public sealed record DayLoad(DateOnly On, int Places);

    /// <param name="Facilities">What the person has this month, finished or not; <paramref name="Done"/> of it is approved.</param>
    /// <param name="BusyDays">Days with at least one place; more than one place on a day is a conflict.</param>
    public sealed record Load(Guid PersonId, string Name, int Facilities, int Done, IReadOnlyList<DayLoad> BusyDays);

    /// <param name="Undated">Plans without a day.</param>
    public sealed record Response(ChinaMonth Month, IReadOnlyList<Day> Days, IReadOnlyList<Entry> Undated, IReadOnlyList<Load> People, bool IsCut);

    public static void Map(RouteGroupBuilder door) => door.MapGet("/plans/calendar", Handle);

    private static async Task<Response> Handle(
        ChinaMonth? month, PlanLedger ledger, IProjects projects, IPeople people, TimeProvider time, CancellationToken ct)
    {
        var wanted = month ?? ChinaMonth.Of(time.GetUtcNow());
        var (first, last) = (wanted.FirstDay, wanted.LastDay);
        var plans = await (await ledger.Mine(ct)).Where(p => p.Month == wanted || (p.PlannedOn >= first && p.PlannedOn <= last))
            .OrderBy(p => p.PlannedOn).ThenBy(p => p.Id).Take(MostPlans + 1).ToListAsync(ct);
        var isCut = plans.Count > MostPlans;
        plans = [.. plans.Take(MostPlans)];
        var places = (await projects.Find([.. plans.Select(p => p.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id, p => p.Name);
        var holdings = plans.SelectMany(p => p.Items.SelectMany(i => People(i).Select(person => (Person: person, Plan: p, Item: i)))).ToList();
        var names = (await people.Of(holdings.Select(h => h.Person).Distinct(), ct)).ToDictionary(p => p.Id, p => p.Name);
        var entries = plans.Select(p => (Plan: p, Entry: new Entry(
            p.Id, places.GetValueOrDefault(p.ProjectId, ""), p.Kind, p.State, p.Items.Count,
            [.. p.Items.SelectMany(People).Distinct().Select(h => names.GetValueOrDefault(h)).OfType<string>()]))).ToList();
        return new Response(
            wanted,
            [
                .. entries.Where(e => e.Plan.PlannedOn >= first && e.Plan.PlannedOn <= last).GroupBy(e => e.Plan.PlannedOn!.Value).OrderBy(g => g.Key)
                    .Select(g => new Day(g.Key, [.. g.Select(e => e.Entry)])),
            ],
            [.. entries.Where(e => e.Plan.PlannedOn is null).Select(e => e.Entry)],
            [
                .. holdings.GroupBy(h => h.Person).Where(g => names.ContainsKey(g.Key)).Select(g => new Load(
                    g.Key, names[g.Key], g.Count(), g.Count(h => h.Item.State == PlanItemState.Done),
                    [
                        .. g.Where(h => h.Plan.PlannedOn is not null).GroupBy(h => h.Plan.PlannedOn!.Value).OrderBy(d => d.Key)
                            .Select(d => new DayLoad(d.Key, d.Select(h => h.Plan.ProjectId).Distinct().Count())),
                    ])).OrderByDescending(l => l.Facilities - l.Done).ThenBy(l => l.Name, StringComparer.Ordinal),
            ],
            isCut);
    }

    private static IEnumerable<Guid> People(PlanItem item) => item.TakenBy is { } taker ? [taker] : item.AssigneeIds;
}
