using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reports.ForOwner;

/// <summary>The owner reads filed reports, by year, project or words; the first look of each contact is kept (OWN-11, 13; NTF-16).</summary>
internal static class ReadReports
{
    public sealed record Row(
        Guid Id, string Number, string ProjectName, ChinaMonth Month, string AgencyName, DateTimeOffset FiledAt, DateTimeOffset? ReadAt, int Pages);

    public sealed record Counts(int Conforms, int Fails, int Cannot);
    public sealed record Repair(Guid Id, string Title, string Detail, PhotoLink? Photo);
    public sealed record Unchecked(string Title, string Reason);
    public sealed record Signer(string Name, string Role, string Did);

    /// <summary>更正: what the report should say instead, granted after it was filed (FIL-14).</summary>
    public sealed record Correction(string Mistake, string Says, DateTimeOffset GrantedAt);

    public sealed record Detail(
        Guid Id, string Number, string ProjectName, ChinaMonth Month, string AgencyName, DateTimeOffset FiledAt, DateTimeOffset ReadAt, int Pages,
        string ContentHash, string FileSha256, long Bytes, Counts Counts, IReadOnlyList<Repair> Repairs, IReadOnlyList<Unchecked> Unchecked,
        IReadOnlyList<Signer> Signers, IReadOnlyList<Correction> Corrections, OpinionRow? Opinion);

    /// <param name="Link">A path that opens without sign-in for ten to twenty minutes.</param>
    public sealed record PdfLink(string Link);

    public static void Map(RouteGroupBuilder owner)
    {
        owner.MapGet("/reports", List);
        owner.MapGet("/reports/{id:guid}", Show);
        owner.MapGet("/reports/{id:guid}/pdf", async (Guid id, AppDb db, ReportFiles files, CancellationToken ct) => await files.Pdf((await Filed(db, id, ct)).Paper, ct));
        owner.MapGet("/reports/{id:guid}/pdf-link", async (Guid id, AppDb db, ReportFiles files, CancellationToken ct) =>
            new PdfLink((await files.Link((await Filed(db, id, ct)).Paper, ct)).Link));
        owner.MapGet("/reports/{id:guid}/pages/{page:int}", async (Guid id, int page, AppDb db, ReportFiles files, HttpContext http, CancellationToken ct) =>
            await files.Page((await Filed(db, id, ct)).Paper, page, http, ct));
    }

    private static async Task<Page<Row>> List(
        int? year, string? search, Guid? projectId, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, IAgencies agencies, CancellationToken ct)
    {
        var reports = db.Set<Report>().AsNoTracking().Where(r => r.State == ReportState.Filed && (projectId == null || r.ProjectId == projectId));
        if (year is { } of)
        {
            var months = Enumerable.Range(1, 12).Select(m => new ChinaMonth(of, m)).ToList();
            reports = reports.Where(r => months.Contains(r.Month));
        }

        if (SearchWords.Of(search) is { } words)
        {
            reports = reports.Where(r =>
                EF.Functions.ILike(r.Number, words.Pattern, SearchWords.Escape) || EF.Functions.ILike(r.ProjectName, words.Pattern, SearchWords.Escape));
        }

        var total = await reports.CountAsync(ct);
        var rows = await reports.OrderByDescending(r => r.CreatedAt).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var ids = rows.Select(r => r.Id).ToList();
        var contact = actor.Required.ContactId;
        var read = await db.Set<ReportReading>().Where(r => ids.Contains(r.ReportId) && r.ContactId == contact)
            .ToDictionaryAsync(r => r.ReportId, r => r.FirstReadAt, ct);
        var names = (await agencies.Of(rows.Select(r => r.AgencyId).Distinct(), ct)).ToDictionary(a => a.Id, a => a.Name);
        return page.Of<Row>([.. rows.Select(r => new Row(
            r.Id, r.Number, r.ProjectName, r.Month, names.GetValueOrDefault(r.AgencyId, ""), r.Filing!.At,
            read.TryGetValue(r.Id, out var at) ? at : null, r.Pages))], total);
    }

    private static async Task<Detail> Show(
        Guid id, AppDb db, CurrentActor actor, IAgencies agencies, IProjects projects, IPeople people, IFaults faults, IFieldTasks tasks,
        IReviews reviews, Photos photos, TimeProvider time, CancellationToken ct)
    {
        var report = await Filed(db, id, ct);
        var readAt = await MarkRead(db, report, actor.Required, time.GetUtcNow(), ct);
        var agency = await agencies.Find(report.AgencyId, ct);
        var open = await faults.ForReport(report.ProjectId, report.Month, ct);
        var first = report.TaskIds.Count > 0 ? report.TaskIds[0] : (Guid?)null;
        var task = first is { } taskId ? await tasks.Sheet(taskId, ct) : null;
        var reviewer = task is null ? null : (await reviews.LogOf(task.Id, ct)).LastOrDefault(l => l.Verdict == ReviewVerdict.Passed)?.ByName;
        var worker = task is null ? null : await people.Find(task.OperatorId, ct);
        return new Detail(
            report.Id, report.Number, report.ProjectName, report.Month, agency?.Name ?? "", report.Filing!.At, readAt, report.Pages,
            report.ContentHash!, report.FileSha256!, report.Bytes, new Counts(report.Conforms, report.Fails, report.NotApplicable),
            [.. open.Select(f => new Repair(
                f.Id, f.ItemName, f.Handlings.Count > 0 ? $"{f.Text.TrimEnd('。')}。{f.Handlings[^1].Label}" : f.Text, f.PhotoIds.Count > 0 ? photos.Link(f.PhotoIds[0]) : null))],
            [.. task?.Records.Where(r => r.Verdict == ItemVerdict.NotApplicable).Select(r => new Unchecked(r.ItemName, r.Text)) ?? []],
            [
                new Signer(worker?.Name ?? "", "作业人员", "到场做、拍照记录"), new Signer(reviewer ?? "", "项目负责人", "逐项审核"),
                new Signer(report.Filing.ByName, "技术负责人", "通读并备案"),
            ],
            [.. (await db.GrantedChanges(report.Id, ct)).Select(c => new Correction(c.Mistake, c.Correction, c.Decision!.At))],
            await db.OpinionOf(report.Id, photos, ct));
    }

    private static async Task<Report> Filed(AppDb db, Guid id, CancellationToken ct) =>
        await db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id && r.State == ReportState.Filed, ct)
        ?? throw new RuleBroken(ReportProblems.NotYours);

    /// <summary>
    /// OWN-13. A GET that writes: opening is the fact to be recorded, and recording it twice is the same fact, so it needs no key.
    /// </summary>
    private static async Task<DateTimeOffset> MarkRead(AppDb db, Report report, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var contact = actor.ContactId ?? throw new RuleBroken(ReportProblems.NotYours);
        var known = await db.Set<ReportReading>().FirstOrDefaultAsync(r => r.ReportId == report.Id && r.ContactId == contact, ct);
        if (known is not null)
        {
            return known.FirstReadAt;
        }

        db.Add(new ReportReading(report.Id, contact, report.OwnerId, report.AgencyId, now));
        db.Announce(new ReportReadByOwner(report.Id, contact, now));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Two windows opened at once: the other one recorded the same fact.
            db.ChangeTracker.Clear();
        }

        return now;
    }
}
