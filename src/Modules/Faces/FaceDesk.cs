using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Faces.Contracts;
using WeChatService.Faces.Likeness;
using WeChatService.Faces.Ports;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faces;

internal sealed class FaceDesk(
    AppDb db, CurrentActor actor, Photos photos, IFaceComparer comparer, IAgreements agreements, IRegionPolicies policies, Ids ids, TimeProvider time) : IFaces
{
    /// <summary>Of one person: some months of work.</summary>
    private const int LooksHeldAgainst = 200;

    public async Task<FaceOutcome> Compare(Guid personId, Guid photoId, FacePurpose purpose, string region, CancellationToken ct)
    {
        var me = actor.Required;
        if (!await agreements.Holds(personId, AgreementKind.Face, ct))
        {
            throw new RuleBroken(FaceProblems.NoConsent);
        }

        var photo = await photos.Find(photoId, ct);
        var enrolled = await BaseOf(personId, ct);
        await MustBeFresh(photo, personId, purpose, ct);
        var picture = await photos.Read(photo.Id, ct);
        var look = PhotoLook.Of(picture);
        var doubt = look is null ? PhotoDoubt.NotFromCamera : await LooksUsed(personId, look, ct) ? PhotoDoubt.LooksUsed : PhotoDoubt.None;
        var score = await Ask(enrolled, picture, ct);
        var comparison = FaceComparison.Of(
            ids.Next(), enrolled, photo, purpose, score?.Score, (double)policies.For(region).Face.Threshold, score?.RequestId, me.AccountId, time.GetUtcNow(), look);
        db.Add(comparison);
        if (comparison.Passed)
        {
            return new FaceOutcome(comparison.Id, comparison.Score!.Value, comparison.Threshold, doubt);
        }

        db.Audit("face.refused", nameof(FaceComparison), comparison.Id, "人脸比对没有通过", after: new { comparison.Purpose, comparison.Verdict, comparison.Score, comparison.Threshold });
        throw RuleBroken.Keeping(comparison.Refusal());
    }

    /// <summary>PEO-24, 26: the base photo approved last.</summary>
    private async Task<FaceBase> BaseOf(Guid personId, CancellationToken ct) =>
        await db.Set<FaceBase>().AsNoTracking().Where(b => b.PersonId == personId && b.State == FaceBaseState.Approved)
            .OrderByDescending(b => b.DecidedAt).FirstOrDefaultAsync(ct)
        ?? throw new RuleBroken(
            await db.Set<FaceBase>().AnyAsync(b => b.PersonId == personId && b.State == FaceBaseState.Pending, ct) ? FaceProblems.BasePending : FaceProblems.NoBase);

    /// <summary>CHK-01: a photo serves once, whoever used it; two at the same instant are told apart by the unique index.</summary>
    private async Task MustBeFresh(StoredObject photo, Guid personId, FacePurpose purpose, CancellationToken ct)
    {
        using var acrossAgencies = actor.AsSystem();
        if (await db.ComparisonOf(photo, ct) is { } earlier)
        {
            throw new RuleBroken(earlier.RefusalOfRepeat(personId, photo.Id, purpose));
        }

        if (await db.ServesOtherwise(photo, ct))
        {
            throw new RuleBroken(FaceProblems.PhotoReplayed);
        }
    }

    /// <summary>CHK-01: other bytes, but the picture of an earlier time; told by eye it would be the same photo.</summary>
    private async Task<bool> LooksUsed(Guid personId, byte[] look, CancellationToken ct)
    {
        using var acrossAgencies = actor.AsSystem();
        var earlier = await db.Set<FaceComparison>().AsNoTracking().Where(c => c.PersonId == personId && c.Look != null)
            .OrderByDescending(c => c.At).Take(LooksHeldAgainst).Select(c => c.Look!).ToListAsync(ct);
        return earlier.Exists(e => PhotoLook.IsCopy(e, look));
    }

    /// <returns>Null: no face to compare.</returns>
    private async Task<FaceScore?> Ask(FaceBase enrolled, byte[] picture, CancellationToken ct)
    {
        try
        {
            return await comparer.Compare(await photos.Read(enrolled.PhotoId, ct), picture, ct);
        }
        catch (NoFaceFound)
        {
            return null;
        }
        catch (FaceUnavailable)
        {
            throw new RuleBroken(FaceProblems.Unavailable);
        }
    }
}
