using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Supervision.ForAuthority;

/// <summary>The brigade's inbox, newest first.</summary>
internal static class ReadInbox
{
    public sealed record Row(
        Guid Id, Guid ReportId, string ReportNumber, string ProjectName, string AgencyName, ChinaMonth Month, string TechnicalLeadName,
        DateTimeOffset FiledAt, DateTimeOffset ReceivedAt, bool Pushed, string? WitnessName);

    public static void Map(RouteGroupBuilder authority) => authority.MapGet("/inbox", Handle);

    private static async Task<Page<Row>> Handle([AsParameters] PageRequest page, AppDb db, CancellationToken ct)
    {
        var entries = db.Set<BrigadeInboxEntry>().AsNoTracking();
        var total = await entries.CountAsync(ct);
        var rows = await entries.OrderByDescending(e => e.ReceivedAt).Skip(page.Skip).Take(page.Take)
            .Select(e => new Row(e.Id, e.ReportId, e.ReportNumber, e.ProjectName, e.AgencyName, e.Month, e.TechnicalLeadName, e.FiledAt, e.ReceivedAt, e.Pushed, e.WitnessName))
            .ToListAsync(ct);
        return page.Of<Row>(rows, total);
    }
}
