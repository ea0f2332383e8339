using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports.ForOwner;

/// <summary>The client signs on the screen that he has seen the report; what he wrote is kept beside it, and printed into his copy (RPT-08, RPT-27).</summary>
internal static class SignReport
{
    /// <param name="SignatureId">An uploaded PNG of kind Signature.</param>
    /// <param name="Position">Where the phone is; null if the contact did not let it tell.</param>
    public sealed record Request(Guid SignatureId, string? Text, ReportedPosition? Position);

    public sealed record Response(Guid Id, DateTimeOffset SignedAt);

    public static void Map(RouteGroupBuilder owner) => owner.MapPost("/reports/{id:guid}/opinion", Handle);

    private static async Task<Created<Response>> Handle(
        Guid id, Request request, AppDb db, CurrentActor actor, IOwnerContacts contacts, ReportFiles files, Photos photos, Ids ids, TimeProvider time,
        CancellationToken ct)
    {
        var report = await db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id && r.State == ReportState.Filed, ct)
            ?? throw new RuleBroken(ReportProblems.NotYours);
        if (actor.Required.ContactId is not { } contact || !await contacts.IsBound(contact, report.ProjectId, ct))
        {
            throw new RuleBroken(OpinionProblems.NotBound);
        }

        // The index holds it too, for two who press at once.
        if (await db.Set<SignedOpinion>().AnyAsync(o => o.ReportId == id, ct))
        {
            throw new RuleBroken(OpinionProblems.Signed);
        }

        await files.Read(report.Paper, ct);
        var stored = await photos.Find(request.SignatureId, ct);
        var opinion = SignedOpinion.Sign(
            ids.Next(), report, contact, actor.Required.Name, request.Text, stored, await photos.Read(stored.Id, ct), request.Position?.ToWgs84(), time.GetUtcNow());
        db.Add(opinion);
        db.Audit(
            SignedOpinion.Act, nameof(Report), id, $"{opinion.ContactName} 在报告 {report.Number} 上签字：看过了",
            after: opinion.Statement(), evidence: opinion.SignatureSha256);
        db.Add(ClientCopy.Of(report));
        db.Enqueue(new MakeClientCopy(id), id.ToString());
        return TypedResults.Created($"/api/owner/reports/{id}", new Response(opinion.Id, opinion.SignedAt));
    }
}
