using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Projects.ForAgency;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects.ForConsole;

/// <summary>
/// 新建项目 with its contract: what is signed, with whom, for how long, who answers for it (OWN-04, CON-01, 02, 09). Buildings, systems and
/// place come after; until then no plan is issued (PRJ-22).
/// </summary>
internal static class EnterProject
{
    public sealed record Request(
        Guid? OwnerId, string? Name, ServiceType? ServiceType, string? Address, string? ContractNumber, DateOnly? SignedOn, DateOnly? TermStarts,
        DateOnly? TermEnds, Guid? LeadId, Guid? TechnicalLeadId, IReadOnlyList<Guid>? MemberIds, Guid? BrigadeId);

    public sealed record Choice(Guid Id, string Name);

    public sealed record Choices(
        IReadOnlyList<Choice> Leads, IReadOnlyList<Choice> TechnicalLeads, IReadOnlyList<Choice> Members, IReadOnlyList<Choice> Brigades);

    /// <param name="MissingParts">What still blocks a plan (PRJ-22).</param>
    public sealed record Response(Guid Id, ProjectState State, IReadOnlyList<string> MissingParts);

    public static void Map(RouteGroupBuilder console)
    {
        console.MapGet("/projects/choices", ReadChoices).For(Role.AgencyAdmin);
        console.MapPost("/projects", Handle).For(Role.AgencyAdmin);
    }

    private static async Task<Choices> ReadChoices(CurrentActor actor, IPeople people, IAuthorities authorities, CancellationToken ct)
    {
        var staff = await people.OfAgency(actor.Required.AgencyId!.Value, PeopleFilter.All, ct);
        IReadOnlyList<Choice> Who(Func<PersonCard, bool> may) => [.. staff.Where(may).Select(p => new Choice(p.Id, p.Name))];
        return new Choices(
            Who(p => p.MayLead), Who(p => p.MayBeTechnicalLead), Who(p => p.MayWorkOnSite),
            [.. (await authorities.BrigadesOf(actor.Required.Region!, ct)).Select(b => new Choice(b.Id, b.Name))]);
    }

    private static async Task<Created<Response>> Handle(
        Request request, AppDb db, CurrentActor actor, IOwners owners, IAgencies agencies, IContactEntry contacts, IPeople people, IAuthorities authorities,
        IRegionPolicies policies, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var said = ProjectRules.MustBeSaid(request);
        var unit = await owners.Mine(said.OwnerId!.Value, ct) ?? throw new RuleBroken(ProjectProblems.UnitUnknown);
        ProjectRules.UnitMustHaveContact(unit, await owners.HasContact(unit.Id, ct));
        var (agency, policy) = (await agencies.Find(actor.Required.AgencyId!.Value, ct), policies.For(actor.Required.Region!));
        await PeopleMustFit(said, agency!.Id, people, ct);
        if (said.BrigadeId is { } brigade && (await authorities.FindBrigade(brigade, ct))?.Region != policy.Code)
        {
            throw new RuleBroken(ProjectProblems.BrigadeUnknown);
        }

        var project = Project.Enter(
            new ProjectEntry
            {
                Id = ids.Next(), Region = policy.Code, AgencyId = agency.Id, OwnerId = unit.Id, BrigadeId = said.BrigadeId, Name = said.Name!.Trim(),
                ServiceType = said.ServiceType!.Value, State = ProjectRules.FirstState(policy.Project), Address = said.Address!.Trim(),
                ContractNumber = said.ContractNumber!.Trim(), SignedOn = said.SignedOn!.Value, TermStarts = said.TermStarts!.Value,
                TermEnds = said.TermEnds!.Value, LeadId = said.LeadId!.Value, TechnicalLeadId = said.TechnicalLeadId,
                MemberIds = [.. (said.MemberIds ?? []).Distinct()],
            },
            policy.Tech, time.GetUtcNow());
        db.Add(project);
        await contacts.BindAttached(InviteContact.Request(project, unit, agency, actor.Required.Name), ct);
        db.Audit("project.entered", "Project", project.Id, $"新建项目「{project.Name}」，合同 {project.ContractNumber}", after: request);
        return TypedResults.Created(
            $"/api/console/projects/{project.Id}", new Response(project.Id, project.State, project.MissingParts(policy)));
    }

    /// <summary>PEO-08 to 14, 27: each in his post, today.</summary>
    private static async Task PeopleMustFit(Request said, Guid agencyId, IPeople people, CancellationToken ct)
    {
        var staff = (await people.OfAgency(agencyId, PeopleFilter.All, ct)).ToDictionary(p => p.Id);
        PersonCard Of(Guid id) => staff.GetValueOrDefault(id) ?? throw new RuleBroken(ProjectProblems.PersonUnknown);
        var refusals = new List<Problem?> { Of(said.LeadId!.Value).WhyNotLead };
        if (said.TechnicalLeadId is { } technical)
        {
            refusals.Add(Of(technical).WhyNotTechnicalLead);
        }

        refusals.AddRange((said.MemberIds ?? []).Select(id => Of(id).WhyNotOnSite));
        if (refusals.OfType<Problem>().FirstOrDefault() is { } refusal)
        {
            throw new RuleBroken(refusal);
        }
    }
}
