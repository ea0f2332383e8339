using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Faults.ForAgency;

/// <summary>The lead decides what becomes of a fault (FLT-02…07, FLT-25).</summary>
internal static class HandleFault
{
    public sealed record Request(string Kind, string? Note, Guid? AssigneeId);
    public sealed record Response(Guid FaultId, FaultState State, IReadOnlyList<HandlingSheet> Handlings);

    public static void Map(RouteGroupBuilder agency) => agency.MapPost("/faults/{id:guid}/handlings", Handle).For(Role.ProjectLead);

    private static async Task<Response> Handle(
        Guid id, Request request, AppDb db, CurrentActor actor, IProjects projects, IPeople people, Ids ids, TimeProvider time, CancellationToken ct)
    {
        // FLT-02: a sixth kind is a refusal with the five names in it, not a shape error.
        // By name only: the parser would also take numbers, and two names with a comma as a third kind.
        if (!Enum.TryParse<HandlingKind>(request.Kind, out var kind) || kind.ToString() != request.Kind)
        {
            throw new RuleBroken(FaultProblems.KindUnknown);
        }

        var fault = await db.Set<Fault>().FirstOrDefaultAsync(f => f.Id == id, ct) ?? throw new RuleBroken(FaultProblems.NotYours);
        var project = await projects.Find(fault.ProjectId, ct) ?? throw new RuleBroken(FaultProblems.NotYours);
        if (project.LeadId != actor.Required.PersonId)
        {
            throw new RuleBroken(FaultProblems.OnlyLead);
        }

        var assignee = await Assignee(request, project, people, ct);
        fault.Handle(
            ids.Next(), kind, request.Note, project.LeadId, actor.Required.Name, assignee?.Id, assignee?.Name, time.GetUtcNow());
        db.Announce(new FaultHandled(fault.Id, project.Id, fault.AgencyId, fault.OwnerId, kind, assignee?.Id, fault.ItemName));
        db.Audit("fault.handled", "Fault", fault.Id, $"{fault.ItemName}：{FaultRules.Says(kind)}", after: request);
        return new Response(fault.Id, fault.State, fault.Sheet().Handlings);
    }

    private static async Task<PersonCard?> Assignee(Request request, ProjectCard project, IPeople people, CancellationToken ct)
    {
        if (request.AssigneeId is not { } id)
        {
            return null;
        }

        var person = project.IsMember(id) ? await people.Find(id, ct) : null;
        return person ?? throw new RuleBroken(FaultProblems.AssigneeNotMember);
    }
}
