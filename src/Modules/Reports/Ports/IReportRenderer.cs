namespace WeChatService.Reports.Ports;

/// <summary>
/// Turns a <see cref="ReportDocument"/> into the printed report. Rendering starts child processes and takes
/// seconds, so it belongs in a job, never in a request; <see cref="PageImage"/> takes about 0.2 s
/// in a tool of its own, waits its turn among few, and may be asked for in one.
/// </summary>
public interface IReportRenderer
{
    /// <summary>Renders the report as an A4 PDF.</summary>
    /// <param name="document">Everything that is printed; its photos are read one by one through <see cref="ReportDocument.ReadPhoto"/>.</param>
    /// <param name="progress">Told 0–100, rising; the last call is 100.</param>
    /// <exception cref="ReportRenderingFailed">A tool is missing, a photo is not what was recorded, or the deadline passed. A retry may succeed.</exception>
    Task<RenderedReport> Render(ReportDocument document, Func<int, Task> progress, CancellationToken ct);

    /// <summary>One page of a rendered report as a PNG of 110 dots per inch (910 × 1287 pixels), for phones that do not open PDFs.</summary>
    /// <param name="page">1-based; a page that the report does not have is an <see cref="ArgumentOutOfRangeException"/>.</param>
    /// <exception cref="ReportRenderingFailed">The page could not be drawn.</exception>
    Task<byte[]> PageImage(byte[] pdf, int page, CancellationToken ct);
}

/// <summary>A finished report file.</summary>
/// <param name="Pdf">The PDF itself, checked and linearized.</param>
/// <param name="Pages">Number of pages.</param>
/// <param name="Sha256">
/// SHA-256 of the file <paramref name="Pdf"/>, 64 upper-case hex digits: what a holder of the file gets from <c>sha256sum</c>.
/// It cannot stand on the file's own cover. What the cover prints is <see cref="ReportDocument.ContentHash"/>, the hash of
/// the content before rendering, which still agrees after the report was printed on paper. Store both.
/// </param>
public sealed record RenderedReport(byte[] Pdf, int Pages, string Sha256);

/// <summary>The report could not be rendered. The message says in one sentence what is wrong and, for a missing tool, what to install.</summary>
public sealed class ReportRenderingFailed(string message, Exception? inner = null) : Exception(message, inner);
