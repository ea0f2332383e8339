using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using WeChatService.Pdf.Pages;
using WeChatService.Plans.Ports;
using WeChatService.Reports.Ports;

namespace WeChatService.Pdf;

/// <summary>The maintenance plan of a term (PLN-26): one Razor page without photos, by the same confined tools as a report.</summary>
sealed class TermPlanPrinter(IOptions<ReportRenderingOptions> options) : ITermPlanPrinter
{
    static readonly TimeSpan ToolPatience = TimeSpan.FromSeconds(60);
    static readonly string Worker = Path.Combine(AppContext.BaseDirectory, "worker.py");
    readonly SemaphoreSlim turn = new(1);

    public async Task<byte[]> Print(TermPlanDocument document, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            using var folder = new WorkFolder();
            var child = new ChildProcess(options.Value, folder.Path);
            var html = await RazorPage.Html<TermPlan>(new() { [nameof(TermPlan.Document)] = document });
            await folder.Write("report.html", Encoding.UTF8.GetBytes(html), ct);
            await folder.Write("worker.py", await File.ReadAllBytesAsync(Worker, ct), ct);
            await PrintFonts.Cut(html, options.Value, folder, child, ct);
            await LayOut(child, ct);
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

    async Task LayOut(ChildProcess child, CancellationToken ct)
    {
        var error = (string?)null;
        var outcome = await child.Run("python3", ["-I", "worker.py", "pdf/a-2b"], TimeSpan.FromSeconds(2 * options.Value.DeadlineSeconds), ct, line =>
        {
            using var said = JsonDocument.Parse(line);
            if (said.RootElement.TryGetProperty("error", out var told)) error = told.GetString();
            return Task.CompletedTask;
        });
        if (error is not null || outcome.ExitCode != 0) throw new TermPlanPrintFailed($"WeasyPrint could not print the plan: {error ?? outcome.Complaint}");
    }
}
