using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Reports.ForOwner;

/// <summary>One project as its client knows it: what is looked after, who came last, what is broken, this month's report (OWN-11, 12, 14).</summary>
internal static class ReadProject
{
    public sealed record Building(string Name, decimal AreaSquareMetres, int FloorsAbove, int FloorsBelow);
    public sealed record SystemRow(string Name, IReadOnlyList<string> Facilities);
    public sealed record Contact(string Name, string MaskedPhone);
    public sealed record LastVisit(Guid Id, string PersonName, DateTimeOffset StartedAt, int? Minutes);

    /// <summary>Where nobody checks in: who last began field work there, with his photo of the place.</summary>
    public sealed record LastArrival(string PersonName, DateTimeOffset At, PhotoLink Photo);

    public sealed record LastReport(Guid Id, ChinaMonth Month, DateTimeOffset FiledAt, bool Read);

    /// <param name="NotIssued">Why this month has no report yet; null: it has one, or none is expected.</param>
    /// <param name="Visits">False: the region knows no check-ins, so there is no list of visits.</param>
    public sealed record Response(
        Guid Id, string Name, string Address, string AgencyName, Contact? Lead, DateOnly TermStarts, DateOnly TermEnds, IReadOnlyList<Building> Buildings,
        IReadOnlyList<SystemRow> Systems, bool Visits, LastVisit? LastVisit, LastArrival? LastArrival, LastReport? LastReport, string? NotIssued, int OpenFaults);

    public static void Map(RouteGroupBuilder owner) => owner.MapGet("/projects/{id:guid}", Handle);

    private static async Task<Response> Handle(
        Guid id, AppDb db, CurrentActor actor, IProjects projects, IAgencies agencies, IPeople people, ICatalogue catalogue, IVisits visits, IFaults faults,
        IFieldTasks tasks, IRegionPolicies policies, Photos photos, TimeProvider time, CancellationToken ct)
    {
        var sheet = await projects.Sheet(id, ct) ?? throw new RuleBroken(ReportProblems.ProjectNotYours);
        var (project, month, policy) = (sheet.Project, ChinaMonth.Of(time.GetUtcNow()), policies.For(sheet.Project.Region));
        var lead = await people.Find(project.LeadId, ct);
        var came = (await visits.OfProject(id, month, ct)).Concat(await visits.OfProject(id, month.AddMonths(-1), ct)).MaxBy(v => v.StartedAt);
        var arrived = policy.Checkin.Enabled ? null : (await tasks.Arrivals(id, month.AddMonths(-1).Begins, time.GetUtcNow(), ct)).FirstOrDefault();
        var report = await db.Set<Report>().AsNoTracking().Where(r => r.ProjectId == id && r.State == ReportState.Filed)
            .OrderByDescending(r => r.CreatedAt).FirstOrDefaultAsync(ct);
        var contact = actor.Required.ContactId;
        var due = await db.DueIn(month).FirstOrDefaultAsync(d => d.ProjectId == id && d.ReportState != ReportState.Filed, ct);
        return new Response(
            project.Id, project.Name, project.Address, (await agencies.Find(project.AgencyId, ct))?.Name ?? "",
            lead is null ? null : new Contact(lead.Name, lead.MaskedPhone), project.TermStarts, project.TermEnds,
            [.. sheet.Buildings.Select(b => new Building(b.Name, b.AreaSquareMetres, b.FloorsAbove, b.FloorsBelow))],
            Systems(project, catalogue.For(project.Region)), policy.Checkin.Enabled,
            came is null ? null : new LastVisit(came.Id, (await people.Find(came.PersonId, ct))?.Name ?? "", came.StartedAt, came.Minutes),
            arrived is null ? null : new LastArrival((await people.Find(arrived.OperatorId, ct))?.Name ?? "", arrived.At, photos.Link(arrived.PhotoId)),
            report is null ? null : new LastReport(
                report.Id, report.Month, report.Filing!.At, await db.Set<ReportReading>().AnyAsync(r => r.ReportId == report.Id && r.ContactId == contact, ct)),
            due is null ? null : NotIssued.Of(due, month, policy, time.GetUtcNow()).Says, (await faults.Open([id], ct)).Count);
    }

    /// <summary>In the order of the catalogue, with the facilities that this project has of each.</summary>
    private static List<SystemRow> Systems(ProjectCard project, CatalogueEdition edition) =>
    [
        .. edition.Systems.Select(s => new SystemRow(s.Name, [.. s.Classes.Where(c => project.FacilityClassCodes.Contains(c.Code)).Select(c => c.Name)]))
            .Where(s => s.Facilities.Count > 0),
    ];
}
