using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Composing;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports.ForPublic;

/// <summary>
/// Whoever holds a printed report checks it by its QR code or types its number (RPT-30): facts to compare, and nobody's personal data. Who
/// signed stands on the paper itself; the page only says whether the paper is the one that was filed.
/// </summary>
internal static class VerifyReport
{
    public sealed record Counts(int Conforms, int Fails, int Cannot);

    /// <param name="Title">建筑消防设施维护保养报告, 建筑消防设施检测报告, 消防安全评估报告.</param>
    /// <param name="Form">系统生成 or 直接上传 (RPT-28).</param>
    /// <param name="Conclusion">合格, 不合格; null where a report concludes nothing, then <paramref name="Counts"/> tell.</param>
    /// <param name="Counts">Null where nothing was counted: the report was written elsewhere.</param>
    /// <param name="RawRecordSha256">Of the second file, 原始记录; null without one.</param>
    /// <param name="CorrectedAt">The last correction that was granted after the filing (FIL-14); its words are for those the report is for.</param>
    public sealed record Response(
        bool Genuine, string Number, ReportState State, string Title, string Form, string ProjectName, ChinaMonth Month, string AgencyName, string? BrigadeName,
        DateTimeOffset? FiledAt, DateOnly ReportDate, int Pages, int Photos, ReportConclusion? Conclusion, Counts? Counts, string ContentHash,
        string FileSha256, string? RawRecordSha256, DateTimeOffset? CorrectedAt);

    public static void Map(RouteGroupBuilder open) => open.MapGet("/reports/{number}/verify", Handle);

    private static async Task<Response> Handle(
        string number, AppDb db, CurrentActor actor, IAgencies agencies, IAuthorities authorities, IProjects projects, CancellationToken ct)
    {
        using var across = actor.AsSystem();
        var typed = number.Trim().ToUpperInvariant();
        var report = await db.Set<Report>().AsNoTracking()
            .FirstOrDefaultAsync(r => r.Number == typed && (r.State == ReportState.Filed || r.State == ReportState.Ready), ct)
            ?? throw new RuleBroken(ReportProblems.VerifyUnknown);
        var project = await projects.Find(report.ProjectId, ct);
        var counted = report.Conforms + report.Fails + report.NotApplicable > 0;
        return new Response(
            true, report.Number, report.State, Cover.Title(project?.ServiceType ?? ServiceType.Maintenance).Replace("\n", "", StringComparison.Ordinal), report.Kind.Form(),
            report.ProjectName, report.Month, (await agencies.Find(report.AgencyId, ct))?.Name ?? "",
            report.BrigadeId is { } b ? (await authorities.FindBrigade(b, ct))?.Name : null, report.Filing?.At,
            report.ReportDate, report.Pages, report.PhotoCount, report.Conclusion,
            counted ? new Counts(report.Conforms, report.Fails, report.NotApplicable) : null, report.ContentHash!, report.FileSha256!, report.RawRecordSha256,
            (await db.GrantedChanges(report.Id, ct)).LastOrDefault()?.Decision!.At);
    }
}
