using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Reports.ForOwner;

/// <summary>The client reads the 月报 that was pushed, and no other (RPT-24).</summary>
internal static class ReadMonthly
{
    public sealed record Response(
        Guid Id, string ProjectName, string AgencyName, ChinaMonth Month, MonthlyTexts Texts, string WriterName, DateTimeOffset PushedAt);

    public static void Map(RouteGroupBuilder owner) => owner.MapGet("/monthly-reports/{id:guid}", Handle);

    private static async Task<Response> Handle(Guid id, AppDb db, IAgencies agencies, CancellationToken ct)
    {
        var report = await db.Set<MonthlyReport>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == id && m.State == MonthlyReportState.Pushed, ct)
            ?? throw new RuleBroken(ReportProblems.NotYours);
        return new Response(
            report.Id, report.ProjectName, (await agencies.Find(report.AgencyId, ct))?.Name ?? "", report.Month, report.Texts, report.WriterName,
            report.PushedAt!.Value);
    }
}
