using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks.ForMiniProgram;

/// <summary>排查维修: the operator's own fault tasks, the most pressing first (FLD-29, 38).</summary>
internal static class ReadFaultTasks
{
    public sealed record Row(
        Guid Id, FaultTaskKind Kind, FaultTaskState State, Guid ProjectId, string ProjectName, string Address, string ItemName, string FaultText,
        string? Place, DateOnly DueOn, bool IsLate, DateTimeOffset DispatchedAt);

    /// <param name="FaultPhotos">As they were taken when the fault was found or reported.</param>
    /// <param name="LeastPhotos">How many photos the result needs here.</param>
    public sealed record Detail(
        Guid Id, FaultTaskKind Kind, FaultTaskState State, Guid ProjectId, string ProjectName, string Address, string SystemName, string ItemName,
        string FaultText, string? Place, IReadOnlyList<PhotoLink> FaultPhotos, string? Note, DateOnly DueOn, bool IsLate, DateTimeOffset DispatchedAt,
        DateTimeOffset? AcceptedAt, DateTimeOffset? StartedAt, SiteEvidence? Start, DateTimeOffset? SubmittedAt, FaultTaskResult? Result,
        string? ResultText, IReadOnlyList<PhotoLink> Photos, int LeastPhotos);

    public static void Map(RouteGroupBuilder miniProgram)
    {
        miniProgram.MapGet("/fault-tasks", List).For(Role.Operator, Role.ProjectLead);
        miniProgram.MapGet("/fault-tasks/{id:guid}", Show).For(Role.Operator, Role.ProjectLead);
    }

    private static async Task<Page<Row>> List(
        FaultTaskState? state, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, IProjects projects, TimeProvider time, CancellationToken ct)
    {
        var me = actor.Required.PersonId;
        var tasks = db.Set<FaultTask>().AsNoTracking().Where(t => t.OperatorId == me && (state == null || t.State == state));
        var total = await tasks.CountAsync(ct);
        var rows = await tasks.OrderBy(t => t.DueOn).ThenBy(t => t.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var places = (await projects.Find([.. rows.Select(r => r.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id);
        var today = time.Today();
        return page.Of<Row>([.. rows.Select(t => new Row(
            t.Id, t.Kind, t.State, t.ProjectId, places.GetValueOrDefault(t.ProjectId)?.Name ?? "", places.GetValueOrDefault(t.ProjectId)?.Address ?? "",
            t.ItemName, t.FaultText, t.Place, t.DueOn, t.IsOpen && t.DueOn < today, t.DispatchedAt))], total);
    }

    private static async Task<Detail> Show(
        Guid id, AppDb db, CurrentActor actor, IProjects projects, ICatalogue catalogue, IRegionPolicies policies, Photos photos, TimeProvider time,
        CancellationToken ct)
    {
        var task = await db.Set<FaultTask>().AsNoTracking().Own(id, actor.Required, ct);
        var project = await projects.Find(task.ProjectId, ct) ?? throw new RuleBroken(FaultTaskProblems.NotYours);
        return new Detail(
            task.Id, task.Kind, task.State, project.Id, project.Name, project.Address,
            catalogue.For(task.Region).FindClass(task.ClassCode)?.SystemName ?? "", task.ItemName, task.FaultText, task.Place,
            photos.Links(task.FaultPhotoIds), task.Note, task.DueOn, task.IsOpen && task.DueOn < time.Today(), task.DispatchedAt, task.AcceptedAt,
            task.StartedAt, task.Start, task.SubmittedAt, task.Result, task.ResultText, photos.Links(task.PhotoIds),
            policies.For(task.Region).Fault.ResultPhotoMin);
    }
}

internal static class FaultTaskQueries
{
    /// <summary>FLD-38: one's own task, else 404.</summary>
    public static async Task<FaultTask> Own(this IQueryable<FaultTask> tasks, Guid id, Actor actor, CancellationToken ct) =>
        await tasks.FirstOrDefaultAsync(t => t.Id == id && t.OperatorId == actor.PersonId, ct)
        ?? throw new RuleBroken(FaultTaskProblems.NotYours);
}
