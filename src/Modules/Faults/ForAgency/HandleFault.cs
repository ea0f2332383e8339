using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faults.ForAgency;

/// <summary>The lead decides what becomes of a fault (FLT-02…07, 10, 13, 25); two of the five send an operator with a task.</summary>
internal sealed class HandleFault(
    AppDb db, CurrentActor actor, IProjects projects, IPeople people, IFaultTasks tasks, IRegionPolicies policies, Ids ids, TimeProvider time)
{
    /// <param name="DueOn">By when, if somebody is sent; nothing is the profile's proposal.</param>
    public sealed record Request(string Kind, string? Note, Guid? AssigneeId, DateOnly? DueOn);

    public sealed record Response(Guid FaultId, FaultState State, IReadOnlyList<HandlingSheet> Handlings, Guid? TaskId);

    public static void Map(RouteGroupBuilder door) =>
        door.MapPost("/faults/{id:guid}/handlings", (Guid id, Request request, HandleFault handle, CancellationToken ct) => handle.Handle(id, request, ct))
            .For(Role.ProjectLead);

    private async Task<Response> Handle(Guid id, Request request, CancellationToken ct)
    {
        // FLT-02: a sixth kind is a refusal with the five names in it, not a shape error.
        // By name only: the parser would also take numbers, and two names with a comma as a third kind.
        if (!Enum.TryParse<HandlingKind>(request.Kind, out var kind) || kind.ToString() != request.Kind)
        {
            throw new RuleBroken(FaultProblems.KindUnknown);
        }

        var note = request.Note?.Trim() is { Length: > 0 } said ? said[..Math.Min(said.Length, 500)] : null;
        var fault = await db.Set<Fault>().Include(f => f.Steps).FirstOrDefaultAsync(f => f.Id == id, ct) ?? throw new RuleBroken(FaultProblems.NotYours);
        var project = await projects.OfLead(fault.ProjectId, actor.Required, ct);
        var door = actor.Required.Door;
        FaultRules.MustAllow(fault, kind, door);
        var sending = FaultRules.Sends(kind) ? await Send(fault, project, kind, note, request, ct) : null;
        fault.Handle(ids.Next(), kind, note, new StepBy(project.LeadId, actor.Required.Name), sending, door, time.GetUtcNow());
        db.Announce(new FaultHandled(fault.Id, project.Id, fault.AgencyId, fault.OwnerId, kind, sending?.PersonId, fault.ItemName, sending?.TaskId));
        db.Audit("fault.handled", nameof(Fault), fault.Id, $"{fault.ItemName}：{FaultWords.Of(kind)}", after: request);
        return new Response(fault.Id, fault.State, fault.Sheet().Handlings, sending?.TaskId);
    }

    private async Task<Sending> Send(Fault fault, ProjectCard project, HandlingKind kind, string? note, Request request, CancellationToken ct)
    {
        FaultRules.SomebodyMustGo(kind, request.AssigneeId is not null);
        var policy = policies.For(project.Region);
        var person = await Assignees.Find(request.AssigneeId!.Value, project, policy.Plan, people, ct);
        var today = time.Today();
        var dueOn = FaultRules.DueDay(request.DueOn, today.AddDays(policy.Fault.DueIn(fault.IsUrgent)), today);
        var taskId = await tasks.Dispatch(
            new FaultDispatch(
                fault.Id, kind == HandlingKind.Troubleshoot ? FaultTaskKind.Troubleshoot : FaultTaskKind.Repair, project, person.Id, fault.ClassCode,
                fault.ItemName, fault.Text, fault.Place, fault.PhotoIds, note, dueOn, project.LeadId),
            ct);
        return new Sending(person.Id, person.Name, taskId, dueOn);
    }
}

/// <summary>Who can be sent to a fault: as with plans, members with a certificate that counts, the lead only where the profile lets him work on site.</summary>
internal static class Assignees
{
    public static async Task<PersonCard> Find(Guid personId, ProjectCard project, PlanPolicy policy, IPeople people, CancellationToken ct)
    {
        var person = project.IsMember(personId) ? await people.Find(personId, ct) : null;
        if (person is null)
        {
            throw new RuleBroken(FaultProblems.AssigneeNotMember);
        }

        return WhyNot(person, project, policy) is { } why ? throw new RuleBroken(FaultProblems.AssigneeMayNotGo.Says(why)) : person;
    }

    /// <summary>Why the person cannot be sent, in words; null: he can (FLT-03, PLN-13, PEO-09).</summary>
    public static string? WhyNot(PersonCard person, ProjectCard project, PlanPolicy policy) =>
        person.Id == project.LeadId
            ? policy.Assignees.Contains(Role.ProjectLead) ? null : "本地区项目负责人不到现场作业，请选作业人员。"
            : person.WhyNotOnSite?.Title;

    /// <summary>FLT-25: the project, if the actor leads it.</summary>
    public static async Task<ProjectCard> OfLead(this IProjects projects, Guid projectId, Actor actor, CancellationToken ct)
    {
        var project = await projects.Find(projectId, ct) ?? throw new RuleBroken(FaultProblems.NotYours);
        return project.LeadId == actor.PersonId ? project : throw new RuleBroken(FaultProblems.OnlyLead);
    }
}
