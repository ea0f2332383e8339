using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans.Reminders;

/// <summary>Tell the leads what they must not miss on this day (PLN-03, 04; NTF-17).</summary>
internal sealed record RemindOfPlans(DateOnly Day)
{
    /// <summary>Five days before the month ends, on its last day, and on the first day, when years begin and end.</summary>
    public static bool IsDue(DateOnly day) => day.Day == 1 || IsMonthsEnd(day);

    public static bool IsMonthsEnd(DateOnly day) => ChinaMonth.Of(day).LastDay.DayNumber - day.DayNumber is 5 or 0;
}

/// <summary>One message for each lead and kind, by the number of his projects and the first one's name.</summary>
internal sealed class RemindOfPlansRunner(AppDb db, IProjects projects, IRegionPolicies policies) : IRun<RemindOfPlans>
{
    /// <summary>Projects read at a time.</summary>
    private const int Batch = 500;

    public async Task Run(RemindOfPlans job, JobRun run, CancellationToken ct)
    {
        var told = (await db.Set<PlanReminded>().Where(r => r.Day == job.Day).Select(r => new { r.PersonId, r.Kind }).ToListAsync(ct))
            .Select(r => (r.PersonId, r.Kind)).ToHashSet();
        if (RemindOfPlans.IsMonthsEnd(job.Day))
        {
            await RemindOfMonth(job.Day, told, ct);
            await RemindOfOpen(job.Day, told, ct);
        }

        if (job.Day.Day == 1)
        {
            await RemindOfYears(job.Day, told, ct);
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task RemindOfMonth(DateOnly day, HashSet<(Guid, ReminderKind)> told, CancellationToken ct)
    {
        var month = ChinaMonth.Of(day);
        List<ProjectCard> lacking = [];
        foreach (var ids in (await projects.Expected(month, ct)).Chunk(Batch))
        {
            var planned = await db.Set<Plan>().AsNoTracking().IgnoreAutoIncludes().Where(p => ids.Contains(p.ProjectId) && p.Month == month)
                .Select(p => p.ProjectId).Distinct().ToListAsync(ct);
            lacking.AddRange(await projects.Find([.. ids.Except(planned)], ct));
        }

        foreach (var lead in lacking.GroupBy(p => p.LeadId))
        {
            Tell(
                day, ReminderKind.Month, lead.Key, [.. lead], $"{month.Month}月还没建计划", $"{month.LastDay.Month}月{month.LastDay.Day}日前建好并下发",
                "/agency/plans?show=uncreated", told);
        }
    }

    /// <summary>NTF-17: plans of the month whose work is not handed in; the lead sees to it before the month is over.</summary>
    private async Task RemindOfOpen(DateOnly day, HashSet<(Guid, ReminderKind)> told, CancellationToken ct)
    {
        var month = ChinaMonth.Of(day);
        var open = await db.Set<Plan>().AsNoTracking().IgnoreAutoIncludes()
            .Where(p => p.Month == month && p.ServiceType == ServiceType.Maintenance && p.State != PlanState.Completed)
            .Select(p => p.ProjectId).Distinct().OrderBy(id => id).ToListAsync(ct);
        List<ProjectCard> projectsOf = [];
        foreach (var ids in open.Chunk(Batch))
        {
            var resting = await projects.Suspended(ids, month, ct);
            projectsOf.AddRange((await projects.Find(ids, ct)).Where(p => p.State is ProjectState.Active or ProjectState.Practised or ProjectState.Retest && !resting.Contains(p.Id)));
        }

        foreach (var lead in projectsOf.GroupBy(p => p.LeadId))
        {
            Tell(
                day, ReminderKind.Open, lead.Key, [.. lead], $"{month.Month}月计划还没做完", $"{month.LastDay.Month}月{month.LastDay.Day}日前做完并提交",
                "/agency/plans?show=unfinished", told);
        }
    }

    /// <summary>Of the service years that end with this month, and of those that ended with the last one (PLN-04).</summary>
    private async Task RemindOfYears(DateOnly day, HashSet<(Guid, ReminderKind)> told, CancellationToken ct)
    {
        var month = ChinaMonth.Of(day);
        var years = new List<(ProjectCard Project, PlanYear Year)>();
        foreach (var ids in (await projects.Expected(month, ct)).Chunk(Batch))
        {
            var cards = (await projects.Find(ids, ct)).Where(p => policies.For(p.Region).Plan.YearMinimum is { Quarterly: > 0 } or { Yearly: > 0 }).ToList();
            var counted = cards.Select(p => p.Id).ToList();
            var plans = (await db.Set<Plan>().AsNoTracking().IgnoreAutoIncludes().Where(p => counted.Contains(p.ProjectId) && p.Kind != PlanKind.Month)
                .Select(p => new { p.ProjectId, p.Month, p.Kind }).ToListAsync(ct)).ToLookup(p => p.ProjectId, p => (p.Month, p.Kind));
            years.AddRange(cards.SelectMany(p => PlanYear.Of(p, [.. plans[p.Id]], policies.For(p.Region).Plan.YearMinimum, month).Select(y => (p, y))));
        }

        void TellOf(ReminderKind kind, Func<PlanYear, bool> which, string advice)
        {
            foreach (var lead in years.Where(x => x.Year.Says.Length > 0 && which(x.Year)).GroupBy(x => x.Project.LeadId))
            {
                Tell(
                    day, kind, lead.Key, [.. lead.Select(x => x.Project)], kind == ReminderKind.YearShort ? "上一年度计划不够" : "本年度计划不够",
                    lead.Count() == 1 ? lead.First().Year.Says + advice : $"每年 3 季 1 年{advice}", "/agency/plans?show=years", told);
            }
        }

        TellOf(ReminderKind.YearEnding, y => y.Last == month, "，本月补上");
        TellOf(ReminderKind.YearShort, y => y.Last == month.AddMonths(-1), "，已标红");
    }

    private void Tell(
        DateOnly day, ReminderKind kind, Guid personId, IReadOnlyList<ProjectCard> about, string says, string advice, string path,
        HashSet<(Guid, ReminderKind)> told)
    {
        if (told.Add((personId, kind)))
        {
            db.Add(new PlanReminded(day, personId, kind));
            db.Announce(new PlanReminder(personId, about[0].Id, about.Count, says, advice, path));
        }
    }
}
