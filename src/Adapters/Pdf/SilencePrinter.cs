using Microsoft.Extensions.Options;
using WeChatService.Pdf.Pages;
using WeChatService.Reports.Ports;
using WeChatService.Visits.Ports;

namespace WeChatService.Pdf;

/// <summary>未评价情况说明 (EVL-10): the facts of a silence, what the agency says of it, and its pictures.</summary>
sealed class SilencePrinter(IOptions<ReportRenderingOptions> options) : ISilencePrinter
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    readonly SemaphoreSlim turn = new(1);

    public async Task<byte[]> Print(SilenceSheet sheet, CancellationToken ct)
    {
        // As with labels: somebody waits before a screen.
        if (!await turn.WaitAsync(Patience, ct)) throw new SilencePrintFailed("Another printing took too long.");
        try
        {
            using var folder = new WorkFolder();
            var child = new ChildProcess(options.Value, folder.Path);
            var shelf = await PhotoShelf.Fill(
                sheet.Statements.SelectMany(s => s.Photos).Select(Silence.Picture), (photo, stop) => sheet.ReadPhoto(photo.Id, stop), folder, child,
                (_, _) => Task.CompletedTask, ct);
            await SheetPrint.LayOut<Silence>(
                new() { [nameof(Silence.Sheet)] = sheet, [nameof(Silence.Shelf)] = shelf }, options.Value, folder, child, Patience, ct);
            return await File.ReadAllBytesAsync(folder.At("report.pdf"), ct);
        }
        catch (ReportRenderingFailed failed)
        {
            throw new SilencePrintFailed(failed.Message, failed);
        }
        finally { turn.Release(); }
    }
}
