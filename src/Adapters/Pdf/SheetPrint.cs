using System.Text;
using System.Text.Json;
using WeChatService.Reports.Ports;

namespace WeChatService.Pdf;

/// <summary>One Razor page laid out as <c>report.pdf</c> in its folder, by the same confined tools as a report.</summary>
static class SheetPrint
{
    static readonly string Worker = Path.Combine(AppContext.BaseDirectory, "worker.py");

    /// <exception cref="ReportRenderingFailed">A tool is missing or did not manage.</exception>
    public static async Task LayOut<TPage>(
        Dictionary<string, object?> parameters, ReportRenderingOptions options, WorkFolder folder, ChildProcess child, TimeSpan patience, CancellationToken ct)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var html = await RazorPage.Html<TPage>(parameters);
        await folder.Write("report.html", Encoding.UTF8.GetBytes(html), ct);
        await folder.Write("worker.py", await File.ReadAllBytesAsync(Worker, ct), ct);
        await PrintFonts.Cut(html, options, folder, child, ct);
        var error = (string?)null;
        var outcome = await child.Run("python3", ["-I", "worker.py", "pdf/a-2b"], patience, ct, line =>
        {
            using var said = JsonDocument.Parse(line);
            if (said.RootElement.TryGetProperty("error", out var told)) error = told.GetString();
            return Task.CompletedTask;
        });
        if (error is not null || outcome.ExitCode != 0) throw new ReportRenderingFailed($"WeasyPrint could not print the page: {error ?? outcome.Complaint}");
    }
}
