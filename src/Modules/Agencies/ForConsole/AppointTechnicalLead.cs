using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Agencies.ForConsole;

/// <summary>修改职位, 技术负责人任命 (PEO-02, 14): of an engineer who is on the list, registered and approved; set nationally where there is exactly one (PEO-11).</summary>
internal static class AppointTechnicalLead
{
    internal sealed record Request(bool? Appointed);

    internal sealed record Response(Guid Id, string Name, bool IsTechnicalLead);

    public static void Map(RouteGroupBuilder console) => console.MapPut("/people/{id:guid}/technical-lead", Handle)
        .For(Role.Representative, Role.AgencyManager, Role.AgencyAdmin).RepeatsWithoutHarm("who is appointed stays so");

    private static async Task<Response> Handle(
        Guid id, Request said, AppDb db, CurrentActor actor, IRegionPolicies policies, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var policy = policies.For(actor.Required.Region!);
        var person = await db.Set<Person>().Include(p => p.Certificates).Include(p => p.Appointments).FirstOrDefaultAsync(p => p.Id == id && p.LeftAt == null, ct)
            ?? throw new RuleBroken(AgencyProblems.PersonUnknown);
        if (policy.Tech.PerAgency == TechnicalLeadsPerAgency.ExactlyOne)
        {
            throw new RuleBroken(AgencyProblems.AppointedNationally);
        }

        var now = time.GetUtcNow();
        if (said.Appointed ?? throw new RuleBroken(KernelProblems.BadRequest))
        {
            person.AppointTechnicalLead(ids.Next(), [], policy, now);
        }
        else
        {
            person.EndAppointment(now);
        }

        db.Audit("person.appointed", nameof(Person), person.Id, person.IsTechnicalLead ? $"任命{person.Name}为技术负责人" : $"结束{person.Name}的技术负责人任命");
        return new Response(person.Id, person.Name, person.IsTechnicalLead);
    }
}
