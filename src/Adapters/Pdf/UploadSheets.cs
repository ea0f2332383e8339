using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WeChatService.Reports.Ports;

namespace WeChatService.Pdf;

/// <summary>
/// The uploaded files of one report, cleaned and measured. WeasyPrint prints an empty sheet of the right size for each of their
/// pages, with report number and page x of y at its very foot; qpdf then lays the uploaded page under it. So every page of the
/// whole counts, the outline holds, and nothing of an upload but its drawing gets in: no script, link, form or attachment.
/// </summary>
public sealed class UploadSheets
{
    /// <summary>Our line stands in the outermost 6 mm, where printers' margins are.</summary>
    const string Foot = """
        margin: 20px 30px 24px;
        @top-left { content: none } @top-right { content: none }
        @bottom-left { content: element(foot-sheet); width: 74%; vertical-align: middle; padding: 0 }
        @bottom-right { font: 9px/12px Screen; color: #777; vertical-align: middle; padding: 0 }
        """;

    readonly Dictionary<UploadedFile, (string File, IReadOnlyList<PageSize> Pages)> files = [];
    readonly List<PageSize> sizes = [];

    /// <summary>Is there any? Then the whole cannot promise PDF/A: that would need the uploaded file to be it.</summary>
    public bool Any => files.Count > 0;

    /// <summary>The sheets' CSS classes in page order.</summary>
    public IEnumerable<string> Of(UploadedFile file) => files[file].Pages.Select(size => $"sheet-{sizes.IndexOf(size)}");

    /// <summary>A named page for each size that occurs.</summary>
    public string Css
    {
        get
        {
            var css = new StringBuilder();
            for (var i = 0; i < sizes.Count; i++)
                css.Append(CultureInfo.InvariantCulture, $"@page sheet-{i} {{ size: {sizes[i].Width}pt {sizes[i].Height}pt; {Foot} }} .sheet-{i} {{ page: sheet-{i} }}\n");
            return css.ToString();
        }
    }

    internal static async Task<UploadSheets> Fill(ReportDocument document, WorkFolder folder, ChildProcess child, CancellationToken ct)
    {
        var sheets = new UploadSheets();
        foreach (var upload in document.Parts.OfType<UploadedFile>())
        {
            var bytes = await document.ReadUpload(upload, ct);
            if (!Convert.ToHexString(SHA256.HashData(bytes)).Equals(upload.Sha256, StringComparison.OrdinalIgnoreCase))
                throw new ReportRenderingFailed($"The uploaded file {upload.Id} is not the one that was stored: its SHA-256 differs.");
            var name = $"u{sheets.files.Count}";
            await folder.Write(name + ".pdf", bytes, ct);
            try
            {
                var pages = await UploadedPdf.Inspect(name + ".pdf", folder, child, ct);
                await UploadedPdf.Flatten(name + ".pdf", name + "-flat.pdf", child, ct);
                sheets.files[upload] = (name + "-flat.pdf", pages);
                sheets.sizes.AddRange(pages.Except(sheets.sizes).ToList());
            }
            catch (PdfRefused refused) { throw new ReportRenderingFailed(refused.Message, refused); }
        }

        return sheets;
    }

    /// <summary>Lays the uploads under their sheets.</summary>
    /// <param name="firstPages">Where each part begins, by its place in <see cref="ReportDocument.Parts"/>.</param>
    /// <returns>The name of the merged file.</returns>
    internal async Task<string> Merge(string report, ReportDocument document, IReadOnlyDictionary<int, int> firstPages, ChildProcess child, CancellationToken ct)
    {
        for (var i = 0; i < document.Parts.Count; i++)
        {
            if (document.Parts[i] is not UploadedFile upload || !files.TryGetValue(upload, out var file)) continue;
            if (!firstPages.TryGetValue(i, out var first)) throw new ReportRenderingFailed("The uploaded file has no place in the report.");
            var merged = $"merged-{i}.pdf";
            var outcome = await child.Run("qpdf", [report, "--no-warn", "--underlay", file.File, $"--to={first}-{first + file.Pages.Count - 1}", "--", merged], UploadedPdf.Patience, ct);
            if (outcome.ExitCode != 0) throw new ReportRenderingFailed($"The uploaded file could not be merged: {outcome.Complaint}");
            report = merged;
        }

        return report;
    }
}

/// <summary>A page in points as it is seen, rotation applied.</summary>
public sealed record PageSize(double Width, double Height);
