using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Messaging.Ports;
using WeChatService.Messaging.Push;

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
            // Only ever read whole, and by every send: as text it is copied, not taken apart and put together again.
            b.Property(n => n.Fields).AsJson().HasColumnType("json");
            b.HasIndex(n => new { n.ReceiverId, n.Id }).IsDescending(false, true);
            b.HasIndex(n => new { n.ProjectId, n.Id }).IsDescending(false, true);
            b.HasIndex(n => new { n.AgencyId, n.Id }).IsDescending(false, true);
        });
        model.Entity<Delivery>(b =>
        {
            b.Property(d => d.OpenId).HasMaxLength(64);
            b.Property(d => d.Reason).HasMaxLength(500);

            // No foreign key to the notice: both are written by one transaction, and the check would lock each notice's row.
            b.HasIndex(d => d.NoticeId).HasMethod("brin").HasStorageParameter("pages_per_range", 128).HasStorageParameter("autosummarize", true);

            // The publisher walks it agency by agency.
            b.HasIndex(d => new { d.Account, d.Lane, d.AgencyId, d.Id }, "ix_delivery_pending").HasFilter("state = 'Pending'");
            b.HasIndex(d => new { d.Account, d.Lane, d.NotBefore }, "ix_delivery_later").HasFilter("state = 'Pending' and not_before is not null");
            b.HasIndex(d => d.UncertainSince, "ix_delivery_uncertain").HasFilter("state = 'Pending' and uncertain_since is not null");
            b.HasIndex(d => d.MsgId, "ix_delivery_msg").HasFilter("state = 'Sent'");

            // What somebody may have to see to, by agency; a push that goes well never enters it.
            b.HasIndex(d => new { d.AgencyId, d.State, d.Id }, "ix_delivery_undelivered").HasFilter(
                "state in ('RefusedByUser', 'Blocked', 'Refused', 'NotFollowing', 'Unknown', 'Dead', 'OverDailyLimit', 'Failed')");
        });
        model.Entity<TurnedOff>(b =>
        {
            b.HasKey(t => new { t.ReaderId, t.Template });
            b.Property(t => t.Template).HasMaxLength(40);
        });
        model.Entity<PushAttempt>(b =>
        {
            b.Property(a => a.Worker).HasMaxLength(100);
            b.HasIndex(a => a.Account);
        });
        model.Entity<PushWorker>(b =>
        {
            b.HasKey(w => w.Name);
            b.Property(w => w.Name).HasMaxLength(100);
        });
        model.Entity<PushAccount>(b =>
        {
            b.HasKey(a => a.Account);
            b.Property(a => a.RestReason).HasMaxLength(500);
        });
        model.Entity<Followup>(b =>
        {
            b.HasKey(f => f.DeliveryId);
            b.Property(f => f.ByName).HasMaxLength(50);
            b.HasIndex(f => f.AgainId).HasFilter("again_id is not null");
        });
        model.Entity<SendReceipt>(b =>
        {
            b.Property(r => r.Status).HasMaxLength(100);
            b.HasIndex(r => new { r.Account, r.MsgId });
        });
    }
}
