using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.FieldTasks.ForMiniProgram;

/// <summary>接收计划 and 按计划自建任务: the operator picks facilities from the open list (FLD-01, 02, 36, 38).</summary>
internal static class TakeFacilities
{
    public sealed record Facility(string ClassCode, string Name, string SystemName, int Items);

    public sealed record OpenPlan(
        Guid PlanId, string PlanName, PlanKind Kind, ChinaMonth Month, Guid ProjectId, string ProjectName, string Address,
        IReadOnlyList<Facility> Facilities);

    public sealed record Request(Guid PlanId, IReadOnlyList<string>? ClassCodes);
    public sealed record Response(Guid Id, string Name, int Items);

    public static void Map(RouteGroupBuilder miniProgram)
    {
        miniProgram.MapGet("/plan-items", Open).For(Role.Operator, Role.ProjectLead);
        miniProgram.MapPost("/tasks", Take).For(Role.Operator, Role.ProjectLead);
    }

    private static async Task<Page<OpenPlan>> Open(
        [AsParameters] PageRequest page, CurrentActor actor, IPlans plans, IProjects projects, ICatalogue catalogue, CancellationToken ct)
    {
        var me = actor.Required.PersonId ?? throw new RuleBroken(KernelProblems.NotYourRole);
        var assigned = await plans.AssignedTo(me, ct);
        var shown = assigned.Skip(page.Skip).Take(page.Take).ToList();
        var places = (await projects.Find([.. shown.Select(p => p.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id);
        return page.Of<OpenPlan>([.. shown.Where(p => places.ContainsKey(p.ProjectId)).Select(p => Row(p, places[p.ProjectId], me, catalogue))], assigned.Count);
    }

    private static OpenPlan Row(PlanCard plan, ProjectCard project, Guid me, ICatalogue catalogue)
    {
        var edition = catalogue.EditionFor(project);
        return new OpenPlan(plan.Id, plan.Name, plan.Kind, plan.Month, project.Id, project.Name, project.Address,
        [
            .. plan.Items.Where(i => i.WaitsFor(me)).Select(i =>
            {
                var facility = edition.FindClass(i.ClassCode);
                return new Facility(
                    i.ClassCode, facility?.Name ?? i.ClassCode, facility?.SystemName ?? "",
                    FieldTaskRules.ContentOf(plan, edition, [i.ClassCode]).ItemCodes.Count);
            }),
        ]);
    }

    private static async Task<Created<Response>> Take(
        Request request, AppDb db, CurrentActor actor, IPlans plans, IProjects projects, ICatalogue catalogue, Ids ids, TimeProvider time,
        CancellationToken ct)
    {
        var me = actor.Required.PersonId ?? throw new RuleBroken(KernelProblems.NotYourRole);
        var plan = await plans.Find(request.PlanId, ct) ?? throw new RuleBroken(FieldTaskProblems.PlanNotYours);
        var project = await projects.Find(plan.ProjectId, ct) ?? throw new RuleBroken(FieldTaskProblems.PlanNotYours);
        // FLD-38: a plan of which nothing is mine does not exist for me.
        if (!plan.Items.Any(i => i.AssigneeIds.Contains(me)))
        {
            throw new RuleBroken(FieldTaskProblems.PlanNotYours);
        }

        var now = time.GetUtcNow();
        var (taskId, classCodes) = (ids.Next(), request.ClassCodes?.Distinct().ToList() ?? []);
        await plans.Take(plan.Id, classCodes, me, taskId, ct);
        var today = ChinaTime.StartOf(ChinaTime.DayOf(now));
        var last = await db.Set<FieldTask>().Where(t => t.PlanId == plan.Id && t.CreatedAt >= today).MaxAsync(t => (int?)t.Number, ct) ?? 0;
        var content = FieldTaskRules.ContentOf(plan, catalogue.EditionFor(project), classCodes);
        var task = FieldTask.Take(taskId, plan, project, me, classCodes, content, last + 1, now);
        db.Add(task);
        db.Audit("task.made", nameof(FieldTask), task.Id, $"接收「{project.Name}」{classCodes.Count} 项设施，建任务 {task.Name}");
        return TypedResults.Created($"/api/miniprogram/tasks/{task.Id}", new Response(task.Id, task.Name, task.ItemCodes.Count));
    }
}
