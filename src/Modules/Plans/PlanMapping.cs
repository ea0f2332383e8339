using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Plans;

internal static class PlanMapping
{
    public const string OnePerMonthAndKind = "ux_plan_project_month_kind";

    public static void Map(ModelBuilder model)
    {
        model.Entity<Plan>(b =>
        {
            b.HasVersion();
            b.Property(p => p.Name).HasMaxLength(100);
            // PLN-09 holds whatever two requests race for.
            b.HasIndex(p => new { p.ProjectId, p.Month, p.Kind }, OnePerMonthAndKind).IsUnique();
            b.HasIndex(p => new { p.AgencyId, p.Month, p.State });
            b.HasMany(p => p.Items).WithOne().HasForeignKey(i => i.PlanId).OnDelete(DeleteBehavior.Cascade);
            b.Navigation(p => p.Items).HasField("_items").AutoInclude();
        });
        model.Entity<PlanItem>(b =>
        {
            b.HasKey(i => new { i.PlanId, i.ClassCode });
            b.Property(i => i.ClassCode).HasMaxLength(20);
            b.HasIndex(i => new { i.AssigneeId, i.State });
        });
    }
}
