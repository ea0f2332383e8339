using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Reports;

internal static class ReportMapping
{
    public const string OnePerMonth = "ux_report_project_month";
    public const string OnePerPlan = "ux_report_plan";
    public const string OneAtATime = "ux_report_project_open";
    public const string OneMonthlyPerMonth = "ux_monthly_report_project_month";

    /// <summary>What the trigger says when somebody reaches around the application (FIL-05).</summary>
    public const string FiledIsLocked = "report_filed_is_locked";

    public const string OneOpinion = "ux_signed_opinion_report";

    /// <summary>What the trigger says when somebody reaches around a client copy that is made.</summary>
    public const string CopyIsKept = "client_copy_is_kept";

    public const string OneOpenChange = "ux_change_request_open";

    /// <summary>The same for a change request that was sent (ORG-41).</summary>
    public const string ChangeIsKept = "change_request_is_kept";

    public static void Map(ModelBuilder model)
    {
        model.Entity<Report>(b =>
        {
            b.HasVersion();
            b.Property(r => r.Number).HasMaxLength(40);
            b.Property(r => r.Filing).AsJson();
            b.Property(r => r.Objection).AsJson();
            b.Property(r => r.Cover).AsJson();
            b.Property(r => r.Uploads).AsJson();
            b.HasIndex(r => r.Number).IsUnique();
            // RPT-25 holds whatever two requests race for.
            b.HasIndex(r => new { r.ProjectId, r.Month }, OnePerMonth).IsUnique().HasFilter("kind in ('Maintenance', 'MaintenanceUploaded')");
            b.HasIndex(r => r.PlanId, OnePerPlan).IsUnique();
            // Detection and assessment without a plan: the next one only after a failed one is in force (RPT-23).
            b.HasIndex(r => r.ProjectId, OneAtATime).IsUnique()
                .HasFilter("plan_id is null and kind = 'Written' and (state <> 'Filed' or conclusion is distinct from 'Unqualified')");
            b.HasIndex(r => new { r.ProjectId, r.CreatedAt });
            b.HasIndex(r => new { r.AgencyId, r.State, r.CreatedAt });
            b.HasIndex(r => new { r.TechnicalLeadId, r.State, r.FilingFrom });
            b.HasIndex(r => new { r.TechnicalLeadId, r.FiledAt });
            b.HasIndex(r => new { r.OwnerId, r.State, r.CreatedAt });
            b.HasIndex(r => new { r.BrigadeId, r.FiledAt });
            b.HasIndex(r => new { r.Region, r.FiledAt });
        });
        model.Entity<ReportFile>(b =>
        {
            b.Property(f => f.FileName).HasMaxLength(200);
            b.HasIndex(f => new { f.ProjectId, f.UploadedAt });
        });
        model.Entity<ChangeRequest>(b =>
        {
            b.HasVersion();
            b.Property(c => c.ReportNumber).HasMaxLength(40);
            b.Property(c => c.Mistake).HasMaxLength(500);
            b.Property(c => c.Correction).HasMaxLength(500);
            b.Property(c => c.Decision).AsJson();
            b.HasIndex(c => c.ReportId, OneOpenChange).IsUnique().HasFilter("state = 'Sent'");
            b.HasIndex(c => new { c.ReportId, c.SentAt });
            b.HasIndex(c => new { c.BrigadeId, c.State, c.SentAt });
            b.HasIndex(c => new { c.Region, c.State, c.SentAt });
        });
        model.Entity<MonthlyReport>(b =>
        {
            b.HasVersion();
            b.Property(m => m.Texts).AsJson();
            b.HasIndex(m => new { m.ProjectId, m.Month }, OneMonthlyPerMonth).IsUnique();
        });
        // Rows of the SQL function report_due; nothing is stored.
        model.Entity<ReportDue>(b => b.HasNoKey().ToView(null));
        model.Entity<SignedOpinion>(b =>
        {
            b.Property(o => o.Region).HasMaxLength(20);
            b.Property(o => o.ContactName).HasMaxLength(100);
            b.Property(o => o.Text).HasMaxLength(200);
            b.Property(o => o.SignatureSha256).HasMaxLength(64);
            b.Property(o => o.FileSha256).HasMaxLength(64);
            b.Property(o => o.Place).AsJson();
            b.HasOne<Report>().WithMany().HasForeignKey(o => o.ReportId).OnDelete(DeleteBehavior.Restrict);
            b.HasIndex(o => o.ReportId, OneOpinion).IsUnique();
        });
        model.Entity<ClientCopy>(b =>
        {
            b.HasVersion();
            b.Property(c => c.Region).HasMaxLength(20);
            b.Property(c => c.ReportNumber).HasMaxLength(40);
            b.Property(c => c.Sha256).HasMaxLength(64);
            b.HasOne<Report>().WithMany().HasForeignKey(c => c.Id).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<ReportMail>(b =>
        {
            b.HasVersion();
            b.Property(m => m.MaskedAddress).HasMaxLength(260);
            b.Property(m => m.Reason).HasMaxLength(200);
            b.HasOne<Report>().WithMany().HasForeignKey(m => m.ReportId).OnDelete(DeleteBehavior.Restrict);
            b.HasIndex(m => m.ContactId);
        });
        model.Entity<ReportReading>(b =>
        {
            b.HasKey(r => new { r.ReportId, r.ContactId });
            b.HasOne<Report>().WithMany().HasForeignKey(r => r.ReportId).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
