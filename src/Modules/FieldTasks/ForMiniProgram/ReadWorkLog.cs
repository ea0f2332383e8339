using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.FieldTasks.ForMiniProgram;

/// <summary>工作日志 (FLD-33): what one did on a day, planned and sent, in the order of the clock.</summary>
internal static class ReadWorkLog
{
    /// <param name="Nature">Null of a troubleshooting or repair task.</param>
    /// <param name="Records">Stored on that day.</param>
    /// <param name="State">执行中, 待审核 … as the app says it of its kind of task.</param>
    public sealed record Row(
        Guid Id, string Name, string ProjectName, TaskNature? Nature, FaultTaskKind? FaultKind, FieldTaskState? State, FaultTaskState? FaultState,
        DateTimeOffset? StartedAt, DateTimeOffset? SubmittedAt, int Records);

    public sealed record Response(DateOnly Day, Page<Row> Tasks, int Records);

    public static void Map(RouteGroupBuilder miniProgram) => miniProgram.MapGet("/work-log", Handle).For(Role.Operator, Role.ProjectLead);

    private static async Task<Response> Handle(
        DateOnly? day, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, IProjects projects, TimeProvider time, CancellationToken ct)
    {
        var (me, of) = (actor.Required.PersonId, day ?? time.Today());
        var (from, until) = (ChinaTime.StartOf(of), ChinaTime.StartOf(of.AddDays(1)));
        var planned = await db.Set<FieldTask>().AsNoTracking()
            .Where(t => t.OperatorId == me && ((t.StartedAt >= from && t.StartedAt < until) || (t.SubmittedAt >= from && t.SubmittedAt < until)
                || t.Records.Any(r => r.ClientTime >= from && r.ClientTime < until)))
            .Select(t => new { t.Id, t.Name, t.ProjectId, t.Nature, t.State, t.StartedAt, t.SubmittedAt, Records = t.Records.Count(r => r.ClientTime >= from && r.ClientTime < until) })
            .ToListAsync(ct);
        var sent = await db.Set<FaultTask>().AsNoTracking()
            .Where(t => t.OperatorId == me && ((t.StartedAt >= from && t.StartedAt < until) || (t.SubmittedAt >= from && t.SubmittedAt < until))).ToListAsync(ct);
        var names = (await projects.Find([.. planned.Select(t => t.ProjectId).Concat(sent.Select(t => t.ProjectId)).Distinct()], ct)).ToDictionary(p => p.Id, p => p.Name);
        List<Row> rows =
        [
            .. planned.Select(t => new Row(t.Id, t.Name, names.GetValueOrDefault(t.ProjectId, ""), t.Nature, null, t.State, null, t.StartedAt, t.SubmittedAt, t.Records))
                .Concat(sent.Select(t => new Row(t.Id, t.ItemName, names.GetValueOrDefault(t.ProjectId, ""), null, t.Kind, null, t.State, t.StartedAt, t.SubmittedAt, 0)))
                .OrderBy(r => r.StartedAt ?? r.SubmittedAt).ThenBy(r => r.Id),
        ];
        return new Response(of, page.Of<Row>([.. rows.Skip(page.Skip).Take(page.Take)], rows.Count), rows.Sum(r => r.Records));
    }
}
