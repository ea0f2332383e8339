using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Agencies.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.FieldTasks.ForAgency;

/// <summary>
/// 待改派 (PEO-30): what was to be done by somebody who has left or whose account is closed, for whom the project runs. Nothing is marked when
/// he goes: whoever comes back takes his work up again.
/// </summary>
internal static class Reassign
{
    internal enum Kind { Task, Facilities, Fault }

    public sealed record Person(Guid Id, string Name);

    /// <param name="Id">Of the task, of the plan, or of the fault (which is reassigned on its own page, FLT-13).</param>
    /// <param name="Why">已离职 or 帐号已停用.</param>
    /// <param name="Facilities">How many wait; 0 of a task or a fault.</param>
    /// <param name="To">Who may take it, the project's own people first; the first is proposed.</param>
    public sealed record Row(
        Kind Kind, Guid Id, string Name, Guid ProjectId, string ProjectName, Guid PersonId, string PersonName, string Why, int Facilities, IReadOnlyList<Person> To);

    /// <param name="FromId">Whose it was.</param>
    /// <param name="PersonId">Whose it becomes.</param>
    public sealed record Request(Guid? FromId, Guid? PersonId);

    public sealed record Response(Guid Id, string PersonName);

    private const int MostProposed = 20;
    private static readonly Problem PersonUnknown = new("task.reassigned_to_nobody", 422, "请选一位能上岗的同事。", "PEO-30");

    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/reassignments", List).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);
        door.MapPost("/reassignments/{kind}/{id:guid}", HandOver).For(Role.ProjectLead, Role.AgencyManager, Role.AgencyAdmin);
    }

    private static async Task<Page<Row>> List(
        [AsParameters] PageRequest page, AppDb db, IPlans plans, IProjects projects, IPeople people, IAccounts accounts, CancellationToken ct)
    {
        var reach = await projects.Led(ct);
        var open = Within(db.Set<FieldTask>(), reach).Where(t => FieldTask.Unfinished.Contains(t.State));
        var sent = db.Set<FaultTask>().Where(t => t.State == FaultTaskState.Dispatched || t.State == FaultTaskState.Accepted || t.State == FaultTaskState.InProgress);
        sent = reach.Ids is { } among ? sent.Where(t => among.Contains(t.ProjectId)) : sent;
        var gone = await Gone(
            [.. await open.Select(t => t.OperatorId).Distinct().ToListAsync(ct), .. await sent.Select(t => t.OperatorId).Distinct().ToListAsync(ct), .. await plans.Assignees(reach, ct)],
            people, accounts, ct);
        if (gone.Count == 0)
        {
            return page.Of<Row>([], 0);
        }

        var ids = gone.Keys.ToList();
        List<(Kind Kind, Guid Id, string Name, Guid ProjectId, Guid PersonId, int Facilities)> left =
        [
            .. (await open.Where(t => ids.Contains(t.OperatorId)).OrderBy(t => t.CreatedAt).Select(t => new { t.Id, t.Name, t.ProjectId, t.OperatorId }).ToListAsync(ct))
                .Select(t => (Kind.Task, t.Id, t.Name, t.ProjectId, t.OperatorId, 0)),
            .. (await sent.Where(t => ids.Contains(t.OperatorId)).OrderBy(t => t.DueOn).Select(t => new { t.FaultId, t.ItemName, t.ProjectId, t.OperatorId }).ToListAsync(ct))
                .Select(t => (Kind.Fault, t.FaultId, t.ItemName, t.ProjectId, t.OperatorId, 0)),
        ];
        foreach (var id in ids)
        {
            left.AddRange((await plans.AssignedTo(id, ct)).Where(p => reach.Holds(p.ProjectId))
                .Select(p => (Kind.Facilities, p.Id, p.Name, p.ProjectId, id, p.Items.Count(i => i.WaitsFor(id)))));
        }

        var shown = left.Skip(page.Skip).Take(page.Take).ToList();
        var places = (await projects.Find([.. shown.Select(s => s.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id);
        IReadOnlyList<PersonCard> staff = places.Count == 0 ? [] : await people.OfAgency(places.Values.First().AgencyId, PeopleFilter.MayWorkOnSite, ct);
        var closed = await Gone([.. staff.Select(p => p.Id)], people, accounts, ct);
        return page.Of([.. shown.Select(s => new Row(
            s.Kind, s.Id, s.Name, s.ProjectId, places[s.ProjectId].Name, s.PersonId, gone[s.PersonId].Name, gone[s.PersonId].Why, s.Facilities,
            [.. staff.Where(p => !closed.ContainsKey(p.Id) && p.Id != places[s.ProjectId].LeadId).OrderByDescending(p => places[s.ProjectId].MemberIds.Contains(p.Id))
                .Take(MostProposed).Select(p => new Person(p.Id, p.Name))]))], left.Count);
    }

    private static async Task<Response> HandOver(
        Kind kind, Guid id, Request asked, AppDb db, IPlans plans, IProjects projects, IPeople people, IAccounts accounts, TimeProvider time, CancellationToken ct)
    {
        var from = asked.FromId ?? throw new RuleBroken(FieldTaskProblems.NotToReassign);
        if (!(await Gone([from], people, accounts, ct)).TryGetValue(from, out var before))
        {
            throw new RuleBroken(FieldTaskProblems.NotToReassign);
        }

        var to = await people.Find(asked.PersonId ?? Guid.Empty, ct);
        if (to is null || (await Gone([to.Id], people, accounts, ct)).Count > 0)
        {
            throw new RuleBroken(PersonUnknown);
        }

        var reach = await projects.Led(ct);
        Guid? taskId = null;
        var planId = id;
        if (kind == Kind.Task)
        {
            var task = await Within(db.Set<FieldTask>(), reach).FirstOrDefaultAsync(t => t.Id == id && t.OperatorId == from, ct) ?? throw new RuleBroken(FieldTaskProblems.NotToReassign);
            task.HandOver(to.Id, time.GetUtcNow());
            (taskId, planId) = (task.Id, task.PlanId);
        }

        var plan = await plans.Find(planId, ct) is { } found && reach.Holds(found.ProjectId) && kind != Kind.Fault ? found : throw new RuleBroken(FieldTaskProblems.NotToReassign);
        await plans.HandOver(plan.Id, taskId, from, to, await projects.Admit(plan.ProjectId, to.Id, ct), ct);
        db.Audit("task.reassigned", kind.ToString(), id, $"{before.Name}{before.Why}，{plan.Name}改派给{to.Name}", after: new { from, to = to.Id });
        return new Response(id, to.Name);
    }

    private static IQueryable<FieldTask> Within(IQueryable<FieldTask> tasks, ProjectReach reach) =>
        reach.Ids is { } ids ? tasks.Where(t => ids.Contains(t.ProjectId)) : tasks;

    /// <summary>Who of these will not come: left, or may not sign in.</summary>
    private static async Task<IReadOnlyDictionary<Guid, (string Name, string Why)>> Gone(
        IReadOnlyCollection<Guid> ids, IPeople people, IAccounts accounts, CancellationToken ct)
    {
        var closed = (await accounts.OfPeople(ids, ct)).Where(a => !a.IsEnabled).Select(a => a.PersonId!.Value).ToHashSet();
        return (await people.Of(ids, ct)).Where(p => p.HasLeft || closed.Contains(p.Id)).ToDictionary(p => p.Id, p => (p.Name, p.HasLeft ? "已离职" : "帐号已停用"));
    }
}
