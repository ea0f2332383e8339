using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Projects.ForAgency;

/// <summary>One project with what is missing, who works there, its contacts, its fence, and at its foot its suspensions (PRJ-23, 37, 45).</summary>
internal static class ShowProject
{
    public sealed record PersonRow(Guid Id, string Name);
    public sealed record ContactRow(Guid Id, string Name, string MaskedPhone);
    public sealed record FacilityRow(string Code, string Name, string SystemName);

    /// <summary>暂停申请详情 (PRJ-37).</summary>
    /// <param name="ClosedAt">审核时间, or when it was withdrawn.</param>
    public sealed record SuspensionRow(
        Guid Id, ChinaMonth Month, SuspensionState State, string Reason, PhotoLink? Material, string AskedByName, DateTimeOffset AskedAt,
        DateTimeOffset? ClosedAt, string? Department, string? Note);

    /// <summary>终止 or 注销 (PRJ-32).</summary>
    public sealed record EndingRow(string Reason, string ByName, DateTimeOffset At);

    /// <param name="Ending">Null: it has not been ended before its time.</param>
    /// <param name="MayDelete">删除 is offered to the reader (PRJ-31).</param>
    /// <param name="MayEnd">终止 is offered to the reader.</param>
    /// <param name="ContactsGetAccounts">The agency may enter a contact itself, and hands him an account (ACC-21).</param>
    /// <param name="Suspensions">Latest month first.</param>
    /// <param name="MonthsToSuspend">What the actor may ask for (PRJ-35); empty where he or the region does not suspend.</param>
    public sealed record Response(
        Guid Id, string Name, string Region, ServiceType ServiceType, ProjectState State, string Address, string OwnerName, string ContractNumber,
        DateOnly TermStarts, DateOnly TermEnds, PersonRow? Lead, PersonRow? TechnicalLead, IReadOnlyList<PersonRow> Members,
        IReadOnlyList<string> MissingParts, IReadOnlyList<ContactRow> Contacts, bool ContactRequired, bool ContactsGetAccounts, IReadOnlyList<BuildingSheet> Buildings,
        IReadOnlyList<FacilityRow> Facilities, IReadOnlyList<FencePoint> Fence, DateTimeOffset? FirstWorkAt,
        IReadOnlyList<SuspensionRow> Suspensions, IReadOnlyList<ChinaMonth> MonthsToSuspend, DateTimeOffset CreatedAt, EndingRow? Ending, bool MayDelete, bool MayEnd);

    public static void Map(RouteGroupBuilder door) => door.MapGet("/projects/{id:guid}", Handle);

    private static async Task<Response> Handle(
        Guid id, AppDb db, CurrentActor actor, IOwners owners, IOwnerContacts contacts, IPeople people, IRegionPolicies policies,
        ICatalogue catalogue, Photos photos, TimeProvider time, CancellationToken ct)
    {
        var p = await db.Set<Project>().AsNoTracking().OfActor(actor.Required).FirstOrDefaultAsync(x => x.Id == id, ct)
            ?? throw new RuleBroken(ProjectProblems.NotYours);
        var policy = policies.For(p.Region);
        var staff = (await people.Of([p.LeadId, p.TechnicalLeadId ?? p.LeadId, .. p.MemberIds], ct)).ToDictionary(x => x.Id, x => new PersonRow(x.Id, x.Name));
        var bound = await contacts.OfProject(p.Id, ct);
        var edition = catalogue.For(p.Region);
        var rests = await db.Set<ProjectSuspension>().AsNoTracking().Where(s => s.ProjectId == p.Id).OrderByDescending(s => s.Month).ThenByDescending(s => s.AskedAt).ToListAsync(ct);
        return new Response(
            p.Id, p.Name, p.Region, p.ServiceType, p.State, p.Address, (await owners.Find(p.OwnerId, ct))?.Name ?? "", p.ContractNumber,
            p.TermStarts, p.TermEnds, staff.GetValueOrDefault(p.LeadId), p.TechnicalLeadId is { } t ? staff.GetValueOrDefault(t) : null,
            [.. p.MemberIds.Select(m => staff.GetValueOrDefault(m)).OfType<PersonRow>()], p.MissingParts(policy),
            [.. bound.Select(c => new ContactRow(c.Id, c.Name, c.MaskedPhone))], policy.Owner.Binding == OwnerBinding.Required,
            policy.Owner.AccountMode == OwnerAccountMode.IssuedAccount, p.Buildings,
            [.. p.FacilityClassCodes.Select(edition.FindClass).OfType<FacilityClass>().Select(c => new FacilityRow(c.Code, c.Name, c.SystemName))],
            p.Fence, p.FirstWorkAt,
            [.. rests.Select(s => new SuspensionRow(
                s.Id, s.Month, s.State, s.Reason, s.MaterialId is { } m ? photos.Link(m) : null, s.AskedByName, s.AskedAt, s.ClosedAt, s.Department, s.Note))],
            actor.Required.Has(Role.AgencyAdmin) && SuspensionRules.WhyNot(p, policy) is null
                ? [.. SuspensionRules.MonthsOf(p, time.Today()).Except(rests.Where(s => s.State is SuspensionState.Pending or SuspensionState.Approved).Select(s => s.Month))]
                : [],
            p.CreatedAt, p.EndedAt is { } ended ? new EndingRow(p.EndReason ?? "", p.EndedBy ?? "", ended) : null,
            ProjectEnding.MayDecide(p, actor.Required, policy) && ProjectEnding.WhyNotDelete(p, policy) is null,
            ProjectEnding.MayDecide(p, actor.Required, policy) && ProjectEnding.WhyNotEnd(p) is null);
    }
}
