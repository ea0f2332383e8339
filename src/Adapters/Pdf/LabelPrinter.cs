using Microsoft.Extensions.Options;
using WeChatService.Pdf.Pages;
using WeChatService.Projects.Ports;
using WeChatService.Reports.Ports;

namespace WeChatService.Pdf;

/// <summary>Labels for a label printer (ORG-39): one page each, of the label's own size.</summary>
sealed class LabelPrinter(IOptions<ReportRenderingOptions> options) : ILabelPrinter
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    readonly SemaphoreSlim turn = new(1);

    public async Task<byte[]> Print(LabelSheet sheet, CancellationToken ct)
    {
        // Somebody waits before a screen: who cannot begin soon is told so, and no queue of printers builds up.
        if (!await turn.WaitAsync(Patience, ct)) throw new LabelPrintFailed("Another printing took too long.");
        try
        {
            using var folder = new WorkFolder();
            var child = new ChildProcess(options.Value, folder.Path);
            await SheetPrint.LayOut<Labels>(new() { [nameof(Labels.Sheet)] = sheet }, options.Value, folder, child, Patience, ct);
            return await File.ReadAllBytesAsync(folder.At("report.pdf"), ct);
        }
        catch (ReportRenderingFailed failed)
        {
            throw new LabelPrintFailed(failed.Message, failed);
        }
        finally { turn.Release(); }
    }
}
