using Microsoft.Extensions.Configuration;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Ports;
using WeChatService.Visits.Contracts;

namespace WeChatService.Reports.Composing;

/// <summary>Gathers from the modules above what a report prints, and hands it to the parts of the document (RPT-07).</summary>
internal sealed class ReportComposer(
    AppDb db, IProjects projects, IOwners owners, IAgencies agencies, IPeople people, IFieldTasks tasks, IVisits visits, IFaults faults,
    IRegionPolicies policies, ICatalogue catalogue, Photos photos, IConfiguration configuration)
{
    public async Task<ReportDocument> Compose(Report report, CancellationToken ct)
    {
        var sheet = await projects.Sheet(report.ProjectId, ct) ?? throw new InvalidOperationException("the report's project is gone");
        var sheets = new List<TaskSheet>();
        foreach (var id in report.TaskIds)
        {
            sheets.Add(await tasks.Sheet(id, ct) ?? throw new InvalidOperationException("a task of the report is gone"));
        }

        var stays = await visits.OfProject(report.ProjectId, report.Month, ct);
        var staff = await people.Of(
            [
                sheet.Project.LeadId, sheet.Project.TechnicalLeadId ?? sheet.Project.LeadId, .. sheets.Select(t => t.OperatorId),
                .. stays.Select(v => v.PersonId), .. sheets.SelectMany(t => t.Consents).Select(c => c.DecidedBy).OfType<Guid>(),
            ], ct);
        var matter = new Matter(
            report, sheet, (await owners.Find(report.OwnerId, ct))!, (await agencies.Find(report.AgencyId, ct))!,
            staff.DistinctBy(p => p.Id).ToDictionary(p => p.Id), sheets, stays, await faults.ForReport(report.ProjectId, report.Month, ct),
            policies.For(report.Region), catalogue.For(report.Region), await PhotoBook.Of(db, sheets, stays, ct));
        return new ReportDocument
        {
            Cover = Cover.Of(matter, $"{configuration["Public:Base"]?.TrimEnd('/')}/verify/{report.Number}"),
            Totals = matter.Count(matter.AllRecords),
            Parts =
            [
                Condition.Of(matter),
                new SummaryTable(matter.Count(matter.AllRecords), Records.SummaryOf(matter)),
                new MaintenanceTable(Records.MaintenanceOf(matter)),
                new MeasuredRecords("实测记录", "本次没有实测记录。", Records.MeasurementsOf(matter)),
                Site.Of(matter),
            ],
            ReadPhoto = (photo, token) => photos.Read(photo.Id, token),
        };
    }
}

/// <summary>Everything a report is made of.</summary>
internal sealed record Matter(
    Report Report, ProjectSheet Sheet, OwnerCard Owner, AgencyCard Agency, IReadOnlyDictionary<Guid, PersonCard> People,
    IReadOnlyList<TaskSheet> Tasks, IReadOnlyList<VisitCard> Visits, IReadOnlyList<FaultSheet> Faults, RegionPolicy Policy,
    CatalogueEdition Edition, PhotoBook Photos)
{
    public IEnumerable<RecordSheet> AllRecords => Tasks.SelectMany(t => t.Records);

    public PersonCard? Lead => People.GetValueOrDefault(Sheet.Project.LeadId);

    public PersonCard? TechnicalLead => Sheet.Project.TechnicalLeadId is { } id ? People.GetValueOrDefault(id) : null;

    public string NameOf(Guid personId) => People.GetValueOrDefault(personId)?.Name ?? "";

    public CheckCounts Count(IEnumerable<RecordSheet> records)
    {
        var all = records.ToList();
        int Of(ItemVerdict verdict) => all.Count(r => r.Verdict == verdict);
        return new CheckCounts(all.Count, Of(ItemVerdict.Conforms), Of(ItemVerdict.Fails), Of(ItemVerdict.NotApplicable));
    }
}
