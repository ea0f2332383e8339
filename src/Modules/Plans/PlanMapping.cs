using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Plans.Reminders;
using WeChatService.Plans.Term;

namespace WeChatService.Plans;

internal static class PlanMapping
{
    public const string OnePerMonthAndKind = "ux_plan_project_month_kind";
    public const string OneOfDetection = "ux_plan_project_detection";
    public const string OneTermPlan = "ux_term_plan_project";

    public static void Map(ModelBuilder model)
    {
        model.Entity<Plan>(b =>
        {
            b.HasVersion();
            b.Property(p => p.Name).HasMaxLength(100);
            b.Property(p => p.EditionCode).HasMaxLength(40);
            b.Property(p => p.EditionVersion).HasMaxLength(40);
            // PLN-09, PLN-05 and PLN-28 hold whatever two requests race for.
            b.HasIndex(p => new { p.ProjectId, p.Month, p.Kind, p.RetestNumber }, OnePerMonthAndKind).IsUnique();
            b.HasIndex(p => new { p.ProjectId, p.RetestNumber }, OneOfDetection).IsUnique().HasFilter("service_type <> 'Maintenance'");
            b.HasIndex(p => new { p.AgencyId, p.Month, p.State });
            b.HasIndex(p => new { p.AgencyId, p.DueBy }).HasFilter("service_type = 'Maintenance'");
            b.HasIndex(p => new { p.AgencyId, p.CreatedAt, p.Id }).IsDescending(false, true, false);
            b.HasIndex(p => new { p.AgencyId, p.PlannedOn }).HasFilter("planned_on is not null");
            b.HasMany(p => p.Items).WithOne().HasForeignKey(i => i.PlanId).OnDelete(DeleteBehavior.Cascade);
            b.Navigation(p => p.Items).HasField("_items").AutoInclude();
        });
        model.Entity<PlanItem>(b =>
        {
            b.HasKey(i => new { i.PlanId, i.ClassCode });
            b.Property(i => i.ClassCode).HasMaxLength(20);
            b.HasIndex(i => i.PlanId, "ix_plan_item_open").HasFilter("state = 'Open'");
            b.HasIndex(i => i.AssigneeIds).HasMethod("gin").HasFilter("state = 'Assigned'");
        });
        model.Entity<PlanReminded>().HasKey(r => new { r.Day, r.PersonId, r.Kind });
        model.Entity<TermPlan>(b =>
        {
            b.HasVersion();
            b.Property(p => p.EditionCode).HasMaxLength(40);
            b.Property(p => p.EditionVersion).HasMaxLength(40);
            b.Property(p => p.Periods).AsJson();
            b.HasIndex(p => p.ProjectId, OneTermPlan).IsUnique();
        });
    }
}
