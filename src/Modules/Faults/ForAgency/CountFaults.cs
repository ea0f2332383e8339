using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Catalogue.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faults.ForAgency;

/// <summary>
/// 管理测试故障: six figures per project and month (FLT-09); five open the list of faults, 不能测试项 opens the records. Where a detection
/// makes no faults, its failed items stand beside the untestable ones: the problem list (FLT-23).
/// </summary>
internal static class CountFaults
{
    /// <param name="Untestable">不能测试项; of a detection without fault workflow the failed items too.</param>
    public sealed record Figures(
        Guid ProjectId, string ProjectName, int Untestable, int Pending, int InProgress, int Resolved, int OwnerDeclined, int OutOfScope);

    /// <param name="Reason">Why it could not be inspected, in words; null: it was, and failed.</param>
    public sealed record Item(
        Guid RecordId, Guid TaskId, string SystemName, string ItemName, ItemVerdict Verdict, string? Reason, string Text, DateTimeOffset At,
        IReadOnlyList<PhotoLink> Photos);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/faults/figures", All);
        door.MapGet("/faults/untestable", Untestable);
    }

    private static async Task<Page<Figures>> All(
        ChinaMonth? month, [AsParameters] PageRequest page, AppDb db, IProjects projects, IProblemItems problems, IRegionPolicies policies,
        TimeProvider time, CancellationToken ct)
    {
        var (shown, total, _, _) = await projects.ByName(page, ct);
        var (ids, asked) = (shown.Select(p => p.Id).ToList(), month ?? ChinaMonth.Of(time.GetUtcNow()));
        var counts = (await db.Set<Fault>().Where(f => ids.Contains(f.ProjectId) && f.FoundIn == asked)
            .GroupBy(f => new { f.ProjectId, f.State }).Select(g => new { g.Key.ProjectId, g.Key.State, Count = g.Count() }).ToListAsync(ct))
            .ToDictionary(c => (c.ProjectId, c.State), c => c.Count);
        var untestable = await problems.Count([.. shown.Select(p => new ProblemScope(p.Id, FailedToo(p, policies)))], asked, ct);
        return page.Of<Figures>([.. shown.Select(p => new Figures(
            p.Id, p.Name, untestable.GetValueOrDefault(p.Id), Of(p, FaultState.Pending), Of(p, FaultState.InProgress), Of(p, FaultState.Resolved),
            Of(p, FaultState.OwnerDeclined), Of(p, FaultState.OutOfScope)))], total);

        int Of(ProjectCard project, FaultState state) => counts.GetValueOrDefault((project.Id, state));
    }

    private static async Task<Page<Item>> Untestable(
        Guid projectId, ChinaMonth? month, [AsParameters] PageRequest page, IProjects projects, IProblemItems problems, IRegionPolicies policies,
        ICatalogue catalogue, Photos photos, TimeProvider time, CancellationToken ct)
    {
        var project = (await projects.Reach(ct)).Holds(projectId) ? await projects.Find(projectId, ct) : null;
        if (project is null)
        {
            throw new RuleBroken(FaultProblems.NotYours);
        }

        var found = await problems.Of(
            new ProblemScope(projectId, FailedToo(project, policies)), month ?? ChinaMonth.Of(time.GetUtcNow()), page, ct);
        var edition = catalogue.For(project.Region);
        return page.Of<Item>([.. found.Items.Select(r => new Item(
            r.Record.Id, r.TaskId, edition.FindClass(r.Record.ClassCode)?.SystemName ?? "", r.Record.ItemName, r.Record.Verdict,
            r.Record.CannotReason is { } reason ? edition.CannotReasons[(int)reason] : null, r.Record.Text, r.Record.ClientTime,
            photos.Links(r.Record.PhotoIds)))], found.Total);
    }

    private static bool FailedToo(ProjectCard project, IRegionPolicies policies) =>
        !FaultRules.MakesFaults(project.ServiceType, policies.For(project.Region).Review.FaultFirst);
}
