using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Reviews.Judging;

namespace WeChatService.Reviews;

internal static class ReviewMapping
{
    public const string OneJudgementPerPlan = "pk_judgement";
    public const string OneVerdictPerCode = "pk_judgement_entry";

    public static void Map(ModelBuilder model)
    {
        model.Entity<Review>(b =>
        {
            b.Property(r => r.Opinion).HasMaxLength(500);
            b.Property(r => r.Remarks).AsJson();
            b.Property(r => r.Witness).AsJson();
            b.HasIndex(r => new { r.TaskId, r.At });
        });
        model.Entity<Judgement>(b =>
        {
            b.HasVersion();
            b.HasKey(j => j.PlanId);
            b.Property(j => j.EditionCode).HasMaxLength(40);
            b.Property(j => j.EditionVersion).HasMaxLength(20);
            b.Property(j => j.Opinion).HasMaxLength(500);
            b.HasMany(j => j.Entries).WithOne().HasForeignKey(e => e.PlanId).OnDelete(DeleteBehavior.Cascade);
            b.Navigation(j => j.Entries).HasField("_entries").AutoInclude();
        });
        model.Entity<JudgementEntry>(b =>
        {
            b.HasKey(e => new { e.PlanId, e.Code });
            b.Property(e => e.Code).HasMaxLength(40);
            b.Property(e => e.Why).HasMaxLength(200);
            b.Property(e => e.Basis).HasMaxLength(32);
        });
        model.Entity<SpotCheck>(b =>
        {
            b.Property(c => c.Region).HasMaxLength(20);
            b.Property(c => c.Finding).HasMaxLength(500);
            b.HasIndex(c => new { c.ProjectId, c.At });
        });
    }
}
