using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Reviews;

internal static class ReviewMapping
{
    public static void Map(ModelBuilder model) => model.Entity<Review>(b =>
    {
        b.Property(r => r.Opinion).HasMaxLength(500);
        b.Property(r => r.Remarks).AsJson();
        b.HasIndex(r => new { r.TaskId, r.At });
    });
}
