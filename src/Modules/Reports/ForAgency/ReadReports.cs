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

/// <summary>What is due, what was made, one report, and its files (RPT-04, 26; FIL-09, 10; OWN-13).</summary>
internal static class ReadReports
{
    public enum FilingQueue { Open, Done }

    public sealed record BlockedBy(string Code, string Title, string? Rule);

    public sealed record Due(
        Guid PlanId, Guid ProjectId, string ProjectName, ChinaMonth Month, IReadOnlyList<Guid> TaskIds, BlockedBy? BlockedBy, DateOnly ServiceFrom,
        DateOnly ServiceTo, int Records);

    public sealed record Row(
        Guid Id, string Number, string ProjectName, ChinaMonth Month, ReportState State, int Progress, int Pages, DateTimeOffset? GeneratedAt,
        DateTimeOffset? FiledAt, DateOnly? DueOn, DateTimeOffset? ReadByOwnerAt);

    public sealed record Counts(int Conforms, int Fails, int Cannot);
    public sealed record FilingRow(string Opinion, string ByName, DateTimeOffset At, double? Score, double? Threshold);
    public sealed record Reader(string Name, DateTimeOffset? ReadAt);

    public sealed record Detail(
        Guid Id, string Number, Guid ProjectId, string ProjectName, ChinaMonth Month, ReportState State, int Progress, string? FailureReason, int Pages,
        DateTimeOffset? GeneratedAt, DateTimeOffset? FiledAt, DateOnly? DueOn, DateTimeOffset? ReadByOwnerAt, string? ContentHash, string? FileSha256,
        long Bytes, Counts Counts, DateOnly ReportDate, DateOnly ServiceFrom, DateOnly ServiceTo, string? Remark, string? ReviewerName,
        DateTimeOffset? ReviewedAt, string TechnicalLeadName, string? BrigadeName, IReadOnlyList<Reader> Contacts, FilingRow? Filing,
        int? FilingDay, int? FilingDays, bool NeedsFace, bool MayFile);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/reports/due", ListDue);
        door.MapGet("/reports", List);
        door.MapGet("/filings", Filings);
        door.MapGet("/reports/{id:guid}", Show);
        door.MapGet("/reports/{id:guid}/pdf", async (Guid id, AppDb db, IProjects projects, CurrentActor actor, ReportFiles files, CancellationToken ct) =>
            await files.Pdf(await db.MustBeOf(id, projects, actor.Required, ct), ct));
        door.MapGet("/reports/{id:guid}/pages/{page:int}", async (
            Guid id, int page, AppDb db, IProjects projects, CurrentActor actor, ReportFiles files, HttpContext http, CancellationToken ct) =>
            await files.Page(await db.MustBeOf(id, projects, actor.Required, ct), page, http, ct));
    }

    private static async Task<Page<Due>> ListDue(
        [AsParameters] PageRequest page, AppDb db, IProjects projects, IPlans plans, IFieldTasks tasks, IVisits visits, IRegionPolicies policies,
        TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var month = ChinaMonth.Of(now);
        var mine = (await projects.Mine(ct)).Where(p => p.ServiceType == ServiceType.Maintenance).ToList();
        var ids = mine.Select(p => p.Id).ToList();
        var made = await db.Set<Report>().Where(r => r.Month == month && ids.Contains(r.ProjectId)).Select(r => r.ProjectId).ToHashSetAsync(ct);
        var open = mine.Where(p => !made.Contains(p.Id)).Skip(page.Skip).Take(page.Take).ToList();
        var planned = (await plans.OfMonth([.. open.Select(p => p.Id)], month, ct)).ToDictionary(p => p.ProjectId);
        var due = new List<Due>();
        foreach (var project in open)
        {
            if (!planned.TryGetValue(project.Id, out var plan))
            {
                continue;
            }

            var work = await tasks.OfPlan(plan.Id, ct);
            var why = ReportRules.WhyNotYet(plan, work, await visits.FormsOf(project.Id, month, ct), policies.For(project.Region), now);
            var days = work.Select(t => t.SubmittedAt).OfType<DateTimeOffset>().Select(ChinaTime.DayOf).DefaultIfEmpty(ChinaTime.DayOf(now)).ToList();
            due.Add(new Due(
                plan.Id, project.Id, project.Name, month, [.. work.Where(t => t.State == FieldTaskState.Approved).Select(t => t.Id)],
                why is null ? null : new BlockedBy(why.Code, why.Title, why.Rule), days.Min(), days.Max(), work.Sum(t => t.Records)));
        }

        return page.Of<Due>(due, due.Count);
    }

    private static async Task<Page<Row>> List(
        ReportState? state, [AsParameters] PageRequest page, AppDb db, IProjects projects, IRegionPolicies policies, CancellationToken ct)
    {
        var mine = (await projects.Mine(ct)).Select(p => p.Id).ToList();
        return await Rows(db.Set<Report>().Where(r => mine.Contains(r.ProjectId) && (state == null || r.State == state)), page, db, policies, ct);
    }

    private static async Task<Page<Row>> Filings(
        FilingQueue? state, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, IRegionPolicies policies, CancellationToken ct)
    {
        var wanted = state == FilingQueue.Done ? ReportState.Filed : ReportState.Ready;
        var person = actor.Required.PersonId;
        return await Rows(db.Set<Report>().Where(r => r.TechnicalLeadId == person && r.State == wanted), page, db, policies, ct);
    }

    private static async Task<Page<Row>> Rows(
        IQueryable<Report> reports, PageRequest page, AppDb db, IRegionPolicies policies, CancellationToken ct)
    {
        var total = await reports.CountAsync(ct);
        var rows = await reports.AsNoTracking().OrderByDescending(r => r.CreatedAt).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var ids = rows.Select(r => r.Id).ToList();
        var read = await db.Set<ReportReading>().Where(r => ids.Contains(r.ReportId)).GroupBy(r => r.ReportId)
            .Select(g => new { g.Key, At = g.Min(x => x.FirstReadAt) }).ToDictionaryAsync(x => x.Key, x => x.At, ct);
        return page.Of<Row>([.. rows.Select(r => new Row(
            r.Id, r.Number, r.ProjectName, r.Month, r.State, r.Progress, r.Pages, r.GeneratedAt, r.Filing?.At,
            ReportRules.DueOn(r, policies.For(r.Region).Filing), read.TryGetValue(r.Id, out var at) ? at : null))], total);
    }

    private static async Task<Detail> Show(
        Guid id, AppDb db, CurrentActor actor, IProjects projects, IPeople people, IAuthorities authorities, IOwnerContacts contacts, IReviews reviews,
        IRegionPolicies policies, TimeProvider time, CancellationToken ct)
    {
        var r = await db.MustBeOf(id, projects, actor.Required, ct);
        var policy = policies.For(r.Region).Filing;
        var passed = (await reviews.LogOf(r.TaskIds[0], ct)).LastOrDefault(l => l.Verdict == ReviewVerdict.Passed);
        var read = await db.Set<ReportReading>().Where(x => x.ReportId == id).ToDictionaryAsync(x => x.ContactId, x => x.FirstReadAt, ct);
        var readers = (await contacts.OfProject(r.ProjectId, ct)).Select(c => new Reader(c.Name, read.TryGetValue(c.Id, out var at) ? at : null)).ToList();
        var technical = r.TechnicalLeadId is { } t ? await people.Find(t, ct) : null;
        return new Detail(
            r.Id, r.Number, r.ProjectId, r.ProjectName, r.Month, r.State, r.Progress, r.FailureReason, r.Pages, r.GeneratedAt, r.Filing?.At,
            ReportRules.DueOn(r, policy), read.Count > 0 ? read.Values.Min() : null, r.ContentHash, r.FileSha256, r.Bytes,
            new Counts(r.Conforms, r.Fails, r.NotApplicable), r.ReportDate, r.ServiceFrom, r.ServiceTo, r.Remark, passed?.ByName, passed?.At,
            technical?.Name ?? "", r.BrigadeId is { } b ? (await authorities.FindBrigade(b, ct))?.Name : null, readers,
            r.Filing is { } f ? new FilingRow(f.Opinion, f.ByName, f.At, f.Score, f.Threshold) : null,
            r.GeneratedAt is { } made ? time.Today().DayNumber - ChinaTime.DayOf(made).DayNumber + 1 : null, policy.Days, policy.Face,
            r.State == ReportState.Ready && r.TechnicalLeadId == actor.Required.PersonId);
    }
}
