using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.FieldTasks.ForMiniProgram;

/// <summary>
/// 补充测试项: the owner calls on the spot. 处理消防设施与当前测试规范不匹配: what stands there is in no norm. Both only complete the month's plan,
/// take nothing from it and are in the report if ticked (FLD-21, 22, RPT-05). After this they are tasks like all others.
/// </summary>
internal static class MakeExtraTask
{
    /// <param name="Nature">Supplementary or Mismatch.</param>
    /// <param name="ClassCodes">Facilities of the project; of a mismatch the one class of the catalogue that comes nearest.</param>
    public sealed record Request(Guid? ProjectId, TaskNature? Nature, IReadOnlyList<string>? ClassCodes);

    public sealed record Response(Guid Id, string Name, int Items);

    public static void Map(RouteGroupBuilder miniProgram) => miniProgram.MapPost("/tasks/extra", Handle).For(Role.Operator, Role.ProjectLead);

    private static async Task<Created<Response>> Handle(
        Request request, AppDb db, CurrentActor actor, IPlans plans, IProjects projects, ICatalogue catalogue, Ids ids, TimeProvider time,
        CancellationToken ct)
    {
        var me = actor.Required.PersonId ?? throw new RuleBroken(KernelProblems.NotYourRole);
        var project = await projects.Find(request.ProjectId ?? Guid.Empty, ct);
        if (project is null || !project.IsMember(me))
        {
            throw new RuleBroken(ExtraTaskProblems.ProjectNotYours);
        }

        var (now, edition) = (time.GetUtcNow(), catalogue.EditionFor(project));
        var plan = ExtraTaskRules.MustHaveAPlan(project, await plans.OfMonth(project.Id, ChinaMonth.Of(now), ct));
        IReadOnlyList<string> classCodes = [.. (request.ClassCodes ?? []).Distinct()];
        var nature = ExtraTaskRules.MustBeSaid(request.Nature, classCodes, project, edition);
        var content = ExtraTaskRules.ContentOf(nature, edition, classCodes, plan.Kind);
        var today = ChinaTime.StartOf(ChinaTime.DayOf(now));
        var last = await db.Set<FieldTask>().Where(t => t.PlanId == plan.Id && t.CreatedAt >= today).MaxAsync(t => (int?)t.Number, ct) ?? 0;
        var task = FieldTask.Take(ids.Next(), plan, project, me, classCodes, content, last + 1, now, nature);
        db.Add(task);
        db.Audit("task.made", nameof(FieldTask), task.Id, $"自建{ExtraTaskRules.Says(nature)}「{project.Name}」{task.Name}", after: new { task.Nature, task.PlanId, task.ClassCodes });
        return TypedResults.Created($"/api/miniprogram/tasks/{task.Id}", new Response(task.Id, task.Name, task.ItemCodes.Count));
    }
}
