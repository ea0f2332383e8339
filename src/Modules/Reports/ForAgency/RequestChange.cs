using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>系统操作变更申请 of a report: handing in the stamped form, what became of it; there is no taking back (FIL-14, ORG-41).</summary>
internal static class RequestChange
{
    /// <param name="Mistake">What is wrong, 2 to 500 characters.</param>
    /// <param name="Correction">What it should say, 2 to 500 characters.</param>
    /// <param name="PhotoIds">Uploaded photos of the form, signed and stamped.</param>
    public sealed record Request(ChangeOf About, string? Mistake, string? Correction, IReadOnlyList<Guid>? PhotoIds);

    /// <param name="Answer">The operator's reason; null while nobody has decided.</param>
    public sealed record Row(
        Guid Id, Guid ReportId, ChangeOf About, ChangeState State, string Mistake, string Correction, IReadOnlyList<PhotoLink> Photos, string SentByName,
        DateTimeOffset SentAt, string? DecidedByName, string? Answer, DateTimeOffset? DecidedAt);

    public static void Map(RouteGroupBuilder door)
    {
        // Others of the agency come as far as the rule, which names who signs.
        Role[] told = [Role.TechnicalLead, Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager];
        door.MapPost("/reports/{id:guid}/change-requests", Send).For(told);
        door.MapGet("/reports/{id:guid}/change-requests", List).For(told);
        door.MapDelete("/change-requests/{id:guid}", Withdraw).For(told);
    }

    private static async Task<Created<Row>> Send(
        Guid id, Request request, AppDb db, CurrentActor actor, IProjects projects, IRegionPolicies policies, Photos photos, Ids ids, TimeProvider time,
        CancellationToken ct)
    {
        var report = await db.MustBeOf(id, projects, actor.Required, ct);
        var project = await projects.Find(report.ProjectId, ct) ?? throw new RuleBroken(ReportProblems.NotYours);
        var text = new ChangeText(request.About, request.Mistake, request.Correction, [.. (request.PhotoIds ?? []).Distinct()]);
        var change = ChangeRequest.Send(ids.Next(), report, project, actor.Required, policies.For(report.Region).Report.DeleteBeforeFiling, text, time.GetUtcNow());
        await photos.Find(change.PhotoIds, ct);
        // The index holds it too, for two who press at once.
        if (await db.Set<ChangeRequest>().AnyAsync(c => c.ReportId == id && c.State == ChangeState.Sent, ct))
        {
            throw new RuleBroken(ReportProblems.ChangeAlreadySent);
        }

        db.Add(change);
        db.Audit(
            "report.change_requested", nameof(Report), id, $"{change.SentByName}交变更申请：{change.Mistake}，应为：{change.Correction}",
            after: new { change.About, change.Mistake, change.Correction, change.PhotoIds }, evidence: change.PhotoIds[0].ToString());
        return TypedResults.Created($"/api/agency/reports/{id}/change-requests", Of(change, photos));
    }

    private static async Task<IReadOnlyList<Row>> List(Guid id, AppDb db, CurrentActor actor, IProjects projects, Photos photos, CancellationToken ct)
    {
        await db.MustBeOf(id, projects, actor.Required, ct);
        var changes = await db.Set<ChangeRequest>().AsNoTracking().Where(c => c.ReportId == id).OrderByDescending(c => c.SentAt).ToListAsync(ct);
        return [.. changes.Select(c => Of(c, photos))];
    }

    /// <summary>ORG-41: a road that only says that there is none, so that whoever asks learns why.</summary>
    private static async Task<NoContent> Withdraw(Guid id, AppDb db, CurrentActor actor, IProjects projects, CancellationToken ct)
    {
        var change = await db.Set<ChangeRequest>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, ct) ?? throw new RuleBroken(ReportProblems.ChangeNotYours);
        await db.MustBeOf(change.ReportId, projects, actor.Required, ct);
        throw new RuleBroken(ReportProblems.ChangeNotWithdrawn);
    }

    private static Row Of(ChangeRequest c, Photos photos) => new(
        c.Id, c.ReportId, c.About, c.State, c.Mistake, c.Correction, photos.Links(c.PhotoIds), c.SentByName, c.SentAt, c.Decision?.ByName, c.Decision?.Answer,
        c.Decision?.At);
}
