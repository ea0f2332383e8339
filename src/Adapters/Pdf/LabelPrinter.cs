using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using WeChatService.Pdf.Pages;
using WeChatService.Projects.Ports;
using WeChatService.Reports.Ports;

namespace WeChatService.Pdf;

/// <summary>Labels for a label printer (ORG-39): one page each, of the label's own size, by the same confined tools as a report.</summary>
sealed class LabelPrinter(IOptions<ReportRenderingOptions> options) : ILabelPrinter
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    static readonly string Worker = Path.Combine(AppContext.BaseDirectory, "worker.py");
    readonly SemaphoreSlim turn = new(1);

    public async Task<byte[]> Print(LabelSheet sheet, CancellationToken ct)
    {
        // Somebody waits before a screen: who cannot begin soon is told so, and no queue of printers builds up.
        if (!await turn.WaitAsync(Patience, ct)) throw new LabelPrintFailed("Another printing took too long.");
        try
        {
            using var folder = new WorkFolder();
            var child = new ChildProcess(options.Value, folder.Path);
            var html = await RazorPage.Html<Labels>(new() { [nameof(Labels.Sheet)] = sheet });
            await folder.Write("report.html", Encoding.UTF8.GetBytes(html), ct);
            await folder.Write("worker.py", await File.ReadAllBytesAsync(Worker, ct), ct);
            await PrintFonts.Cut(html, options.Value, folder, child, ct);
            var error = (string?)null;
            var outcome = await child.Run("python3", ["-I", "worker.py", "pdf/a-2b"], Patience, ct, line =>
            {
                using var said = JsonDocument.Parse(line);
                if (said.RootElement.TryGetProperty("error", out var told)) error = told.GetString();
                return Task.CompletedTask;
            });
            return error is null && outcome.ExitCode == 0
                ? await File.ReadAllBytesAsync(folder.At("report.pdf"), ct)
                : throw new LabelPrintFailed($"WeasyPrint could not print the labels: {error ?? outcome.Complaint}");
        }
        catch (ReportRenderingFailed failed)
        {
            throw new LabelPrintFailed(failed.Message, failed);
        }
        finally { turn.Release(); }
    }
}
