using Microsoft.EntityFrameworkCore;
using WeChatService.Faces.SecondWay;
using WeChatService.Kernel;

namespace WeChatService.Faces;

/// <summary>CHK-01: a photo of a person serves once, whoever used it, for a comparison or beside a code.</summary>
internal static class UsedPhotos
{
    /// <summary>The comparison that the same picture served for, in any agency.</summary>
    public static Task<FaceComparison?> ComparisonOf(this AppDb db, StoredObject photo, CancellationToken ct) =>
        db.Set<FaceComparison>().AsNoTracking().FirstOrDefaultAsync(c => c.PhotoSha256 == photo.Sha256, ct);

    /// <exception cref="RuleBroken">face.photo_replayed.</exception>
    public static async Task MustBeUnused(this AppDb db, StoredObject photo, CurrentActor actor, CancellationToken ct)
    {
        using var acrossAgencies = actor.AsSystem();
        if (await db.ComparisonOf(photo, ct) is not null || await db.ServesOtherwise(photo, ct))
        {
            throw new RuleBroken(FaceProblems.PhotoReplayed);
        }
    }

    /// <summary>A base photo is nobody's selfie, however well it matches; nor is one that stood beside a code.</summary>
    public static async Task<bool> ServesOtherwise(this AppDb db, StoredObject photo, CancellationToken ct) =>
        await db.Set<StoredObject>().AnyAsync(o => o.Sha256 == photo.Sha256 && db.Set<FaceBase>().Any(b => b.PhotoId == o.Id), ct)
        || await db.Set<SecondWayProof>().AnyAsync(p => p.PhotoSha256 == photo.Sha256, ct);
}
