using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>查询技术服务报告书 (RPT-26, 28, 29): every project of a month, with its report or without (未出具).</summary>
internal static class QueryReports
{
    /// <param name="Form">系统生成, 直接上传; null while there is none.</param>
    /// <param name="Late">未出具 although the month is over (RPT-03).</param>
    public sealed record Row(
        Guid ProjectId, string ProjectName, string OwnerName, string AgencyName, ServiceType ServiceType, DateOnly Started, ChinaMonth Month, bool Issued, bool Late,
        Guid? ReportId, string? Number, ReportState? State, string? Form, DateTimeOffset? MadeAt, DateTimeOffset? FiledAt);

    /// <param name="Issued">How many of the month have a report, whatever is filtered.</param>
    public sealed record QueryPage(IReadOnlyList<Row> Items, int Total, int Number, int Size, int Issued, int Unissued, string OwnerLabel);

    public sealed record Filter
    {
        public ChinaMonth? Month { get; init; }

        /// <summary>Part of the project's name.</summary>
        public string? Project { get; init; }

        /// <summary>Part of the owner's name.</summary>
        public string? Owner { get; init; }

        /// <summary>Maintenance, or one of the detections, or assessment.</summary>
        public ServiceType? Type { get; init; }

        /// <summary>Projects whose term began on this day or later (项目起始日期).</summary>
        public DateOnly? From { get; init; }

        /// <summary>已出具 or 未出具 only.</summary>
        public bool? Issued { get; init; }
    }

    public static void Map(RouteGroupBuilder door) => door.MapGet("/reports/query", Handle);

    private static async Task<QueryPage> Handle(
        [AsParameters] Filter filter, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, IAgencies agencies, IRegionPolicies policies,
        TimeProvider time, CancellationToken ct)
    {
        var current = ChinaMonth.Of(time.GetUtcNow());
        var month = filter.Month ?? current;
        var rows = Narrow(db.DueIn(month).OfActor(actor.Required), filter);
        var counts = await rows.GroupBy(d => d.ReportId != null).Select(g => new { IsIssued = g.Key, Count = g.Count() }).ToListAsync(ct);
        var (issued, total) = (counts.Where(c => c.IsIssued).Sum(c => c.Count), counts.Sum(c => c.Count));
        var shown = filter.Issued switch { true => rows.Where(d => d.ReportId != null), false => rows.Where(d => d.ReportId == null), null => rows };
        var items = await shown.OrderByDescending(d => d.EnteredAt).ThenBy(d => d.ProjectId).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var names = (await agencies.Of(items.Select(d => d.AgencyId).Distinct(), ct)).ToDictionary(a => a.Id, a => a.Name);
        return new QueryPage(
            [.. items.Select(d => new Row(
                d.ProjectId, d.ProjectName, d.OwnerName, names.GetValueOrDefault(d.AgencyId, ""), d.ServiceType, d.TermStarts, month, d.ReportId is not null,
                d.ReportId is null && month.CompareTo(current) < 0 && d.ServiceType == ServiceType.Maintenance, d.ReportId, d.ReportNumber, d.ReportState,
                d.ReportKind?.Form(), d.ReportMadeAt, d.ReportFiledAt))],
            filter.Issued switch { true => issued, false => total - issued, null => total }, page.Number, page.Take, issued, total - issued,
            actor.Required.Region is { } region ? policies.For(region).Wording.Owner : "业主");
    }

    private static IQueryable<ReportDue> Narrow(IQueryable<ReportDue> rows, Filter filter)
    {
        static string? Word(string? text) => text?.Trim() is { Length: > 0 and <= 100 } word ? word : null;
        var (project, owner) = (Word(filter.Project), Word(filter.Owner));
        return rows.Where(d => (project == null || d.ProjectName.Contains(project)) && (owner == null || d.OwnerName.Contains(owner))
            && (filter.Type == null || d.ServiceType == filter.Type) && (filter.From == null || d.TermStarts >= filter.From));
    }
}
