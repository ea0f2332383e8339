using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using WeChatService.Kernel;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports;

/// <summary>Draw the pages of a filed report before somebody opens it on a phone that shows no PDF (OWN-11).</summary>
internal sealed record DrawPages(Guid ReportId)
{
    /// <summary>Longer reports are read from the front; what lies behind is drawn when it is asked for.</summary>
    public const int Most = 30;
}

internal sealed class DrawPagesRunner(AppDb db, ReportFiles files, ILogger<DrawPagesRunner> log) : IRun<DrawPages>
{
    public async Task Run(DrawPages job, JobRun run, CancellationToken ct)
    {
        if (await db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == job.ReportId, ct) is not { ObjectId: not null } report)
        {
            return;
        }

        try
        {
            await files.DrawAhead(report.Paper, Math.Min(report.Pages, DrawPages.Most), ct);
        }
        catch (Exception e) when (e is ReportRenderingFailed or RuleBroken)
        {
            // Nobody waits for this: the reader's request tries again and tells him what is wrong.
            log.LogWarning(e, "The pages of report {Report} are not drawn ahead", report.Number);
        }
    }
}
