using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Messaging.Ports;

namespace WeChatService.Messaging;

internal static class MessagingMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Ignore<NoticeField>();
        model.Entity<Notice>(b =>
        {
            b.Property(n => n.Template).HasMaxLength(40);
            b.Property(n => n.Title).HasMaxLength(40);
            b.Property(n => n.Url).HasMaxLength(200);
            b.Property(n => n.Fields).AsJson();
            b.HasIndex(n => new { n.ReceiverId, n.Id }).IsDescending(false, true);
            b.HasIndex(n => n.AboutId);
            b.HasIndex(n => new { n.ProjectId, n.Id }).IsDescending(false, true);
        });
        model.Entity<Delivery>(b =>
        {
            b.Property(d => d.OpenId).HasMaxLength(64);
            b.Property(d => d.LeasedBy).HasMaxLength(80);
            b.Property(d => d.Reason).HasMaxLength(500);
            b.HasOne<Notice>().WithMany().HasForeignKey(d => d.NoticeId).OnDelete(DeleteBehavior.Restrict);
            b.HasIndex(d => d.NoticeId);
            // The publisher walks it; claims change none of its columns and stay in their page.
            b.HasIndex(d => new { d.Account, d.Id }, "ix_delivery_pending").HasFilter("state = 'Pending'");
            b.HasIndex(d => new { d.Account, d.MsgId }, "ix_delivery_msg").HasFilter("msg_id is not null");
        });
        model.Entity<SendReceipt>(b =>
        {
            b.Property(r => r.Status).HasMaxLength(100);
            b.HasIndex(r => new { r.Account, r.MsgId });
        });
    }
}
