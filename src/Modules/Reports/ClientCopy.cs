using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Reports.Composing;
using WeChatService.Reports.Contracts;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports;

internal enum CopyState { Making, Made, Failed }

/// <summary>
/// 业主联: the filed report with the client's signed opinion before it, one file (RPT-08, RPT-27). Being made → made; what failed is tried again.
/// Once made nothing changes it: not this class, not the application's database role.
/// </summary>
internal sealed class ClientCopy : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
{
    /// <summary>The report's: there is one copy of each.</summary>
    public Guid Id { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";
    public string ReportNumber { get; private set; } = "";
    public CopyState State { get; private set; }
    public Guid? ObjectId { get; private set; }
    public string? Sha256 { get; private set; }
    public int Pages { get; private set; }
    public long Bytes { get; private set; }
    public DateTimeOffset? MadeAt { get; private set; }

    private ClientCopy()
    {
    }

    public static ClientCopy Of(Report report) => new()
    {
        Id = report.Id, AgencyId = report.AgencyId, OwnerId = report.OwnerId, BrigadeId = report.BrigadeId, Region = report.Region, ReportNumber = report.Number,
    };

    public void Make(StoredObject stored, int pages, DateTimeOffset now)
    {
        MustNotBeMade();
        (State, ObjectId, Sha256, Pages, Bytes, MadeAt) = (CopyState.Made, stored.Id, stored.Sha256, pages, stored.Bytes, now);
    }

    public void Fail()
    {
        MustNotBeMade();
        State = CopyState.Failed;
    }

    public void Again()
    {
        MustNotBeMade();
        State = CopyState.Making;
    }

    /// <exception cref="RuleBroken">opinion.copy_not_ready.</exception>
    public PaperFile Paper => ObjectId is { } id ? new(id, Sha256!, Pages, $"{ReportNumber}-业主联") : throw new RuleBroken(OpinionProblems.CopyNotReady);

    /// <summary>What was made, for the audit entry.</summary>
    public object Statement() => new { Sha256, Pages, Bytes, ObjectId };

    private void MustNotBeMade()
    {
        if (State == CopyState.Made)
        {
            throw new RuleBroken(OpinionProblems.CopyMade);
        }
    }
}

/// <summary>Print the client copy of a signed report.</summary>
internal sealed record MakeClientCopy(Guid ReportId);

/// <summary>Repeating it makes the same file again, and leaves alone what is made.</summary>
internal sealed class MakeClientCopyRunner(AppDb db, ReportComposer composer, IReportRenderer renderer, Photos photos, TimeProvider time) : IRun<MakeClientCopy>
{
    public const string Act = "report.client_copy";

    public async Task Run(MakeClientCopy job, JobRun run, CancellationToken ct)
    {
        if (await db.Set<ClientCopy>().FirstOrDefaultAsync(c => c.Id == job.ReportId && c.State != CopyState.Made, ct) is not { } copy)
        {
            return;
        }

        var report = await db.Set<Report>().AsNoTracking().FirstAsync(r => r.Id == job.ReportId, ct);
        var opinion = await db.Set<SignedOpinion>().AsNoTracking().FirstAsync(o => o.ReportId == job.ReportId, ct);
        var rendered = await renderer.Render(await composer.ClientCopyOf(report, opinion, ct), _ => Task.CompletedTask, ct);
        copy.Make(await photos.AddDocument(rendered.Pdf, ObjectKind.Report, "application/pdf", ct), rendered.Pages, time.GetUtcNow());
        db.Audit(
            Act, nameof(Report), report.Id, $"报告 {report.Number} 的业主联已生成，签名的是 {opinion.ContactName}",
            after: copy.Statement(), evidence: copy.Sha256);
        await db.SaveChangesAsync(ct);
    }

    public async Task GaveUp(MakeClientCopy job, Exception why, CancellationToken ct) =>
        (await db.Set<ClientCopy>().FirstOrDefaultAsync(c => c.Id == job.ReportId && c.State == CopyState.Making, ct))?.Fail();
}
