using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Reports.Composing;
using WeChatService.Reports.Contracts;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports;

/// <summary>Make the document of one report (RPT-12).</summary>
internal sealed record GenerateReport(Guid ReportId);

/// <summary>Composes, renders, stores, and only then says that the report is there. Repeating it makes the same document again.</summary>
internal sealed class GenerateReportRunner(
    AppDb db, ReportComposer composer, IReportRenderer renderer, Photos photos, TimeProvider time, IServiceScopeFactory scopes) : IRun<GenerateReport>
{
    public async Task Run(GenerateReport job, JobRun run, CancellationToken ct)
    {
        var report = await db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == job.ReportId, ct);
        if (report is not { State: ReportState.Generating })
        {
            return;
        }

        await Advance(report.Id, 5, ct);
        var document = await composer.Compose(report, ct);
        await Advance(report.Id, 20, ct);
        var rendered = await renderer.Render(document, percent => Advance(report.Id, 20 + percent * 7 / 10, ct), ct);
        var stored = await photos.AddDocument(rendered.Pdf, ObjectKind.Report, "application/pdf", ct);

        var current = await db.Set<Report>().FirstAsync(r => r.Id == job.ReportId, ct);
        var totals = document.Totals;
        current.Complete(
            new Rendition(
                stored.Id, rendered.Pdf.LongLength, rendered.Pages, rendered.Sha256, document.ContentHash,
                document.PhotoCount,
                totals.Conforms, totals.Fails, totals.NotApplicable),
            time.GetUtcNow());
        db.Announce(new ReportGenerated(
            current.Id, current.Number, current.ProjectId, current.ProjectName, current.AgencyId, current.TechnicalLeadId, current.Month));
        db.Audit("report.generated", "Report", current.Id, $"{current.ProjectName} {current.Month.Says()}报告 {current.Number} 已出具", evidence: current.FileSha256);
        await db.SaveChangesAsync(ct);
    }

    public async Task GaveUp(GenerateReport job, Exception why, CancellationToken ct)
    {
        if (await db.Set<Report>().FirstOrDefaultAsync(r => r.Id == job.ReportId, ct) is { State: ReportState.Generating } report)
        {
            report.Fail(why is ReportRenderingFailed failed ? failed.Message : "报告没有生成出来，请再试一次。");
        }
    }

    /// <summary>In a scope of its own: the reader of the progress must not wait for the document.</summary>
    private async Task Advance(Guid reportId, int percent, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        await scope.ServiceProvider.GetRequiredService<AppDb>().Set<Report>()
            .Where(r => r.Id == reportId && r.State == ReportState.Generating && r.Progress < percent)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Progress, percent), ct);
    }
}
