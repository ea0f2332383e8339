using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Faults;

internal static class FaultMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Fault>(b =>
        {
            b.HasVersion();
            b.Property(f => f.ItemName).HasMaxLength(200);
            // One fault per failed record, however often the submission is told (FLT-01).
            b.HasIndex(f => f.RecordId, "ux_fault_record").IsUnique().HasFilter("record_id is not null");
            b.HasIndex(f => f.TaskId);
            b.HasIndex(f => new { f.ProjectId, f.State, f.FoundAt });
            b.HasIndex(f => new { f.AgencyId, f.State, f.FoundAt });
            b.HasIndex(f => new { f.OwnerId, f.FoundAt });
            b.HasMany(f => f.Handlings).WithOne().HasForeignKey(h => h.FaultId).OnDelete(DeleteBehavior.Restrict);
            b.Navigation(f => f.Handlings).HasField("_handlings").AutoInclude();
        });
        model.Entity<FaultHandling>(b => b.HasIndex(h => h.FaultId));
    }
}
