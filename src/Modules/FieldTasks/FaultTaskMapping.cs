using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.FieldTasks;

internal static class FaultTaskMapping
{
    public const string OneUnderWay = "ux_fault_task_under_way";

    public static void Map(ModelBuilder model) => model.Entity<FaultTask>(b =>
    {
        b.HasVersion();
        b.Property(t => t.Region).HasMaxLength(20);
        b.Property(t => t.ClassCode).HasMaxLength(20);
        b.Property(t => t.ItemName).HasMaxLength(200);
        b.Property(t => t.Place).HasMaxLength(100);
        b.Property(t => t.Start).AsJson();
        // Two leads' phones, one fault: one of two operators goes.
        b.HasIndex(t => t.FaultId, OneUnderWay).IsUnique().HasFilter("state in ('Dispatched', 'Accepted', 'InProgress')");
        b.HasIndex(t => new { t.FaultId, t.DispatchedAt });
        b.HasIndex(t => new { t.OperatorId, t.State, t.DueOn });
        b.HasIndex(t => new { t.ProjectId, t.State, t.SubmittedAt });
        b.HasIndex(t => t.ReportId);
    });
}
