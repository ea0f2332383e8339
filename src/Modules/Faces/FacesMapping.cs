using Microsoft.EntityFrameworkCore;
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
    }
}
