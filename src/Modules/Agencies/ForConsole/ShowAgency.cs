using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Agencies.ForConsole;

/// <summary>机构基本信息: the agency's own data, and who its technical lead is (FIL-13, PEO-11).</summary>
internal static class ShowAgency
{
    /// <param name="Phone">In full: colleagues call it.</param>
    /// <param name="Certificate">一级注册消防工程师; null if none counts.</param>
    /// <param name="WhyNot">Why he may not answer for reports today; null: he may.</param>
    public sealed record TechnicalLead(Guid Id, string Name, string Phone, string? Certificate, string? WhyNot);

    /// <param name="ToCorrect">What the agency has to put right in the national system first; null: nothing.</param>
    /// <param name="StaffSource">How somebody gets on the staff list here (PEO-06).</param>
    /// <param name="Appoints">PEO-14: the agency says itself who is technical lead; false: the national system does (PEO-11).</param>
    /// <param name="Lacks">ORG-18: who is missing today; null: the staff suffices.</param>
    public sealed record Response(
        Guid Id, string Name, string ShortName, string CreditCode, string Phone, string? Address, IReadOnlyList<TechnicalLead> TechnicalLeads, int People,
        string? ToCorrect, PeopleSource StaffSource, bool Appoints, string? Lacks);

    public static void Map(RouteGroupBuilder door) =>
        door.MapGet("/agency", Handle).For(Role.AgencyAdmin, Role.AgencyManager, Role.Representative, Role.ProjectLead, Role.TechnicalLead);

    private static async Task<Response> Handle(
        AppDb db, CurrentActor actor, IAgencies agencies, IRegionPolicies policies, TimeProvider time, CancellationToken ct)
    {
        var agency = await agencies.Find(actor.Required.AgencyId ?? Guid.Empty, ct) ?? throw new RuleBroken(KernelProblems.NotFound);
        var staff = db.Set<Person>().AsNoTracking().Where(p => p.AgencyId == agency.Id && p.LeftAt == null);
        var people = await staff.OrderBy(p => p.Name).ThenBy(p => p.Id).Include(p => p.Certificates).Include(p => p.Appointments).AsSplitQuery().ToListAsync(ct);
        var leads = people.Where(p => p.IsTechnicalLead).ToList();
        var (policy, today) = (policies.For(agency.Region), time.Today());
        return new Response(
            agency.Id, agency.Name, agency.ShortName, agency.CreditCode, agency.Phone, agency.Address,
            [.. leads.Select(p => new TechnicalLead(
                p.Id, p.Name, p.Phone, p.Certificates.Where(c => c.IsEngineer).Select(c => c.Card().Says).FirstOrDefault(),
                p.WhyMayNotBeTechnicalLead(policy, today)?.Title))],
            people.Count, AgencyRules.WhatToCorrect(leads.Count, policy.Tech), policy.People.Source, policy.Tech.PerAgency != TechnicalLeadsPerAgency.ExactlyOne,
            Eligibility.Lacks(agency.ServiceTypes, people, today));
    }
}
