using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports.ForPublic;

/// <summary>Whoever holds a printed report checks it by its QR code: facts to compare, no personal data beyond the signer (RPT-30).</summary>
internal static class VerifyReport
{
    public sealed record Counts(int Conforms, int Fails, int Cannot);

    public sealed record Response(
        bool Genuine, string Number, ReportState State, string ProjectName, ChinaMonth Month, string AgencyName, string? TechnicalLead, string? BrigadeName,
        DateTimeOffset? FiledAt, DateOnly ReportDate, int Pages, int Photos, Counts Counts, string ContentHash,
        string FileSha256);

    public static void Map(RouteGroupBuilder open) => open.MapGet("/reports/{number}/verify", Handle);

    private static async Task<Response> Handle(
        string number, AppDb db, CurrentActor actor, IAgencies agencies, IAuthorities authorities, CancellationToken ct)
    {
        using var across = actor.AsSystem();
        var report = await db.Set<Report>().AsNoTracking()
            .FirstOrDefaultAsync(r => r.Number == number && (r.State == ReportState.Filed || r.State == ReportState.Ready), ct)
            ?? throw new RuleBroken(ReportProblems.VerifyUnknown);
        return new Response(
            true, report.Number, report.State, report.ProjectName, report.Month, (await agencies.Find(report.AgencyId, ct))?.Name ?? "",
            report.Filing?.ByName, report.BrigadeId is { } b ? (await authorities.FindBrigade(b, ct))?.Name : null, report.Filing?.At,
            report.ReportDate, report.Pages, report.PhotoCount, new Counts(report.Conforms, report.Fails, report.NotApplicable), report.ContentHash!,
            report.FileSha256!);
    }
}
