using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatService.Pdf.Pages;
using WeChatService.Reports.Ports;

namespace WeChatService.Pdf;

/// <summary>
/// Document → photos and uploads made fit → Razor page → fonts cut to its characters → WeasyPrint in a process of its own → qpdf. Each report has its own
/// folder and its own processes, so nothing of one can reach another, and a leak or crash ends with the report (0.4 s a report buys that).
/// </summary>
sealed class ReportRenderer(IOptions<ReportRenderingOptions> options, ILogger<ReportRenderer> log) : IReportRenderer
{
    static readonly TimeSpan ToolPatience = TimeSpan.FromSeconds(30);

    /// <summary>PDF/A-2b: readable for as long as archives are kept. 2, not 1, because sketches are translucent.</summary>
    const string Archive = "pdf/a-2b";
    const string Plain = "plain";
    static readonly string Worker = Path.Combine(AppContext.BaseDirectory, "worker.py");

    /// <summary>Two cores and 300 MB a report: one at a time in each process, more by more worker processes.</summary>
    readonly SemaphoreSlim turn = new(1);

    /// <summary>Pages that are drawn at a time in this process: many readers wait a moment instead of starting many tools.</summary>
    readonly SemaphoreSlim pageTurns = new(2);
    static readonly TimeSpan PagePatience = TimeSpan.FromSeconds(10);

    public async Task<RenderedReport> Render(ReportDocument document, Func<int, Task> progress, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            using var folder = new WorkFolder();
            var child = new ChildProcess(options.Value, folder.Path);
            foreach (var tool in new[] { "python3", "hb-subset", "qpdf" }) child.Require(tool);
            await progress(1);
            var shelf = await PhotoShelf.Fill(document.Pictures, document.ReadPhoto, folder, child, (done, all) => progress(1 + 39 * done / all), ct);
            var sheets = await UploadSheets.Fill(document, folder, child, ct);
            var html = await RazorPage.Html<Report>(new()
            {
                [nameof(Report.Document)] = document, [nameof(Report.Shelf)] = shelf, [nameof(Report.Sheets)] = sheets,
            });
            await folder.Write("report.html", Encoding.UTF8.GetBytes(html), ct);
            await PrintFonts.Cut(html, options.Value, folder, child, ct);
            await progress(45);
            var (pages, firstPages) = await Print(sheets.Any ? Plain : Archive, folder, child, step => progress(45 + 6 * step), ct);
            var merged = await sheets.Merge("report.pdf", document, firstPages, child, ct);
            var pdf = await Finish(merged, folder, child, ct);
            await progress(100);
            return new(pdf, pages, Convert.ToHexString(SHA256.HashData(pdf)));
        }
        finally { turn.Release(); }
    }

    public async Task<byte[]> PageImage(byte[] pdf, int page, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        if (!await pageTurns.WaitAsync(PagePatience, ct)) throw new ReportRenderingFailed("Too many pages wait to be drawn.");
        try { return await Draw(pdf, page, ct); }
        finally { pageTurns.Release(); }
    }

    async Task<byte[]> Draw(byte[] pdf, int page, CancellationToken ct)
    {
        using var folder = new WorkFolder();
        await folder.Write("report.pdf", pdf, ct);
        var outcome = await new ChildProcess(options.Value, folder.Path)
            .Run("pdftoppm", ["-png", "-singlefile", "-r", "110", "-f", $"{page}", "-l", $"{page}", "report.pdf", "page"], ToolPatience, ct);
        var image = folder.At("page.png");
        if (File.Exists(image)) return await File.ReadAllBytesAsync(image, ct);
        if (outcome.Errors.Contains("Wrong page range")) throw new ArgumentOutOfRangeException(nameof(page), page, "The report has fewer pages.");
        throw new ReportRenderingFailed($"Page {page} could not be drawn: {outcome.Complaint}");
    }

    async Task<(int Pages, Dictionary<int, int> FirstPages)> Print(string variant, WorkFolder folder, ChildProcess child, Func<int, Task> step, CancellationToken ct)
    {
        await folder.Write("worker.py", await File.ReadAllBytesAsync(Worker, ct), ct);
        var (pages, error, part, firstPages) = (0, (string?)null, 0, new Dictionary<int, int>());
        var outcome = await child.Run("python3", ["-I", "worker.py", variant], TimeSpan.FromSeconds(options.Value.DeadlineSeconds), ct, async line =>
        {
            using var said = JsonDocument.Parse(line);
            foreach (var fact in said.RootElement.EnumerateObject())
                switch (fact.Name)
                {
                    case "step": await step(fact.Value.GetInt32()); break;
                    case "part": part = fact.Value.GetInt32(); break;
                    case "page": firstPages.TryAdd(part, fact.Value.GetInt32()); break;   // a part is told on each of its pages
                    case "pages": pages = fact.Value.GetInt32(); break;
                    case "error": error = fact.Value.GetString(); break;
                    case "warning": log.LogWarning("WeasyPrint: {Warning}", fact.Value.GetString()); break;
                }
        });
        if (error == "missing") throw ChildProcess.Missing($"WeasyPrint for {options.Value.Python}", "weasyprint");
        if (error is not null || outcome.ExitCode != 0 || pages == 0)
            throw new ReportRenderingFailed($"WeasyPrint could not print the report: {error ?? outcome.Complaint}");
        return (pages, firstPages);
    }

    /// <summary>
    /// Puts the first page first, so that a phone shows the cover before the rest has arrived, then checks the file: every object is read
    /// and every compressed stream is opened, but no photo is decoded once more. qpdf's own --check does that, and needs as long for 200
    /// photos as laying out the whole report.
    /// </summary>
    static async Task<byte[]> Finish(string report, WorkFolder folder, ChildProcess child, CancellationToken ct)
    {
        var linearized = await child.Run("qpdf", ["--linearize", "--object-streams=generate", "--deterministic-id", report, "finished.pdf"], ToolPatience, ct);
        var order = linearized.ExitCode == 0 ? await child.Run("qpdf", ["--check-linearization", "finished.pdf"], ToolPatience, ct) : linearized;
        var check = order.ExitCode == 0
            ? await child.Run("qpdf", ["--decode-level=generalized", "--stream-data=uncompress", "finished.pdf", "/dev/null"], ToolPatience, ct)
            : order;
        if (check.ExitCode != 0) throw new ReportRenderingFailed($"The printed file is not a sound PDF: {check.Complaint}");
        return await File.ReadAllBytesAsync(folder.At("finished.pdf"), ct);
    }
}
