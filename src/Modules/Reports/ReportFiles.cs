using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatService.Kernel;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports;

/// <summary>The PDF itself, and its pages as pictures for phones that open no PDFs.</summary>
internal sealed class ReportFiles(Photos photos, IReportRenderer renderer, IObjectStore store)
{
    public async Task<FileContentHttpResult> Pdf(Report report, CancellationToken ct) =>
        TypedResults.File(await Bytes(report, ct), "application/pdf", $"{report.Number}.pdf");

    /// <summary>Drawn once and kept beside the file: a filed report never changes, a new document has a new object.</summary>
    public async Task<IResult> Page(Report report, int page, HttpContext http, CancellationToken ct)
    {
        if (page < 1 || page > report.Pages)
        {
            throw new RuleBroken(ReportProblems.PageUnknown);
        }

        http.Response.Headers.CacheControl = "private, max-age=3600";
        var key = $"page/{report.ObjectId:N}/{page}.png";
        try
        {
            return TypedResults.Stream(await store.Get(key, ct), "image/png");
        }
        catch (FileNotFoundException)
        {
            try
            {
                var drawn = await renderer.PageImage(await Bytes(report, ct), page, ct);
                await store.Put(key, new MemoryStream(drawn, writable: false), "image/png", ct);
                return TypedResults.File(drawn, "image/png");
            }
            catch (ReportRenderingFailed)
            {
                throw new RuleBroken(ReportProblems.RenderingFailed);
            }
        }
    }

    private Task<byte[]> Bytes(Report report, CancellationToken ct) =>
        photos.Read(report.ObjectId ?? throw new RuleBroken(ReportProblems.NotReady), ct);
}
