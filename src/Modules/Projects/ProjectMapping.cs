using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Projects;

internal static class ProjectMapping
{
    /// <summary>The collation that orders names the same in every database.</summary>
    public const string ByCodePoint = "C";

    public const string OneRestPerMonth = "ix_project_suspension_project_id_month";

    public static void Map(ModelBuilder model)
    {
        MapProject(model);
        model.Entity<DeviceLabel>(b =>
        {
            b.HasVersion();
            b.Property(l => l.Code).HasMaxLength(40);
            b.Property(l => l.Place).HasMaxLength(100);
            b.HasIndex(l => l.Code).IsUnique();
            b.HasIndex(l => new { l.ProjectId, l.ClassCode, l.Place });
        });
        model.Entity<ProjectSuspension>(b =>
        {
            b.HasVersion();
            b.Property(s => s.Region).HasMaxLength(20);
            b.Property(s => s.Reason).HasMaxLength(500);
            b.Property(s => s.AskedByName).HasMaxLength(50);
            b.Property(s => s.Department).HasMaxLength(100);
            b.Property(s => s.Note).HasMaxLength(500);

            // A month rests once; what was refused or withdrawn may be asked for again.
            b.HasIndex(s => new { s.ProjectId, s.Month }).IsUnique().HasFilter("state in ('Pending', 'Approved')");
            b.HasIndex(s => new { s.BrigadeId, s.State });
        });
    }

    private static void MapProject(ModelBuilder model) => model.Entity<Project>(b =>
    {
        b.HasVersion();
        // PRJ-31: whoever asks, a deleted draft is not there; beside the isolation, which has a filter of its own.
        b.HasQueryFilter("Deleted", p => p.DeletedAt == null);
        b.Property(p => p.EndedBy).HasMaxLength(50);
        b.Property(p => p.EndReason).HasMaxLength(500);
        b.Property(p => p.Name).HasMaxLength(200);
        b.Property(p => p.Region).HasMaxLength(20);
        b.Property(p => p.SafetyResponsible).AsJson();
        b.Property(p => p.SafetyManager).AsJson();
        b.Property(p => p.Buildings).AsJson();
        b.Property(p => p.WaterSupplies).AsJson();
        b.Property(p => p.Fence).AsJson();

        // The lists of an agency, of a lead, of a member, of a brigade and of an owner, newest first.
        b.HasIndex(p => new { p.AgencyId, p.CreatedAt, p.Id }).IsDescending(false, true, true);
        b.HasIndex(p => new { p.AgencyId, p.Name, p.Id }).UseCollation(null!, ByCodePoint);
        b.HasIndex(p => new { p.LeadId, p.CreatedAt }).IsDescending(false, true);
        b.HasIndex(p => p.TechnicalLeadId);
        b.HasIndex(p => p.MemberIds).HasMethod("gin");
        b.HasIndex(p => new { p.BrigadeId, p.CreatedAt });
        b.HasIndex(p => p.OwnerId);
        // The public directory of a region (ORG-38), newest first.
        b.HasIndex(p => new { p.Region, p.CreatedAt, p.Id }).IsDescending(false, true, true);
    });
}
