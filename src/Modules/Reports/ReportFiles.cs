using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatService.Kernel;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports;

/// <summary>The PDF itself, and its pages as pictures for phones that open no PDFs. Nothing is shown that is not the file that was filed.</summary>
internal sealed class ReportFiles(Photos photos, IReportRenderer renderer, IObjectStore store)
{
    public async Task<FileContentHttpResult> Pdf(Report report, CancellationToken ct) =>
        TypedResults.File(await Bytes(report, ct), "application/pdf", $"{report.Number}.pdf");

    /// <summary>A signed link that opens without sign-in for ten to twenty minutes: to be copied into another browser or a chat.</summary>
    public async Task<PhotoLink> Link(Report report, CancellationToken ct)
    {
        await Bytes(report, ct);
        return photos.Link(report.ObjectId!.Value);
    }

    /// <exception cref="RuleBroken">report.file_altered.</exception>
    public Task MustBeTheFiled(Report report, CancellationToken ct) => Bytes(report, ct);

    /// <summary>Drawn once and kept beside the file: a filed report never changes, a new document has another hash.</summary>
    public async Task<IResult> Page(Report report, int page, HttpContext http, CancellationToken ct)
    {
        if (page < 1 || page > report.Pages)
        {
            throw new RuleBroken(ReportProblems.PageUnknown);
        }

        http.Response.Headers.CacheControl = "private, max-age=3600";
        try
        {
            return TypedResults.Stream(await store.Get(KeyOf(report, page), ct), "image/png");
        }
        catch (FileNotFoundException)
        {
            try
            {
                return TypedResults.File(await Draw(report, await Bytes(report, ct), page, ct), "image/png");
            }
            catch (ReportRenderingFailed)
            {
                http.Response.Headers.CacheControl = "no-store";
                throw new RuleBroken(ReportProblems.RenderingFailed);
            }
        }
    }

    /// <summary>The first pages, those that are not drawn yet.</summary>
    public async Task DrawAhead(Report report, int pages, CancellationToken ct)
    {
        var pdf = await Bytes(report, ct);
        for (var page = 1; page <= pages; page++)
        {
            try
            {
                await using var known = await store.Get(KeyOf(report, page), ct);
            }
            catch (FileNotFoundException)
            {
                await Draw(report, pdf, page, ct);
            }
        }
    }

    private async Task<byte[]> Draw(Report report, byte[] pdf, int page, CancellationToken ct)
    {
        var drawn = await renderer.PageImage(pdf, page, ct);
        await store.Put(KeyOf(report, page), new MemoryStream(drawn, writable: false), "image/png", ct);
        return drawn;
    }

    /// <summary>By the file's hash: what lies under it was drawn from that very file and from no other.</summary>
    private static string KeyOf(Report report, int page) => $"page/{report.FileSha256?.ToLowerInvariant()}/{page}.png";

    /// <exception cref="RuleBroken">report.file_altered: what is stored is not what was filed (FIL-05).</exception>
    private async Task<byte[]> Bytes(Report report, CancellationToken ct)
    {
        var bytes = await photos.Read(report.ObjectId ?? throw new RuleBroken(ReportProblems.NotReady), ct);
        return string.Equals(Convert.ToHexString(SHA256.HashData(bytes)), report.FileSha256, StringComparison.OrdinalIgnoreCase)
            ? bytes
            : throw new RuleBroken(ReportProblems.FileAltered);
    }
}
