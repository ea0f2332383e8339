using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Reports.ForOwner;

namespace WeChatService.Reports;

/// <summary>业主联 as the client and his agency read it, and trying again where it could not be made (RPT-27).</summary>
internal static class ClientCopies
{
    private const string Copy = "/reports/{id:guid}/client-copy";

    public static void MapForOwner(RouteGroupBuilder owner)
    {
        owner.MapPost(Copy, async (Guid id, AppDb db, CancellationToken ct) => await Make(await Signed(db, id, ct), db, ct)).RepeatsWithoutHarm("there is one copy of each report");
        owner.MapGet(Copy + "/pdf", async (Guid id, AppDb db, ReportFiles files, CancellationToken ct) => await files.Pdf(await Made(db, id, ct), ct));
        owner.MapGet(Copy + "/pdf-link", async (Guid id, AppDb db, ReportFiles files, CancellationToken ct) =>
            new ReadReports.PdfLink((await files.Link(await Made(db, id, ct), ct)).Link));
        owner.MapGet(Copy + "/pages/{page:int}", async (Guid id, int page, AppDb db, ReportFiles files, HttpContext http, CancellationToken ct) =>
            await files.Page(await Made(db, id, ct), page, http, ct));
    }

    /// <summary>The agency's phone and desk: whoever may read the report reads its copy.</summary>
    public static void MapForDesk(RouteGroupBuilder door)
    {
        door.MapPost(Copy, async (Guid id, AppDb db, IProjects projects, CurrentActor actor, CancellationToken ct) =>
            await Make(await db.MustBeOf(id, projects, actor.Required, ct), db, ct)).RepeatsWithoutHarm("there is one copy of each report");
        door.MapGet(Copy + "/pdf", async (Guid id, AppDb db, IProjects projects, CurrentActor actor, ReportFiles files, CancellationToken ct) =>
            await files.Pdf(await Made(db, (await db.MustBeOf(id, projects, actor.Required, ct)).Id, ct), ct));
        door.MapGet(Copy + "/pages/{page:int}", async (
            Guid id, int page, AppDb db, IProjects projects, CurrentActor actor, ReportFiles files, HttpContext http, CancellationToken ct) =>
            await files.Page(await Made(db, (await db.MustBeOf(id, projects, actor.Required, ct)).Id, ct), page, http, ct));
    }

    private static async Task<Ok<CopyRow>> Make(Report report, AppDb db, CancellationToken ct)
    {
        if (!await db.Set<SignedOpinion>().AnyAsync(o => o.ReportId == report.Id, ct))
        {
            throw new RuleBroken(OpinionProblems.NotSigned);
        }

        var copy = await db.Set<ClientCopy>().FirstOrDefaultAsync(c => c.Id == report.Id, ct);
        if (copy is null)
        {
            db.Add(copy = ClientCopy.Of(report));
            db.Enqueue(new MakeClientCopy(report.Id), report.Id.ToString());
        }
        else if (copy.State == CopyState.Failed)
        {
            copy.Again();
            db.Enqueue(new MakeClientCopy(report.Id), report.Id.ToString());
        }

        return TypedResults.Ok(new CopyRow(copy.State, copy.Pages, copy.Bytes, copy.Sha256));
    }

    private static async Task<Report> Signed(AppDb db, Guid id, CancellationToken ct) =>
        await db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id && r.State == ReportState.Filed, ct) ?? throw new RuleBroken(ReportProblems.NotYours);

    private static async Task<PaperFile> Made(AppDb db, Guid id, CancellationToken ct) =>
        (await db.Set<ClientCopy>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, ct) ?? throw new RuleBroken(OpinionProblems.CopyNotReady)).Paper;
}
