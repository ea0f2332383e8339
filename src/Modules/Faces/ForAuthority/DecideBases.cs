using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Faces.ForAuthority;

/// <summary>The corps passes base photos or sends them back with a reason (PEO-24, 25), where the region leaves it to them.</summary>
internal static class DecideBases
{
    public sealed record Rejection(string? Reason);

    /// <param name="InUse">The one that counts until this is passed (PEO-26).</param>
    public sealed record Row(
        Guid Id, string Person, string Agency, FaceBaseState State, DateTimeOffset SubmittedAt, DateTimeOffset? DecidedAt, string? Reason, PhotoLink Photo,
        PhotoLink? InUse);

    public static void Map(RouteGroupBuilder authority)
    {
        authority.MapGet("/face-bases", List).For(Role.Corps);
        authority.MapPost("/face-bases/{id:guid}/approval", Approve).For(Role.Corps);
        authority.MapPost("/face-bases/{id:guid}/rejection", Reject).For(Role.Corps);
    }

    private static async Task<Page<Row>> List(
        FaceBaseState? state, [AsParameters] PageRequest page, AppDb db, IPeople people, IAgencies agencies, Photos photos, CancellationToken ct)
    {
        var wanted = db.Set<FaceBase>().AsNoTracking().Where(b => b.State == (state ?? FaceBaseState.Pending));
        var total = await wanted.CountAsync(ct);
        var found = await wanted.OrderBy(b => b.SubmittedAt).ThenBy(b => b.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var persons = found.Select(b => b.PersonId).ToList();
        var used = (await db.Set<FaceBase>().AsNoTracking().Where(b => persons.Contains(b.PersonId) && b.State == FaceBaseState.Approved).ToListAsync(ct))
            .GroupBy(b => b.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(b => b.DecidedAt)!.PhotoId);
        var names = (await people.Of(persons, ct)).ToDictionary(p => p.Id, p => p.Name);
        var firms = (await agencies.Of(found.Select(b => b.AgencyId), ct)).ToDictionary(a => a.Id, a => a.Name);
        return page.Of([.. found.Select(b => new Row(
            b.Id, names.GetValueOrDefault(b.PersonId, ""), firms.GetValueOrDefault(b.AgencyId, ""), b.State, b.SubmittedAt, b.DecidedAt, b.Reason,
            photos.Link(b.PhotoId), used.TryGetValue(b.PersonId, out var photo) ? photos.Link(photo) : null))], total);
    }

    private static async Task<IResult> Approve(Guid id, AppDb db, TimeProvider time, CancellationToken ct)
    {
        (await Own(id, db, ct)).Approve(time.GetUtcNow());
        db.Audit("face.base_approved", nameof(FaceBase), id, "身份底图通过");
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Reject(Guid id, Rejection said, AppDb db, TimeProvider time, CancellationToken ct)
    {
        var photo = await Own(id, db, ct);
        photo.Reject(said.Reason, time.GetUtcNow());
        db.Audit("face.base_rejected", nameof(FaceBase), id, $"身份底图驳回：{photo.Reason}");
        return TypedResults.NoContent();
    }

    private static async Task<FaceBase> Own(Guid id, AppDb db, CancellationToken ct) =>
        await db.Set<FaceBase>().FirstOrDefaultAsync(b => b.Id == id, ct) ?? throw new RuleBroken(FaceProblems.BaseUnknown);
}
