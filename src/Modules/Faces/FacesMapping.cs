using Microsoft.EntityFrameworkCore;
using WeChatService.Faces.SecondWay;
using WeChatService.Kernel;

namespace WeChatService.Faces;

internal static class FacesMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<FaceBase>(b =>
        {
            b.HasIndex(f => new { f.PersonId, f.State, f.DecidedAt });
            b.HasIndex(f => new { f.Region, f.State, f.SubmittedAt });
            b.HasVersion();
        });
        model.Entity<FaceComparison>(b =>
        {
            b.Property(c => c.PhotoSha256).HasMaxLength(64);
            b.HasOne<FaceBase>().WithMany().HasForeignKey(c => c.BaseId).OnDelete(DeleteBehavior.Restrict);
            b.HasIndex(c => c.PhotoSha256, FaceComparison.PhotoKey).IsUnique();
            b.HasIndex(c => new { c.PersonId, c.At });
            b.HasIndex(c => new { c.AgencyId, c.At });
        });
        model.Entity<IdentityChallenge>(b =>
        {
            b.HasIndex(c => new { c.PersonId, c.SentAt });
            // Two guesses at the same instant are two tries.
            b.HasVersion();
        });
        model.Entity<SecondWayProof>(b =>
        {
            b.Property(p => p.PhotoSha256).HasMaxLength(64);
            b.HasOne<IdentityChallenge>().WithMany().HasForeignKey(p => p.ChallengeId).OnDelete(DeleteBehavior.Restrict);
            b.HasIndex(p => p.PhotoSha256, SecondWayProof.PhotoKey).IsUnique();
            b.HasIndex(p => p.ChallengeId, SecondWayProof.ChallengeKey).IsUnique();
            b.HasIndex(p => new { p.PersonId, p.At });
        });
    }
}
