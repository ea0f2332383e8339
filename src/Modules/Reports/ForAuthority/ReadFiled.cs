using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports.ForAuthority;

/// <summary>The authority sees filed reports of its jurisdiction, and no others (FIL-06, ACC-17).</summary>
internal static class ReadFiled
{
    public sealed record Row(
        Guid Id, string Number, string ProjectName, ChinaMonth Month, string AgencyName, string TechnicalLeadName, DateTimeOffset FiledAt, bool ReadByOwner);

    public static void Map(RouteGroupBuilder authority)
    {
        authority.MapGet("/reports", List);
        authority.MapGet("/reports/{id:guid}/pdf", async (Guid id, AppDb db, ReportFiles files, CancellationToken ct) => await files.Pdf(
            (await Filed(db).FirstOrDefaultAsync(r => r.Id == id, ct) ?? throw new RuleBroken(ReportProblems.NotYours)).Paper, ct));
    }

    private static async Task<Page<Row>> List([AsParameters] PageRequest page, AppDb db, IAgencies agencies, CancellationToken ct)
    {
        var total = await Filed(db).CountAsync(ct);
        var rows = await Filed(db).OrderByDescending(r => r.FiledAt).ThenBy(r => r.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var ids = rows.Select(r => r.Id).ToList();
        // SUP-10: whether the owner has read it. Readings carry no jurisdiction; the reports just listed do.
        var read = await db.Set<ReportReading>().IgnoreQueryFilters().Where(r => ids.Contains(r.ReportId)).Select(r => r.ReportId).ToHashSetAsync(ct);
        var names = (await agencies.Of(rows.Select(r => r.AgencyId).Distinct(), ct)).ToDictionary(a => a.Id, a => a.Name);
        return page.Of<Row>([.. rows.Select(r => new Row(
            r.Id, r.Number, r.ProjectName, r.Month, names.GetValueOrDefault(r.AgencyId, ""), r.Filing!.ByName, r.Filing.At, read.Contains(r.Id)))], total);
    }

    private static IQueryable<Report> Filed(AppDb db) => db.Set<Report>().AsNoTracking().Where(r => r.State == ReportState.Filed);
}
