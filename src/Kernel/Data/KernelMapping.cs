using Microsoft.EntityFrameworkCore;

namespace WeChatService.Kernel;

internal static class KernelMapping
{
    public static void Map(ModelBuilder model)
    {
        model.HasDbFunction(typeof(SearchWords).GetMethod(nameof(SearchWords.Holds))!).HasName(SearchWords.SqlFunction);
        model.Entity<OutboxEvent>(b =>
        {
            b.Property(e => e.Payload).HasColumnType("jsonb");
            b.HasIndex(e => new { e.NextTryAt, e.Id });
        });
        model.Entity<Job>(b =>
        {
            b.Property(e => e.Payload).HasColumnType("jsonb");
            b.HasIndex(e => e.NextTryAt, "ix_job_waiting").HasFilter("state in ('Queued','Running')");
            b.HasIndex(e => new { e.Kind, e.DedupeKey }, "ux_job_dedupe").IsUnique()
                .HasFilter("state in ('Queued','Running') and dedupe_key is not null");
        });
        model.Entity<IdempotencyRecord>(b =>
        {
            b.HasKey(e => new { e.AccountId, e.Key }).HasName(IdempotencyRecord.KeyName);
            b.Property(e => e.Key).HasMaxLength(255);
            b.HasIndex(e => e.At);
        });
        model.Entity<AuditEntry>(b =>
        {
            b.Property(e => e.Before).HasColumnType("jsonb");
            b.Property(e => e.After).HasColumnType("jsonb");
            b.HasIndex(e => new { e.Chain, e.Number }).IsUnique();
            b.HasIndex(e => new { e.SubjectKind, e.SubjectId });
        });
        model.Entity<StoredObject>(b =>
        {
            b.Property(e => e.Key).HasMaxLength(200);
            b.HasIndex(e => e.Sha256);
        });
        model.Entity<DiscardedObject>(b =>
        {
            // No reference to the object: what is said of it stays, whatever becomes of its row.
            b.HasIndex(e => e.RunId);
        });
        model.Entity<ObjectSeal>(b =>
        {
            // No reference to the object: the seal of one that was removed must stay.
            b.HasIndex(e => new { e.Chain, e.Number }).IsUnique();
        });
    }
}
