using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Reviews.ForConsole;

/// <summary>监控现场提交任务 (FLD-37): every task of the agency, newest first; its log is the review's, its deletion the field tasks' (PLN-18).</summary>
internal static class MonitorTasks
{
    /// <param name="LeadName">项目组长.</param>
    /// <param name="ReviewerName">Of the last verdict; null: none yet.</param>
    public sealed record Row(
        Guid Id, ServiceType Type, string Name, TaskNature Nature, Guid ProjectId, string ProjectName, string AgencyName, string LeadName, string OperatorName,
        DateTimeOffset? SubmittedAt, FieldTaskState State, string? ReviewerName);

    public static void Map(RouteGroupBuilder console) => console.MapGet("/tasks", Handle).For(Role.AgencyAdmin, Role.AgencyManager);

    private static async Task<Page<Row>> Handle(
        FieldTaskState[]? state, Guid? projectId, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, IFieldTasks tasks, IProjects projects, IPeople people,
        IAgencies agencies, CancellationToken ct)
    {
        var states = state is { Length: > 0 } ? state : Enum.GetValues<FieldTaskState>();
        var reach = await projects.Reach(ct);
        var found = await tasks.InStates(projectId is { } only ? new ProjectReach(reach.Holds(only) ? [only] : []) : reach, states, page, ct, newestFirst: true);
        var places = (await projects.Find([.. found.Items.Select(t => t.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id);
        var names = (await people.Of(found.Items.Select(t => t.OperatorId).Concat(places.Values.Select(p => p.LeadId)).Distinct(), ct)).ToDictionary(p => p.Id, p => p.Name);
        var ids = found.Items.Select(t => t.Id).ToList();
        var reviewers = (await db.Set<Review>().AsNoTracking().Where(r => ids.Contains(r.TaskId)).GroupBy(r => r.TaskId)
            .Select(g => g.OrderByDescending(r => r.At).First()).ToListAsync(ct)).ToDictionary(r => r.TaskId, r => r.ByName);
        var agency = actor.Required.AgencyId is { } id ? (await agencies.Find(id, ct))?.Name ?? "" : "";
        return page.Of<Row>([.. found.Items.Where(t => places.ContainsKey(t.ProjectId)).Select(t => new Row(
            t.Id, places[t.ProjectId].ServiceType, t.Name, t.Nature, t.ProjectId, places[t.ProjectId].Name, agency,
            names.GetValueOrDefault(places[t.ProjectId].LeadId, ""), names.GetValueOrDefault(t.OperatorId, ""), t.SubmittedAt, t.State,
            reviewers.GetValueOrDefault(t.Id)))], found.Total);
    }
}
