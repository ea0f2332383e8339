using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace WeChatService.Kernel;

/// <summary>A row of a chain in which each carries the hash of the one before, so that a removed, altered or smuggled one shows.</summary>
internal interface ILink
{
    string Chain { get; }

    /// <summary>1, 2, 3 … within the chain.</summary>
    long Number { get; }

    byte[] PreviousHash { get; }
    byte[] Hash { get; }

    void Seal(long number, byte[] previous);

    /// <summary>True if nothing in the row was altered since it was sealed.</summary>
    bool IsIntact();
}

/// <summary>Seals rows into their chains, and tells where a chain breaks.</summary>
internal static class HashChain
{
    private static readonly byte[] Beginning = new byte[32];

    /// <param name="rows">New rows, not yet written; each is sealed as the next of its chain.</param>
    public static async Task Seal<T>(AppDb db, IReadOnlyList<T> rows, CancellationToken ct) where T : class, ILink
    {
        foreach (var chain in rows.GroupBy(e => e.Chain).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Continue(chain, await Enter<T>(db, chain.Key, ct));
        }
    }

    /// <param name="rows">Of one chain, in the order that they shall have.</param>
    /// <param name="head">The chain's last row, read with <see cref="LockName"/> in hand; null for a chain that has not begun.</param>
    public static void Continue<T>(IEnumerable<T> rows, (long Number, byte[] Hash)? head) where T : class, ILink
    {
        var (number, previous) = head ?? (0L, Beginning);
        foreach (var row in rows)
        {
            row.Seal(++number, previous);
            previous = row.Hash;
        }
    }

    /// <summary>What the writer of a chain locks until his transaction ends (<c>pg_advisory_xact_lock(hashtextextended(name, 7))</c>); of several, in ordinal order.</summary>
    public static string LockName<T>(string chain) where T : class, ILink => $"{typeof(T).Name}/{chain}";

    /// <summary>
    /// One writer per chain at a time, until the transaction ends; chains of other agencies go on. Lock and head go to the database in one
    /// way there and back, since everybody else of the agency waits for it; the head is read with the lock in hand.
    /// </summary>
    private static async Task<(long Number, byte[] Hash)?> Enter<T>(AppDb db, string chain, CancellationToken ct) where T : class, ILink
    {
        await using var batch = ((NpgsqlConnection)db.Database.GetDbConnection()).CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select pg_advisory_xact_lock(hashtextextended($1, 7))") { Parameters = { new() { Value = LockName<T>(chain) } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select number, hash from {db.Model.FindEntityType(typeof(T))!.GetTableName()} where chain = $1 order by number desc limit 1")
        {
            Parameters = { new() { Value = chain } },
        });
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
    }

    /// <summary>The number and hash of the last row; null for a chain that has not begun.</summary>
    public static async Task<(long Number, byte[] Hash)?> Head<T>(AppDb db, string chain, CancellationToken ct) where T : class, ILink
    {
        var last = await Of<T>(db, chain).OrderByDescending(e => EF.Property<long>(e, nameof(ILink.Number)))
            .Select(e => new { Number = EF.Property<long>(e, nameof(ILink.Number)), Hash = EF.Property<byte[]>(e, nameof(ILink.Hash)) })
            .FirstOrDefaultAsync(ct);
        return last is null ? null : (last.Number, last.Hash);
    }

    /// <summary>The names of all chains of this kind.</summary>
    public static Task<List<string>> Names<T>(AppDb db, CancellationToken ct) where T : class, ILink =>
        db.Set<T>().IgnoreQueryFilters().Select(e => EF.Property<string>(e, nameof(ILink.Chain))).Distinct().OrderBy(name => name).ToListAsync(ct);

    /// <summary>The rows in their order, as far as the chain is whole; then, if it is not, where it breaks and how.</summary>
    public static async IAsyncEnumerable<(T? Row, ChainBreak? Break)> Walk<T>(
        AppDb db, string chain, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct) where T : class, ILink
    {
        var (expected, previous) = (1L, Beginning);
        await foreach (var row in Of<T>(db, chain).OrderBy(e => EF.Property<long>(e, nameof(ILink.Number))).AsAsyncEnumerable().WithCancellation(ct))
        {
            if (row.Number != expected)
            {
                yield return (row, new ChainBreak(expected, $"number {expected} is missing, number {row.Number} follows"));
                yield break;
            }

            if (!row.PreviousHash.AsSpan().SequenceEqual(previous))
            {
                yield return (row, new ChainBreak(expected, "it does not carry the hash of the one before it"));
                yield break;
            }

            if (!row.IsIntact())
            {
                yield return (row, new ChainBreak(expected, "its content does not match its hash"));
                yield break;
            }

            yield return (row, null);
            (expected, previous) = (expected + 1, row.Hash);
        }
    }

    private static IQueryable<T> Of<T>(AppDb db, string chain) where T : class, ILink =>
        db.Set<T>().IgnoreQueryFilters().AsNoTracking().Where(e => EF.Property<string>(e, nameof(ILink.Chain)) == chain);
}

/// <summary>Where a chain breaks, and how.</summary>
internal sealed record ChainBreak(long Number, string Says);
