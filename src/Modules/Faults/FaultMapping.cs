using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Faults;

internal static class FaultMapping
{
    public const string OneStepPerNumber = "ux_fault_step_number";

    public static void Map(ModelBuilder model)
    {
        model.Entity<Fault>(b =>
        {
            b.HasVersion();
            b.Property(f => f.ItemName).HasMaxLength(200);
            b.Property(f => f.Place).HasMaxLength(100);
            // One fault per failed record, however often the submission is told (FLT-01).
            b.HasIndex(f => f.RecordId, "ux_fault_record").IsUnique().HasFilter("record_id is not null");
            b.HasIndex(f => f.TaskId);
            // The lists by state, the figures by month, the hazard table.
            b.HasIndex(f => new { f.ProjectId, f.State, f.FoundAt });
            b.HasIndex(f => new { f.ProjectId, f.FoundIn, f.State });
            // An agency of 100,000 projects: the same lists without reading and ordering all of it.
            b.HasIndex(f => new { f.AgencyId, f.IsUrgent, f.FoundAt, f.Id }).IsDescending(false, true, false, false);
            b.HasIndex(f => new { f.AgencyId, f.State, f.IsUrgent, f.FoundAt, f.Id }).IsDescending(false, false, true, false, false);
            b.HasIndex(f => new { f.AgencyId, f.State, f.ClosedAt, f.Id }).IsDescending(false, false, true, false);
            b.HasIndex(f => new { f.OwnerId, f.FoundAt });
            b.HasMany(f => f.Steps).WithOne().HasForeignKey(s => s.FaultId).OnDelete(DeleteBehavior.Restrict);
            b.Navigation(f => f.Steps).HasField("_steps");
        });
        model.Entity<FaultStep>(b => b.HasIndex(s => new { s.FaultId, s.Number }, OneStepPerNumber).IsUnique());
        model.Entity<FaultView>(b =>
        {
            b.HasKey(v => new { v.FaultId, v.ContactId });
            b.HasOne<Fault>().WithMany().HasForeignKey(v => v.FaultId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}
