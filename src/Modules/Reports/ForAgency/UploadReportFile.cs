using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports.ForAgency;

/// <summary>
/// A PDF for a report that is still to be ordered (RPT-10, 11, 17…20): the name and the declared type are not believed, the content is
/// looked at, and the region says how large it may be. Nothing else of the house changes by it.
/// </summary>
internal static class UploadReportFile
{
    /// <summary>Above every region's limit, so that too large a file is refused in words and not by the server.</summary>
    private const long MostBytes = 64L * 1024 * 1024;

    private const int LongestName = 200;

    public sealed record Response(Guid Id, string FileName, int Pages, long Bytes, string Sha256);

    public static void Map(RouteGroupBuilder door) => door.MapPost("/reports/files", Handle).DisableAntiforgery().For(OrderReport.Authors)
        .WithMetadata(new RequestSizeLimitAttribute(MostBytes));

    private static async Task<Response> Handle(
        IFormFile file, [FromForm] Guid projectId, AppDb db, CurrentActor actor, IProjects projects, IRegionPolicies policies, IPdfFiles pdfs, Photos store,
        TimeProvider time, CancellationToken ct)
    {
        var project = await projects.Find(projectId, ct) ?? throw new RuleBroken(ReportProblems.NotYours);
        var policy = policies.For(project.Region);
        ReportRules.MustBeAuthor(actor.Required, project, policy.Report);
        ReportRules.FileMustFit(file.Length, policy.Limits);
        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, ct);
        var pdf = bytes.ToArray();
        var facts = await Look(pdf, pdfs, ct);
        var stored = await store.AddDocument(pdf, ObjectKind.Report, "application/pdf", ct);
        var kept = new ReportFile(
            stored.Id, project.Id, project.AgencyId, NameOf(file), stored.Sha256, stored.Bytes, facts.Pages, actor.Required.AccountId, time.GetUtcNow());
        db.Add(kept);
        return new Response(kept.Id, kept.FileName, kept.Pages, kept.Bytes, kept.Sha256);
    }

    private static async Task<PdfFacts> Look(byte[] pdf, IPdfFiles pdfs, CancellationToken ct)
    {
        try
        {
            return await pdfs.Check(pdf, ct);
        }
        catch (PdfRefused refused)
        {
            throw new RuleBroken(ReportProblems.FileRefused.Says(refused.Message).With("reason", refused.Reason.ToString()));
        }
        catch (ReportRenderingFailed)
        {
            throw new RuleBroken(ReportProblems.FileNotChecked);
        }
    }

    /// <summary>As people know it, without folders and control characters.</summary>
    private static string NameOf(IFormFile file)
    {
        var name = string.Concat(Path.GetFileName(file.FileName.Replace('\\', '/')).Where(c => !char.IsControl(c))).Trim();
        return name.Length == 0 ? "报告.pdf" : name.Length > LongestName ? name[^LongestName..] : name;
    }
}
