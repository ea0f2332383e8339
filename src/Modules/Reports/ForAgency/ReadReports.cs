using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Reviews.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>What was made, one report, and its files (RPT-26, 28; OWN-13).</summary>
internal static class ReadReports
{
    public sealed record Row(
        Guid Id, string Number, string ProjectName, ChinaMonth Month, ReportState State, int Progress, int Pages, DateTimeOffset? GeneratedAt,
        DateTimeOffset? FiledAt, DateOnly? DueOn, DateTimeOffset? ReadByOwnerAt, ReportKind Kind, string Form, PlanKind? PlanKind,
        ReportConclusion? Conclusion);

    public sealed record Counts(int Conforms, int Fails, int Cannot);
    public sealed record FilingRow(string Opinion, string ByName, DateTimeOffset At, double? Score, double? Threshold);
    public sealed record Reader(string Name, DateTimeOffset? ReadAt);

    public sealed record Detail(
        Guid Id, string Number, Guid ProjectId, string ProjectName, ChinaMonth Month, ReportState State, int Progress, string? FailureReason, int Pages,
        DateTimeOffset? GeneratedAt, DateTimeOffset? FiledAt, DateOnly? DueOn, DateTimeOffset? ReadByOwnerAt, string? ContentHash, string? FileSha256,
        long Bytes, Counts Counts, DateOnly ReportDate, DateOnly ServiceFrom, DateOnly ServiceTo, string? Remark, string? ReviewerName,
        DateTimeOffset? ReviewedAt, string TechnicalLeadName, string? BrigadeName, IReadOnlyList<Reader> Contacts, FilingRow? Filing,
        int? FilingDay, int? FilingDays, bool NeedsFace, bool MayFile, ReportKind Kind, string Form, PlanKind? PlanKind, ReportConclusion? Conclusion,
        CoverEdits? Cover, IReadOnlyList<Uploaded> Uploads, int RawRecordPages, bool MayChange, bool MayDelete, string? WhyNotDelete,
        OpinionRow? ClientOpinion);

    /// <summary>A PDF that the author uploaded, and whether it is the report or the raw record.</summary>
    public sealed record Uploaded(UploadPart Part, string FileName, int Pages);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/reports", List);
        door.MapGet("/reports/{id:guid}", Show);
        door.MapGet("/reports/{id:guid}/pdf", async (Guid id, AppDb db, IProjects projects, CurrentActor actor, ReportFiles files, CancellationToken ct) =>
            await files.Pdf((await db.MustBeOf(id, projects, actor.Required, ct)).Paper, ct));
        door.MapGet("/reports/{id:guid}/pages/{page:int}", async (
            Guid id, int page, AppDb db, IProjects projects, CurrentActor actor, ReportFiles files, HttpContext http, CancellationToken ct) =>
            await files.Page((await db.MustBeOf(id, projects, actor.Required, ct)).Paper, page, http, ct));
    }

    private static async Task<Page<Row>> List(
        ReportState? state, Guid? projectId, [AsParameters] PageRequest page, AppDb db, IProjects projects, IRegionPolicies policies, WorkingDays working,
        CancellationToken ct)
    {
        var mine = (await projects.Reach(ct)).Ids;
        var reports = db.Set<Report>().Where(r => (state == null || r.State == state) && (projectId == null || r.ProjectId == projectId));
        return await Rows(mine is null ? reports : reports.Where(r => mine.Contains(r.ProjectId)), page, db, policies, working, ct);
    }

    private static async Task<Page<Row>> Rows(
        IQueryable<Report> reports, PageRequest page, AppDb db, IRegionPolicies policies, WorkingDays working, CancellationToken ct)
    {
        var total = await reports.CountAsync(ct);
        var rows = await reports.AsNoTracking().OrderByDescending(r => r.CreatedAt).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var ids = rows.Select(r => r.Id).ToList();
        var read = await db.Set<ReportReading>().Where(r => ids.Contains(r.ReportId)).GroupBy(r => r.ReportId)
            .Select(g => new { g.Key, At = g.Min(x => x.FirstReadAt) }).ToDictionaryAsync(x => x.Key, x => x.At, ct);
        return page.Of<Row>([.. rows.Select(r => new Row(
            r.Id, r.Number, r.ProjectName, r.Month, r.State, r.Progress, r.Pages, r.GeneratedAt, r.Filing?.At,
            FilingTerm.DueOn(r.FilingFrom, policies.For(r.Region).Filing, working), read.TryGetValue(r.Id, out var at) ? at : null, r.Kind, r.Kind.Form(), r.PlanKind,
            r.Conclusion))], total);
    }

    private static async Task<Detail> Show(
        Guid id, AppDb db, CurrentActor actor, IProjects projects, IPeople people, IAuthorities authorities, IOwnerContacts contacts, IReviews reviews,
        IRegionPolicies policies, WorkingDays working, Photos photos, TimeProvider time, CancellationToken ct)
    {
        var r = await db.MustBeOf(id, projects, actor.Required, ct);
        var region = policies.For(r.Region);
        var (policy, whyNot) = (region.Filing, ReportRules.WhyNotDeletable(r, region.Report.DeleteBeforeFiling));
        var author = await projects.Find(r.ProjectId, ct) is { } project && ReportRules.MayAuthor(actor.Required, project.LeadId, project.TechnicalLeadId, region.Report);
        var passed = r.TaskIds.Count > 0 ? (await reviews.LogOf(r.TaskIds[0], ct)).LastOrDefault(l => l.Verdict == ReviewVerdict.Passed) : null;
        var read = await db.Set<ReportReading>().Where(x => x.ReportId == id).ToDictionaryAsync(x => x.ContactId, x => x.FirstReadAt, ct);
        var readers = (await contacts.OfProject(r.ProjectId, ct)).Select(c => new Reader(c.Name, read.TryGetValue(c.Id, out var at) ? at : null)).ToList();
        var technical = r.TechnicalLeadId is { } t ? await people.Find(t, ct) : null;
        return new Detail(
            r.Id, r.Number, r.ProjectId, r.ProjectName, r.Month, r.State, r.Progress, r.FailureReason, r.Pages, r.GeneratedAt, r.Filing?.At,
            FilingTerm.DueOn(r.FilingFrom, policy, working), read.Count > 0 ? read.Values.Min() : null, r.ContentHash, r.FileSha256, r.Bytes,
            new Counts(r.Conforms, r.Fails, r.NotApplicable), r.ReportDate, r.ServiceFrom, r.ServiceTo, r.Remark, passed?.ByName, passed?.At,
            technical?.Name ?? "", r.BrigadeId is { } b ? (await authorities.FindBrigade(b, ct))?.Name : null, readers,
            r.Filing is { } f ? new FilingRow(f.Opinion, f.ByName, f.At, f.Score, f.Threshold) : null,
            FilingTerm.DayOfTerm(r.FilingFrom, policy, time.Today(), working), policy.Days, policy.Face,
            r.State == ReportState.Ready && r.TechnicalLeadId == actor.Required.PersonId, r.Kind, r.Kind.Form(), r.PlanKind, r.Conclusion, r.Cover,
            [.. r.Uploads.Select(u => new Uploaded(u.Part, u.FileName, u.Pages))], r.RawRecordPages, author && r.State != ReportState.Filed,
            author && whyNot is null, whyNot?.Title, await db.OpinionOf(r.Id, photos, ct));
    }
}
