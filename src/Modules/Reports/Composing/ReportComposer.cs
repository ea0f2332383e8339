using Microsoft.Extensions.Configuration;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Reports.Ports;
using WeChatService.Reviews.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Reports.Composing;

/// <param name="RawRecord">原始记录, the second file of a detection (RPT-12, RPT-18).</param>
/// <param name="Conclusion">What the judgement says; null where people choose it.</param>
internal sealed record Composed(ReportDocument Report, ReportDocument? RawRecord, ReportConclusion? Conclusion);

/// <summary>Gathers from the modules above what a report prints, and hands it to the parts of the document: which parts is the kind's (RPT-07, 10, 12, 17…20).</summary>
internal sealed class ReportComposer(
    AppDb db, IProjects projects, IOwners owners, IOwnerContacts contacts, IAgencies agencies, IPeople people, IFieldTasks tasks, IFaultTasks faultTasks, IVisits visits, IFaults faults,
    IDetectionJudgements judgements, IRegionPolicies policies, ICatalogue catalogue, Photos photos, IConfiguration configuration)
{
    public async Task<Composed> Compose(Report report, CancellationToken ct)
    {
        var matter = await Gather(report, ct);
        return report.Kind switch
        {
            ReportKind.Maintenance => new(Document(matter, matter.Count(matter.AllRecords), Maintenance(matter)), null, null),
            ReportKind.DetectionGenerated => await Judged(matter, ct),
            _ => FromFiles(matter),
        };
    }

    /// <summary>业主联: the client's opinion and handwriting, then the filed file as it is, under one cover that is verified like the report.</summary>
    public async Task<ReportDocument> ClientCopyOf(Report report, SignedOpinion opinion, CancellationToken ct)
    {
        var sheet = await projects.Sheet(report.ProjectId, ct) ?? throw new InvalidOperationException("the report's project is gone");
        var matter = new Matter(
            report, sheet, (await owners.Find(report.OwnerId, ct))!, (await agencies.Find(report.AgencyId, ct))!, new Dictionary<Guid, PersonCard>(), [], [], [],
            policies.For(report.Region), catalogue.EditionFor(sheet.Project), PhotoBook.Empty, []);
        var document = Document(matter, Uncounted, OpinionPage.PartsOf(matter, opinion));
        return document with { PrintedHash = report.ContentHash, Cover = document.Cover with { Title = document.Cover.Title + "（业主联）", FilingNote = OpinionPage.Filed(report) } };
    }

    /// <summary>The parts of RPT-07 in their order, after the cover.</summary>
    private static List<ReportPart> Maintenance(Matter matter) =>
    [
        Condition.Of(matter),
        new SummaryTable(matter.Count(matter.AllRecords), Records.SummaryOf(matter)),
        new MaintenanceTable(Records.MaintenanceOf(matter)),
        new MeasuredRecords("实测记录", "本次没有实测记录。", Records.MeasurementsOf(matter)),
        .. Repairs.Of(matter),
        Site.Of(matter),
    ];

    private static readonly CheckCounts Uncounted = new(0, 0, 0, 0);

    private Composed FromFiles(Matter matter)
    {
        var counts = matter.Report.Kind.IsDirect() ? Uncounted : matter.Count(matter.AllRecords);
        var raw = Uploaded.RawRecordOf(matter);
        return Tied(Document(matter, counts, Uploaded.PartsOf(matter)), raw.Count > 0 ? Raw(matter, raw) : null, null);
    }

    private async Task<Composed> Judged(Matter matter, CancellationToken ct)
    {
        var judged = matter.Report.PlanId is { } plan ? await judgements.Of(plan, ct) : null;
        if (judged is null)
        {
            throw new ReportRenderingFailed("检测结果还没有判定通过，请项目负责人在审核里完成判定后再出具。");
        }

        var edition = catalogue.Find(judged.EditionCode, judged.EditionVersion)?.Detection
            ?? throw new InvalidOperationException($"the detection edition {judged.EditionCode} {judged.EditionVersion} is gone");
        var detection = new Detection(matter, judged, await contacts.OfProject(matter.Report.ProjectId, ct));
        return Tied(
            Document(matter, detection.Totals, [detection.Form(), detection.Findings()]),
            Raw(matter, [RawRecord.Of(matter, judged, edition), Site.Of(matter)]),
            Detection.ConclusionOf(judged));
    }

    /// <summary>The report's content hash covers the raw record's, and both files show it: one code proves both.</summary>
    private static Composed Tied(ReportDocument report, ReportDocument? raw, ReportConclusion? conclusion)
    {
        if (raw is null)
        {
            return new(report, null, conclusion);
        }

        report = report with { Companion = raw.ContentHash };
        return new(report, raw with { PrintedHash = report.ContentHash }, conclusion);
    }

    private ReportDocument Raw(Matter matter, IReadOnlyList<ReportPart> parts)
    {
        var document = Document(matter, Uncounted, parts);
        return document with { Cover = document.Cover with { Title = "建筑消防设施\n检测原始记录" } };
    }

    private ReportDocument Document(Matter matter, CheckCounts totals, IReadOnlyList<ReportPart> parts) => new()
    {
        Cover = Cover.Of(matter, $"{configuration["Public:Base"]?.TrimEnd('/')}/verify/{matter.Report.Number}"),
        Totals = totals,
        Parts = parts,
        ReadPhoto = (photo, token) => photos.Read(photo.Id, token),
        ReadUpload = (file, token) => photos.Read(file.Id, token),
    };

    private async Task<Matter> Gather(Report report, CancellationToken ct)
    {
        var sheet = await projects.Sheet(report.ProjectId, ct) ?? throw new InvalidOperationException("the report's project is gone");
        var sheets = new List<TaskSheet>();
        foreach (var id in report.TaskIds)
        {
            sheets.Add(await tasks.Sheet(id, ct) ?? throw new InvalidOperationException("a task of the report is gone"));
        }

        // What is uploaded instead of the app's work prints nothing of the app (RPT-17, RPT-18).
        var stays = report.Kind.IsDirect() ? [] : await visits.OfProject(report.ProjectId, report.Month, ct);
        var repairs = await faultTasks.OfReport(report.Id, ct);
        var staff = await people.Of(
            [
                sheet.Project.LeadId, sheet.Project.TechnicalLeadId ?? sheet.Project.LeadId, .. sheets.Select(t => t.OperatorId),
                .. stays.Select(v => v.PersonId), .. repairs.Select(t => t.OperatorId), .. sheets.SelectMany(t => t.Consents).Select(c => c.DecidedBy).OfType<Guid>(),
            ], ct);
        return new Matter(
            report, sheet, (await owners.Find(report.OwnerId, ct))!, (await agencies.Find(report.AgencyId, ct))!,
            staff.DistinctBy(p => p.Id).ToDictionary(p => p.Id), sheets, stays,
            report.Kind == ReportKind.Maintenance ? await faults.ForReport(report.ProjectId, report.Month, ct) : [],
            policies.For(report.Region), catalogue.EditionFor(sheet.Project), await PhotoBook.Of(db, sheets, stays, repairs, ct), repairs);
    }
}

/// <summary>Everything a report is made of.</summary>
internal sealed record Matter(
    Report Report, ProjectSheet Sheet, OwnerCard Owner, AgencyCard Agency, IReadOnlyDictionary<Guid, PersonCard> People,
    IReadOnlyList<TaskSheet> Tasks, IReadOnlyList<VisitCard> Visits, IReadOnlyList<FaultSheet> Faults, RegionPolicy Policy,
    CatalogueEdition Edition, PhotoBook Photos, IReadOnlyList<FaultTaskCard> Repairs)
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
