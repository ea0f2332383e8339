using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports.ForAuthority;

/// <summary>变更申请: the queue of the jurisdiction, the longest waiting first, and the operator's word (ORG-41, FIL-14).</summary>
internal static class DecideChanges
{
    public sealed record Row(
        Guid Id, Guid ReportId, string ReportNumber, string ProjectName, string AgencyName, ChangeOf About, ChangeState State, string Mistake, string Correction,
        IReadOnlyList<PhotoLink> Photos, string SentByName, DateTimeOffset SentAt, string? DecidedByName, string? Answer, DateTimeOffset? DecidedAt);

    /// <param name="Answer">Why, 2 to 500 characters; the agency reads it.</param>
    public sealed record Request(bool Granted, string? Answer);

    public sealed record Response(Guid Id, ChangeState State);

    public static void Map(RouteGroupBuilder authority)
    {
        authority.MapGet("/change-requests", List).For(Role.Brigade, Role.Corps);
        authority.MapPost("/change-requests/{id:guid}/decision", Decide).For(Role.Brigade, Role.Corps);
    }

    private static async Task<Page<Row>> List(
        ChangeState? state, [AsParameters] PageRequest page, AppDb db, IAgencies agencies, Photos photos, CancellationToken ct)
    {
        var wanted = state ?? ChangeState.Sent;
        var changes = db.Set<ChangeRequest>().AsNoTracking().Where(c => c.State == wanted);
        var total = await changes.CountAsync(ct);
        var rows = await changes.OrderBy(c => c.SentAt).ThenBy(c => c.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var names = (await agencies.Of(rows.Select(c => c.AgencyId).Distinct(), ct)).ToDictionary(a => a.Id, a => a.Name);
        return page.Of<Row>([.. rows.Select(c => new Row(
            c.Id, c.ReportId, c.ReportNumber, c.ProjectName, names.GetValueOrDefault(c.AgencyId, ""), c.About, c.State, c.Mistake, c.Correction,
            photos.Links(c.PhotoIds), c.SentByName, c.SentAt, c.Decision?.ByName, c.Decision?.Answer, c.Decision?.At))], total);
    }

    private static async Task<Response> Decide(Guid id, Request request, AppDb db, CurrentActor actor, TimeProvider time, CancellationToken ct)
    {
        var change = await db.Set<ChangeRequest>().FirstOrDefaultAsync(c => c.Id == id, ct) ?? throw new RuleBroken(ReportProblems.ChangeNotYours);
        change.Decide(request.Granted, request.Answer, actor.Required.Name, time.GetUtcNow());
        var (says, decision) = (request.Granted ? "同意更正" : "不同意更正", change.Decision!);
        db.Announce(new ChangeDecided(change.Id, change.ReportId, change.ReportNumber, change.ProjectId, change.SentBy, request.Granted, decision.Answer, decision.At));
        db.Audit(
            "report.change_decided", nameof(Report), change.ReportId, $"{decision.ByName}{says}：{decision.Answer}",
            after: new { change.State, decision.Answer });
        return new Response(change.Id, change.State);
    }
}
