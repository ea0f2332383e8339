using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>What waits for the technical lead and what he filed, with the days left and the log (FIL-04, 08, 09, 10).</summary>
internal static class Filings
{
    /// <summary>Open: waits, the most urgent first. Overdue: those of them whose days are over. Done: filed, the latest first.</summary>
    public enum Queue { Open, Overdue, Done }

    /// <param name="PlanName">2026年11月（月计划）; for what has no plan, the month alone.</param>
    /// <param name="Form">系统生成 or 直接上传.</param>
    /// <param name="CompletedOn">When the document was made.</param>
    /// <param name="DueOn">The last day in time; null where the region sets no term.</param>
    /// <param name="DaysLeft">0 on the last day, negative when overdue.</param>
    /// <param name="ByFace">False: filed by the second way (非人脸); null: not filed, or the region compares no faces.</param>
    public sealed record Row(
        Guid Id, string Number, Guid ProjectId, string ProjectName, string PlanName, string AgencyName, ChinaMonth Month, ReportKind Kind, string Form,
        ReportConclusion? Conclusion, ReportState State, int Pages, int Fails, DateOnly? CompletedOn, DateTimeOffset? FiledAt, DateOnly? DueOn, int? DaysLeft,
        bool? ByFace, DateTimeOffset? ReadByOwnerAt);

    public sealed record Counts(int Open, int Overdue, int Done);

    /// <param name="Says">What happened, in one line.</param>
    public sealed record LogLine(DateTimeOffset At, string Act, string ByName, string Says, string? Where);

    public static void Map(RouteGroupBuilder door)
    {
        Role[] readers = [Role.TechnicalLead, Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager];
        door.MapGet("/filings", List).For(readers);
        door.MapGet("/filings/counts", Count).For(readers);
        door.MapGet("/reports/{id:guid}/filing-log", Log).For(readers);
    }

    private static async Task<Page<Row>> List(
        Queue? state, string? search, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, IAgencies agencies, IRegionPolicies policies,
        WorkingDays working, TimeProvider time, CancellationToken ct)
    {
        var (me, today) = (actor.Required, time.Today());
        var reports = Of(db, state ?? Queue.Open, me, policies, today, working);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var part = $"%{search.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
            reports = reports.Where(r => EF.Functions.ILike(r.ProjectName, part) || EF.Functions.ILike(r.Number, part));
        }

        var total = await reports.CountAsync(ct);
        var ordered = state == Queue.Done ? reports.OrderByDescending(r => r.FiledAt).ThenBy(r => r.Id) : reports.OrderBy(r => r.FilingFrom).ThenBy(r => r.Id);
        var rows = await ordered.AsNoTracking().Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var ids = rows.Select(r => r.Id).ToList();
        var read = await db.Set<ReportReading>().Where(r => ids.Contains(r.ReportId)).GroupBy(r => r.ReportId)
            .Select(g => new { g.Key, At = g.Min(x => x.FirstReadAt) }).ToDictionaryAsync(x => x.Key, x => x.At, ct);
        var names = (await agencies.Of(rows.Select(r => r.AgencyId).Distinct(), ct)).ToDictionary(a => a.Id, a => a.Name);
        return page.Of<Row>([.. rows.Select(r => RowOf(
            r, names.GetValueOrDefault(r.AgencyId, ""), policies.For(r.Region).Filing, today, working, read.TryGetValue(r.Id, out var at) ? at : null))], total);
    }

    private static async Task<Counts> Count(
        AppDb db, CurrentActor actor, IRegionPolicies policies, WorkingDays working, TimeProvider time, CancellationToken ct)
    {
        var (me, today) = (actor.Required, time.Today());
        Task<int> In(Queue queue) => Of(db, queue, me, policies, today, working).CountAsync(ct);
        return new Counts(await In(Queue.Open), await In(Queue.Overdue), await In(Queue.Done));
    }

    /// <summary>备案日志: what was done to the report, newest first, from the audit trail.</summary>
    private static async Task<IReadOnlyList<LogLine>> Log(Guid id, AppDb db, CurrentActor actor, IProjects projects, CancellationToken ct)
    {
        await db.MustBeOf(id, projects, actor.Required, ct);
        // The document is made by the system, whose entries belong to no agency.
        using var widened = actor.AsSystem();
        var entries = await db.Set<AuditEntry>().AsNoTracking().Where(e => e.SubjectKind == nameof(Report) && e.SubjectId == id)
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Number).Take(200).ToListAsync(ct);
        return [.. entries.Select(e => new LogLine(e.At, e.Act, e.ActorName, e.Summary, FilingRules.Says(e.Door)))];
    }

    private static IQueryable<Report> Of(AppDb db, Queue queue, Actor me, IRegionPolicies policies, DateOnly today, WorkingDays working)
    {
        if (queue == Queue.Done)
        {
            return db.Set<Report>().Where(r => r.TechnicalLeadId == me.PersonId && r.State == ReportState.Filed);
        }

        var open = db.Set<Report>().ToFile(me, policies);
        return queue == Queue.Open ? open
            : FilingTerm.OverdueBefore(policies.For(me.Region ?? "").Filing, today, working) is { } before ? open.Where(r => r.FilingFrom < before)
            : open.Where(_ => false);
    }

    private static Row RowOf(Report r, string agencyName, FilingPolicy policy, DateOnly today, WorkingDays working, DateTimeOffset? readAt) => new(
        r.Id, r.Number, r.ProjectId, r.ProjectName, PlanNameOf(r), agencyName, r.Month, r.Kind, r.Kind.Form(), r.Conclusion, r.State, r.Pages, r.Fails,
        r.GeneratedAt is { } made ? ChinaTime.DayOf(made) : null, r.FiledAt, FilingTerm.DueOn(r.FilingFrom, policy, working),
        r.State == ReportState.Filed ? null : FilingTerm.DaysLeft(r.FilingFrom, policy, today, working),
        r.Filing is { } f && (f.Witness is not null || f.FaceComparisonId is not null) ? f.Witness is null : null, readAt);

    internal static string PlanNameOf(Report r) => $"{r.Month.Year}年{r.Month.Month}月{r.PlanKind switch
    {
        PlanKind.Month => "（月计划）",
        PlanKind.Quarter => "（季计划）",
        PlanKind.Year => "（年计划）",
        _ => "",
    }}";
}
