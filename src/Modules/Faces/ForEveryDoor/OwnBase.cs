using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faces.ForEveryDoor;

/// <summary>人脸信息登记 (PEO-24 to 26): the person's own base photo, what became of it, and a new one.</summary>
internal static class OwnBase
{
    public sealed record Request(Guid? PhotoId);

    /// <param name="Reason">Why it was sent back.</param>
    public sealed record Picture(Guid Id, FaceBaseState State, DateTimeOffset SubmittedAt, DateTimeOffset? DecidedAt, string? Reason, PhotoLink Photo);

    /// <param name="InUse">What comparisons are made with; null: none passed yet.</param>
    /// <param name="Latest">The one handed in last; the same as <paramref name="InUse"/> when nothing waits.</param>
    /// <param name="ApprovedBy">Who decides here, in words.</param>
    public sealed record Response(Picture? InUse, Picture? Latest, string ApprovedBy);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/face-base", Read);
        door.MapPost("/face-base", HandIn);
    }

    private static async Task<Response> Read(AppDb db, CurrentActor actor, Photos photos, IRegionPolicies policies, CancellationToken ct)
    {
        var me = actor.Required.PersonId ?? throw new RuleBroken(KernelProblems.NotYourRole);
        var mine = db.Set<FaceBase>().AsNoTracking().Where(b => b.PersonId == me);
        var latest = await mine.OrderByDescending(b => b.SubmittedAt).FirstOrDefaultAsync(ct);
        var used = await mine.Where(b => b.State == FaceBaseState.Approved).OrderByDescending(b => b.DecidedAt).FirstOrDefaultAsync(ct);
        return new Response(PictureOf(used, photos), PictureOf(latest, photos), policies.For(actor.Required.Region!).Face.BaseApproval == FaceBaseApproval.Corps ? "总队审核" : "系统自动识别");
    }

    private static async Task<Created<Picture>> HandIn(
        Request request, AppDb db, CurrentActor actor, Photos photos, IPortraitCheck check, IRegionPolicies policies, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var me = actor.Required;
        var person = me.PersonId ?? throw new RuleBroken(KernelProblems.NotYourRole);
        var photoId = request.PhotoId ?? throw new RuleBroken(KernelProblems.PhotoMissing);
        if (await db.Set<FaceBase>().AnyAsync(b => b.PersonId == person && b.State == FaceBaseState.Pending, ct))
        {
            throw new RuleBroken(FaceProblems.BaseWaits);
        }

        await db.MustBeUnused(await photos.Find(photoId, ct), actor, ct);
        await check.MustBeRecognisable(photoId, ct);
        var now = time.GetUtcNow();
        var handedIn = FaceBase.Submit(ids.Next(), me.AgencyId!.Value, me.Region!, person, photoId, now);
        if (policies.For(me.Region!).Face.BaseApproval == FaceBaseApproval.AutomaticTest)
        {
            handedIn.Approve(now);
        }

        db.Add(handedIn);
        db.Audit("face.base_submitted", nameof(FaceBase), handedIn.Id, $"{me.Name}上传了身份底图", after: new { handedIn.State }, evidence: photoId.ToString());
        return TypedResults.Created("/api/miniprogram/face-base", PictureOf(handedIn, photos)!);
    }

    private static Picture? PictureOf(FaceBase? b, Photos photos) =>
        b is null ? null : new Picture(b.Id, b.State, b.SubmittedAt, b.DecidedAt, b.Reason, photos.Link(b.PhotoId));
}
