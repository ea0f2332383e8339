using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Reports;

internal static class ReportMapping
{
    public const string OnePerMonth = "ux_report_project_month";

    /// <summary>What the trigger says when somebody reaches around the application (FIL-05).</summary>
    public const string FiledIsLocked = "report_filed_is_locked";

    public static void Map(ModelBuilder model)
    {
        model.Entity<Report>(b =>
        {
            b.HasVersion();
            b.Property(r => r.Number).HasMaxLength(40);
            b.Property(r => r.Filing).AsJson();
            b.HasIndex(r => r.Number).IsUnique();
            // RPT-25 holds whatever two requests race for.
            b.HasIndex(r => new { r.ProjectId, r.Month }, OnePerMonth).IsUnique();
            b.HasIndex(r => new { r.AgencyId, r.State, r.CreatedAt });
            b.HasIndex(r => new { r.TechnicalLeadId, r.State, r.CreatedAt });
            b.HasIndex(r => new { r.OwnerId, r.State, r.CreatedAt });
            b.HasIndex(r => new { r.BrigadeId, r.State, r.CreatedAt });
        });
        model.Entity<ReportReading>(b =>
        {
            b.HasKey(r => new { r.ReportId, r.ContactId });
            b.HasOne<Report>().WithMany().HasForeignKey(r => r.ReportId).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
