using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Visits.ForMiniProgram;

/// <summary>确认填写: of several at a site one says when he begins that the day's form is his, or gives it back (CHK-11).</summary>
internal static class TakeForm
{
    public sealed record Request(bool Mine);
    public sealed record Response(Guid Id, bool Mine);

    public static void Map(RouteGroupBuilder miniProgram) => miniProgram.MapPut("/visits/{id:guid}/form-writer", Handle);

    private static async Task<Response> Handle(Guid id, Request request, AppDb db, CurrentActor actor, IPeople people, TimeProvider time, CancellationToken ct)
    {
        var me = actor.Required.PersonId;
        var own = await db.Set<Visit>().FirstOrDefaultAsync(v => v.Id == id && v.PersonId == me, ct) ?? throw new RuleBroken(VisitProblems.NotYours);
        if (!request.Mine)
        {
            foreach (var visit in await db.Set<Visit>().Where(v => v.ProjectId == own.ProjectId && v.Day == own.Day && v.PersonId == me && v.WritesForm).ToListAsync(ct))
            {
                visit.GiveFormBack();
            }

            return new Response(own.Id, false);
        }

        await WriteForm.MustBeFirst(db, own, people, ct);
        // The unique index decides when two confirm at once.
        if (await OtherWriter(db, own, people, time.GetUtcNow(), ct) is { } writer)
        {
            throw new RuleBroken(VisitProblems.FormIsTaken.Says($"{writer}已经确认由他填今天的反馈单，您不用填。"));
        }

        // Who came twice today has said it once.
        if (!await IsTakenBy(db, own, ct))
        {
            own.TakeForm();
        }

        return new Response(own.Id, true);
    }

    /// <summary>The visit's own person confirmed for that day, at this visit or an earlier one.</summary>
    public static Task<bool> IsTakenBy(AppDb db, Visit own, CancellationToken ct) =>
        db.Set<Visit>().AnyAsync(v => v.ProjectId == own.ProjectId && v.Day == own.Day && v.PersonId == own.PersonId && v.WritesForm, ct);

    /// <summary>Of somebody else than the visit's own person who confirmed for that day; null: nobody, or he himself, or the day is over and binds nobody.</summary>
    public static async Task<string?> OtherWriter(AppDb db, Visit own, IPeople people, DateTimeOffset now, CancellationToken ct)
    {
        if (!own.IsOfToday(now))
        {
            return null;
        }

        var writer = await db.Set<Visit>().Where(v => v.ProjectId == own.ProjectId && v.Day == own.Day && v.WritesForm && v.PersonId != own.PersonId)
            .Select(v => (Guid?)v.PersonId).FirstOrDefaultAsync(ct);
        return writer is { } person ? (await people.Find(person, ct))?.Name : null;
    }
}
