using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Composing;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports.ForAgency;

/// <summary>打印月报 (RPT-24). Two or three pages without photos, so it is printed in the request, and kept for as long as its content is the same.</summary>
internal sealed class PrintMonthly(
    AppDb db, CurrentActor actor, IProjects projects, IRegionPolicies policies, MonthlyDocument documents, IReportRenderer renderer, IObjectStore store)
{
    public static void Map(RouteGroupBuilder door) =>
        door.MapGet("/monthly-reports/{projectId:guid}/{month}/pdf", (Guid projectId, ChinaMonth month, PrintMonthly print, CancellationToken ct) =>
            print.Print(projectId, month, ct));

    private async Task<FileContentHttpResult> Print(Guid projectId, ChinaMonth month, CancellationToken ct)
    {
        await projects.OfMonthly(projectId, policies, actor.Required, ct);
        var report = await db.Set<MonthlyReport>().AsNoTracking().FirstOrDefaultAsync(m => m.ProjectId == projectId && m.Month == month, ct)
            ?? throw new RuleBroken(MonthlyProblems.NotWritten);
        var document = await documents.Compose(report, ct);
        return TypedResults.File(await Bytes(report, document, ct), "application/pdf", $"{document.Cover.Number}.pdf");
    }

    private async Task<byte[]> Bytes(MonthlyReport report, ReportDocument document, CancellationToken ct)
    {
        var key = $"monthly/{report.Id:N}/{document.ContentHash}.pdf";
        try
        {
            await using var kept = await store.Get(key, ct);
            using var bytes = new MemoryStream();
            await kept.CopyToAsync(bytes, ct);
            return bytes.ToArray();
        }
        catch (FileNotFoundException)
        {
            try
            {
                var printed = await renderer.Render(document, _ => Task.CompletedTask, ct);
                await store.Put(key, new MemoryStream(printed.Pdf, writable: false), "application/pdf", ct);
                return printed.Pdf;
            }
            catch (ReportRenderingFailed)
            {
                throw new RuleBroken(ReportProblems.RenderingFailed);
            }
        }
    }
}
