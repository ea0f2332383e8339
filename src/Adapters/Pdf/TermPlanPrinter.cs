using Microsoft.Extensions.Options;
using WeChatService.Pdf.Pages;
using WeChatService.Plans.Ports;
using WeChatService.Reports.Ports;

namespace WeChatService.Pdf;

/// <summary>The maintenance plan of a term (PLN-26): one Razor page without photos, by the same confined tools as a report.</summary>
sealed class TermPlanPrinter(IOptions<ReportRenderingOptions> options) : ITermPlanPrinter
{
    static readonly TimeSpan ToolPatience = TimeSpan.FromSeconds(60);
    readonly SemaphoreSlim turn = new(1);

    public async Task<byte[]> Print(TermPlanDocument document, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            using var folder = new WorkFolder();
            var child = new ChildProcess(options.Value, folder.Path);
            await SheetPrint.LayOut<TermPlan>(
                new() { [nameof(TermPlan.Document)] = document }, options.Value, folder, child, TimeSpan.FromSeconds(2 * options.Value.DeadlineSeconds), ct);
            var finished = await child.Run("qpdf", ["--linearize", "--object-streams=generate", "--deterministic-id", "report.pdf", "finished.pdf"], ToolPatience, ct);
            return finished.ExitCode == 0
                ? await File.ReadAllBytesAsync(folder.At("finished.pdf"), ct)
                : throw new TermPlanPrintFailed($"The printed file is not a sound PDF: {finished.Complaint}");
        }
        catch (ReportRenderingFailed failed)
        {
            throw new TermPlanPrintFailed(failed.Message, failed);
        }
        finally { turn.Release(); }
    }
}
