using Microsoft.EntityFrameworkCore;

namespace WeChatService.Kernel;

/// <summary>Seals entries into their chains, and tells whether a chain is whole.</summary>
public static class AuditTrail
{
    private static readonly byte[] Beginning = new byte[32];

    internal static async Task Seal(AppDb db, IReadOnlyList<AuditEntry> entries, CancellationToken ct)
    {
        foreach (var chain in entries.GroupBy(e => e.Chain).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            // One writer per chain at a time, until the transaction ends; chains of other agencies go on.
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({chain.Key}, 7))", ct);
            var last = await db.Set<AuditEntry>().IgnoreQueryFilters().AsNoTracking()
                .Where(e => e.Chain == chain.Key).OrderByDescending(e => e.Number)
                .Select(e => new { e.Number, e.Hash }).FirstOrDefaultAsync(ct);
            var (number, previous) = (last?.Number ?? 0, last?.Hash ?? Beginning);
            foreach (var entry in chain)
            {
                entry.Seal(++number, previous);
                previous = entry.Hash;
            }
        }
    }

    /// <summary>The number of the first entry that is missing or was altered; null if the chain is whole.</summary>
    public static async Task<long?> FirstBreak(AppDb db, string chain, CancellationToken ct)
    {
        var (expected, previous) = (1L, Beginning);
        var entries = db.Set<AuditEntry>().IgnoreQueryFilters().AsNoTracking()
            .Where(e => e.Chain == chain).OrderBy(e => e.Number).AsAsyncEnumerable();
        await foreach (var entry in entries.WithCancellation(ct))
        {
            if (entry.Number != expected || !entry.PreviousHash.AsSpan().SequenceEqual(previous) || !entry.IsIntact())
            {
                return expected;
            }

            (expected, previous) = (expected + 1, entry.Hash);
        }

        return null;
    }
}
