using Microsoft.Extensions.Options;
using WeChatService.Reports.Ports;

namespace WeChatService.Pdf;

/// <summary>Looks at an upload in a folder of its own. What people find out here is refused again when it is merged: files wait, tools learn.</summary>
sealed class PdfFiles(IOptions<ReportRenderingOptions> options) : IPdfFiles
{
    /// <summary>Few at a time: checks of large files fill a core each.</summary>
    readonly SemaphoreSlim turn = new(2);

    public async Task<PdfFacts> Check(byte[] pdf, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            using var folder = new WorkFolder();
            await folder.Write("upload.pdf", pdf, ct);
            return new((await UploadedPdf.Inspect("upload.pdf", folder, new ChildProcess(options.Value, folder.Path), ct)).Count);
        }
        finally { turn.Release(); }
    }
}
