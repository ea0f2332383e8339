using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>One field for everything: projects, plans, tasks, faults and reports that hold the words, the first few of each kind (SCR-01).</summary>
internal static class Search
{
    private const int Shown = 5;

    /// <summary>A name that matches this many projects says nothing about the other kinds.</summary>
    private const int MostProjects = 200;

    public sealed record ProjectHit(Guid Id, string Name, string Address, ServiceType ServiceType, ProjectState State);
    public sealed record PlanHit(Guid Id, string Name, string ProjectName, ChinaMonth Month, PlanState State);
    public sealed record TaskHit(Guid Id, Guid PlanId, string Name, string ProjectName, string OperatorName, FieldTaskState State, DateTimeOffset? SubmittedAt);
    public sealed record FaultHit(Guid Id, string ItemName, string Text, string ProjectName, FaultState State, bool IsHandled, DateTimeOffset FoundAt);
    public sealed record ReportHit(Guid Id, string Number, string ProjectName, ChinaMonth Month, ReportState State);

    /// <param name="Total">Of all, not only those shown.</param>
    public sealed record Hits<T>(IReadOnlyList<T> Items, int Total);

    public sealed record Response(
        Hits<ProjectHit> Projects, Hits<PlanHit> Plans, Hits<TaskHit> Tasks, Hits<FaultHit> Faults, Hits<ReportHit> Reports);

    public static void Map(RouteGroupBuilder door) => door.MapGet("/search", Handle);

    private static async Task<Response> Handle(
        string? q, AppDb db, IProjects projects, IPlans plans, IFieldTasks tasks, IFaults faults, IPeople people, CancellationToken ct)
    {
        if (SearchWords.Of(q) is not { } words)
        {
            return new Response(new([], 0), new([], 0), new([], 0), new([], 0), new([], 0));
        }

        var reach = await projects.Reach(ct);
        var named = await projects.Matching(words, MostProjects, ct);
        var ids = named.Select(p => p.Id).ToList();
        var foundPlans = await plans.Matching(reach, words, ids, Shown, ct);
        var foundTasks = await tasks.Matching(reach, words, ids, await people.Named(words.Text, MostProjects, ct), Shown, ct);
        var foundFaults = await faults.Matching(reach, words, ids, Shown, ct);
        var reports = Matching(db.Set<Report>().AsNoTracking(), reach, words, ids);
        var foundReports = await reports.OrderByDescending(r => r.CreatedAt).ThenBy(r => r.Id).Take(Shown)
            .Select(r => new ReportHit(r.Id, r.Number, r.ProjectName, r.Month, r.State)).ToListAsync(ct);
        var places = (await projects.Find(
            [.. foundPlans.Items.Select(p => p.ProjectId).Concat(foundTasks.Items.Select(t => t.ProjectId)).Concat(foundFaults.Items.Select(f => f.ProjectId)).Distinct()],
            ct)).ToDictionary(p => p.Id, p => p.Name);
        var names = (await people.Of(foundTasks.Items.Select(t => t.OperatorId), ct)).ToDictionary(p => p.Id, p => p.Name);
        return new Response(
            new([.. named.Take(Shown).Select(p => new ProjectHit(p.Id, p.Name, p.Address, p.ServiceType, p.State))], named.Count),
            new([.. foundPlans.Items.Select(p => new PlanHit(p.Id, p.Name, places.GetValueOrDefault(p.ProjectId, ""), p.Month, p.State))], foundPlans.Total),
            new([.. foundTasks.Items.Select(t => new TaskHit(
                t.Id, t.PlanId, t.Name, places.GetValueOrDefault(t.ProjectId, ""), names.GetValueOrDefault(t.OperatorId, ""), t.State, t.SubmittedAt))],
                foundTasks.Total),
            new([.. foundFaults.Items.Select(f => new FaultHit(
                f.Id, f.ItemName, f.Text, places.GetValueOrDefault(f.ProjectId, ""), f.State, f.IsHandled, f.FoundAt))], foundFaults.Total),
            new(foundReports, await reports.CountAsync(ct)));
    }

    private static IQueryable<Report> Matching(IQueryable<Report> reports, ProjectReach reach, SearchWords words, List<Guid> projectIds)
    {
        var ids = reach.Ids;
        return (ids is null ? reports : reports.Where(r => ids.Contains(r.ProjectId))).Where(r =>
            EF.Functions.ILike(r.Number, words.Pattern, SearchWords.Escape) || EF.Functions.ILike(r.ProjectName, words.Pattern, SearchWords.Escape)
            || projectIds.Contains(r.ProjectId));
    }
}
