using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Composing;
using WeChatService.Reports.Contracts;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports;

/// <summary>Make the document of one report (RPT-12).</summary>
internal sealed record GenerateReport(Guid ReportId);

/// <summary>Composes, renders, stores, and only then says that the report is there. Repeating it makes the same document again.</summary>
internal sealed class GenerateReportRunner(
    AppDb db, ReportComposer composer, IReportRenderer renderer, Photos photos, FilingClock clock, IRegionPolicies policies, WorkingDays working, TimeProvider time,
    IServiceScopeFactory scopes) : IRun<GenerateReport>
{
    public async Task Run(GenerateReport job, JobRun run, CancellationToken ct)
    {
        var report = await db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == job.ReportId, ct);
        if (report is not { State: ReportState.Generating })
        {
            return;
        }

        await Advance(report.Id, 5, ct);
        var composed = await composer.Compose(report, ct);
        var document = composed.Report;
        await Advance(report.Id, 20, ct);
        var rendered = await renderer.Render(document, percent => Advance(report.Id, 20 + percent / 2, ct), ct);
        var stored = await photos.AddDocument(rendered.Pdf, ObjectKind.Report, "application/pdf", ct);
        var raw = await RawRecordOf(composed, report.Id, ct);

        var current = await db.Set<Report>().FirstAsync(r => r.Id == job.ReportId, ct);
        var totals = document.Totals;
        var clockRan = current.FilingFrom is not null;
        await clock.Start(current, time.GetUtcNow(), ct);
        current.Complete(
            new Rendition(
                stored.Id, rendered.Pdf.LongLength, rendered.Pages, rendered.Sha256, document.ContentHash, document.PhotoCount,
                totals.Conforms, totals.Fails, totals.NotApplicable, raw, composed.Conclusion),
            time.GetUtcNow());
        if (current.State == ReportState.Ready)
        {
            if (!clockRan)
            {
                db.RemindToFile(current, policies.For(current.Region).Filing, working, time.GetUtcNow());
            }

            db.Announce(new ReportGenerated(
                current.Id, current.Number, current.ProjectId, current.ProjectName, current.AgencyId, current.TechnicalLeadId, current.Month));
        }

        db.Audit("report.generated", "Report", current.Id, $"{current.ProjectName} {current.Month.Says()}报告 {current.Number} 已出具", evidence: current.FileSha256);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>原始记录 is a file of its own (RPT-12, RPT-18).</summary>
    private async Task<RawRecordFile?> RawRecordOf(Composed composed, Guid reportId, CancellationToken ct)
    {
        if (composed.RawRecord is null)
        {
            return null;
        }

        var rendered = await renderer.Render(composed.RawRecord, percent => Advance(reportId, 70 + percent * 29 / 100, ct), ct);
        var stored = await photos.AddDocument(rendered.Pdf, ObjectKind.Report, "application/pdf", ct);
        return new RawRecordFile(stored.Id, rendered.Pages, rendered.Sha256);
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
