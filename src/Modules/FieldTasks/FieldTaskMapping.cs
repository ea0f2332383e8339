using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.FieldTasks;

internal static class FieldTaskMapping
{
    public const string OneRecordPerClientId = "ux_item_record_task_client";
    public const string OnePendingConsent = "ux_consent_pending";
    public const string OneNumberPerDay = "ux_field_task_plan_name";

    public static void Map(ModelBuilder model)
    {
        model.Entity<FieldTask>(b =>
        {
            b.HasVersion();
            b.Property(t => t.Name).HasMaxLength(120);
            b.Property(t => t.Region).HasMaxLength(20);
            b.Property(t => t.ControllerBrand).HasMaxLength(50);
            b.Property(t => t.Start).AsJson();

            // The operator's tasks, the reviewer's queue, the tasks of a plan and of a report.
            b.HasIndex(t => new { t.OperatorId, t.State, t.CreatedAt });
            b.HasIndex(t => new { t.ProjectId, t.State, t.SubmittedAt });
            b.HasIndex(t => new { t.PlanId, t.Name }, OneNumberPerDay).IsUnique();
            // Detection plans by edition (REV-14).
            b.HasIndex(t => new { t.AgencyId, t.EditionCode, t.PlanId });
            b.HasIndex(t => t.ReportId);
            // An administrator's figures, who is at work today.
            b.HasIndex(t => new { t.AgencyId, t.State, t.SubmittedAt });
            b.HasIndex(t => new { t.AgencyId, t.SubmittedAt, t.Id });
            b.HasIndex(t => new { t.AgencyId, t.StartedAt });
            // The monitor, newest first (FLD-37).
            b.HasIndex(t => new { t.AgencyId, t.CreatedAt }).IsDescending(false, true);
            b.HasMany(t => t.Records).WithOne().HasForeignKey(r => r.TaskId).OnDelete(DeleteBehavior.Cascade);
            b.HasMany(t => t.Consents).WithOne().HasForeignKey(c => c.TaskId).OnDelete(DeleteBehavior.Cascade);
            b.Navigation(t => t.Records).HasField("_records");
            b.Navigation(t => t.Consents).HasField("_consents");
            b.Property(t => t.Positions).AsJson();
            b.Property(t => t.ReturnRemarks).AsJson();
            b.HasMany(t => t.Submissions).WithOne().HasForeignKey(s => s.TaskId).OnDelete(DeleteBehavior.Cascade);
            b.Navigation(t => t.Submissions).HasField("_submissions");
        });
        model.Entity<Submission>(b =>
        {
            b.HasKey(s => new { s.TaskId, s.Version });
            b.Property(s => s.Records).AsJson();
        });
        model.Entity<ReviewSwitch>(b =>
        {
            b.HasVersion();
            b.HasKey(s => s.PlanId);
            b.Property(s => s.ByName).HasMaxLength(50);
        });
        model.Entity<ItemRecord>(b =>
        {
            b.Property(r => r.ClientId).HasMaxLength(64);
            b.Property(r => r.ClassCode).HasMaxLength(20);
            b.Property(r => r.Device).HasMaxLength(FindingRules.LongestDevice);
            b.Property(r => r.ByName).HasMaxLength(100);
            b.Property(r => r.ItemCode).HasMaxLength(40);
            b.Property(r => r.OwnItem).AsJson();
            b.Property(r => r.Answers).AsJson();
            b.Property(r => r.Earlier).AsJson();
            b.Property(r => r.Place).AsJson();
            // FLD-39 holds whatever two requests race for.
            b.HasIndex(r => new { r.TaskId, r.ClientId }, OneRecordPerClientId).IsUnique();
        });
        model.Entity<Consent>(b =>
        {
            b.HasVersion();
            b.Property(c => c.Region).HasMaxLength(20);
            b.Property(c => c.Asked).AsJson();
            b.Property(c => c.Decided).AsJson();
            b.HasIndex(c => new { c.TaskId, c.Kind }, OnePendingConsent).IsUnique().HasFilter("state = 'Pending'");
            // The lists of a lead, of an agency and of a brigade.
            b.HasIndex(c => new { c.ProjectId, c.State, c.AskedAt });
            b.HasIndex(c => new { c.AgencyId, c.State, c.AskedAt });
            b.HasIndex(c => new { c.BrigadeId, c.AskedAt });
        });
        model.Entity<TrackPoint>(b =>
        {
            b.HasKey(p => new { p.TaskId, p.At });
            b.HasOne<FieldTask>().WithMany().HasForeignKey(p => p.TaskId).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
