using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Projects.ForAuthority;

/// <summary>暂停审核: the brigade in whose jurisdiction the project lies decides; its corps reads along (PRJ-37, SUP-08).</summary>
internal static class DecideSuspension
{
    /// <param name="Note">Needed when it is refused; 2 to 500 characters.</param>
    public sealed record Request(string? Note);

    public sealed record Response(Guid Id, SuspensionState State, DateTimeOffset DecidedAt, string Department);

    public sealed record Row(
        Guid Id, Guid ProjectId, string ProjectName, ChinaMonth Month, SuspensionState State, string Reason, PhotoLink? Material, string AskedByName,
        DateTimeOffset AskedAt, DateTimeOffset? ClosedAt, string? Department, string? Note);

    public static void Map(RouteGroupBuilder authority)
    {
        authority.MapGet("/suspensions", List).For(Role.Brigade, Role.Corps);
        authority.MapPost("/suspensions/{id:guid}/approval", Approve).For(Role.Brigade);
        authority.MapPost("/suspensions/{id:guid}/refusal", Refuse).For(Role.Brigade);
    }

    /// <summary>What waits stands first, oldest first.</summary>
    private static async Task<Page<Row>> List(SuspensionState? state, [AsParameters] PageRequest page, AppDb db, Photos photos, CancellationToken ct)
    {
        var all = db.Set<ProjectSuspension>().AsNoTracking();
        all = state is { } one ? all.Where(s => s.State == one) : all;
        var total = await all.CountAsync(ct);
        var rows = await all.OrderBy(s => s.State == SuspensionState.Pending ? 0 : 1).ThenBy(s => s.AskedAt).ThenBy(s => s.Id).Skip(page.Skip).Take(page.Take)
            .Select(s => new { Asked = s, db.Set<Project>().First(p => p.Id == s.ProjectId).Name }).ToListAsync(ct);
        return page.Of<Row>([.. rows.Select(r => new Row(
            r.Asked.Id, r.Asked.ProjectId, r.Name, r.Asked.Month, r.Asked.State, r.Asked.Reason, r.Asked.MaterialId is { } m ? photos.Link(m) : null,
            r.Asked.AskedByName, r.Asked.AskedAt, r.Asked.ClosedAt, r.Asked.Department, r.Asked.Note))], total);
    }

    private static Task<Response> Approve(
        Guid id, Request request, AppDb db, CurrentActor actor, IAuthorities authorities, TimeProvider time, CancellationToken ct) =>
        Decide(id, true, request.Note, db, actor.Required, authorities, time, ct);

    private static Task<Response> Refuse(
        Guid id, Request request, AppDb db, CurrentActor actor, IAuthorities authorities, TimeProvider time, CancellationToken ct) =>
        Decide(id, false, request.Note, db, actor.Required, authorities, time, ct);

    private static async Task<Response> Decide(
        Guid id, bool approved, string? note, AppDb db, Actor by, IAuthorities authorities, TimeProvider time, CancellationToken ct)
    {
        var suspension = await db.Set<ProjectSuspension>().FirstOrDefaultAsync(s => s.Id == id, ct) ?? throw new RuleBroken(SuspensionProblems.NotYours);
        var brigade = await authorities.FindBrigade(by.BrigadeId ?? Guid.Empty, ct);
        suspension.Decide(approved, note, brigade?.Name ?? by.Name, time.GetUtcNow());
        if (approved)
        {
            // A plan may have been made while the request waited.
            db.Announce(new MonthToRest(suspension.ProjectId, suspension.Month));
        }

        db.Announce(new SuspensionDecided(
            suspension.Id, suspension.ProjectId, suspension.Month, approved, suspension.Note, suspension.Department!, suspension.AskedBy));
        db.Audit(
            approved ? "project.suspension_approved" : "project.suspension_refused", "Project", suspension.ProjectId,
            $"{suspension.Department}{(approved ? "同意" : "不同意")}暂停 {suspension.Month.Says()}{(suspension.Note is null ? "" : $"：{suspension.Note}")}", after: new { suspension.Id });
        return new Response(suspension.Id, suspension.State, suspension.ClosedAt!.Value, suspension.Department!);
    }
}
