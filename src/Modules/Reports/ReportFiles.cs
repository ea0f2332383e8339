using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatService.Kernel;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports;

/// <summary>The PDF itself, and its pages as pictures for phones that open no PDFs. Nothing is shown that is not the file that was filed.</summary>
internal sealed class ReportFiles(Photos photos, IReportRenderer renderer, IObjectStore store)
{
    public async Task<FileContentHttpResult> Pdf(PaperFile file, CancellationToken ct) =>
        TypedResults.File(await Read(file, ct), "application/pdf", $"{file.Name}.pdf");

    /// <summary>A signed link that opens without sign-in for ten to twenty minutes: to be copied into another browser or a chat.</summary>
    public async Task<PhotoLink> Link(PaperFile file, CancellationToken ct)
    {
        await Read(file, ct);
        return photos.Link(file.ObjectId);
    }

    /// <summary>Drawn once and kept beside the file: a filed report never changes, a new document has another hash.</summary>
    public async Task<IResult> Page(PaperFile file, int page, HttpContext http, CancellationToken ct)
    {
        if (page < 1 || page > file.Pages)
        {
            throw new RuleBroken(ReportProblems.PageUnknown);
        }

        http.Response.Headers.CacheControl = "private, max-age=3600";
        try
        {
            return TypedResults.Stream(await store.Get(KeyOf(file, page), ct), "image/png");
        }
        catch (FileNotFoundException)
        {
            try
            {
                return TypedResults.File(await Draw(file, await Read(file, ct), page, ct), "image/png");
            }
            catch (ReportRenderingFailed)
            {
                http.Response.Headers.CacheControl = "no-store";
                throw new RuleBroken(ReportProblems.RenderingFailed);
            }
        }
    }

    /// <summary>The first pages, those that are not drawn yet.</summary>
    public async Task DrawAhead(PaperFile file, int pages, CancellationToken ct)
    {
        var pdf = await Read(file, ct);
        for (var page = 1; page <= pages; page++)
        {
            try
            {
                await using var known = await store.Get(KeyOf(file, page), ct);
            }
            catch (FileNotFoundException)
            {
                await Draw(file, pdf, page, ct);
            }
        }
    }

    private async Task<byte[]> Draw(PaperFile file, byte[] pdf, int page, CancellationToken ct)
    {
        var drawn = await renderer.PageImage(pdf, page, ct);
        await store.Put(KeyOf(file, page), new MemoryStream(drawn, writable: false), "image/png", ct);
        return drawn;
    }

    /// <summary>By the file's hash: what lies under it was drawn from that very file and from no other.</summary>
    private static string KeyOf(PaperFile file, int page) => $"page/{file.Sha256.ToLowerInvariant()}/{page}.png";

    /// <exception cref="RuleBroken">report.file_altered: what is stored is not what was filed or made (FIL-05).</exception>
    public async Task<byte[]> Read(PaperFile file, CancellationToken ct)
    {
        var bytes = await photos.Read(file.ObjectId, ct);
        return string.Equals(Convert.ToHexString(SHA256.HashData(bytes)), file.Sha256, StringComparison.OrdinalIgnoreCase)
            ? bytes
            : throw new RuleBroken(ReportProblems.FileAltered);
    }
}
