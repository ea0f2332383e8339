using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace WeChatService.Kernel;

/// <summary>The last row of a chain, as it is written down outside the database: what ended with it cannot be cut off unseen.</summary>
/// <param name="Kind">audit or evidence.</param>
public sealed record ChainHead(string Kind, string Chain, long Number, string Hash);

/// <summary>Writes down where the chains end, and holds a database against what was written down earlier.</summary>
public sealed class ChainHeads(AppDb db)
{
    public async Task<IReadOnlyList<ChainHead>> Read(CancellationToken ct) =>
        [.. await Of<AuditEntry>("audit", ct), .. await Of<ObjectSeal>("evidence", ct)];

    /// <summary>What of the heads written down earlier is not there any more: a chain was cut short, or made anew from some point on.</summary>
    public async IAsyncEnumerable<AuditFinding> Differences(IEnumerable<ChainHead> earlier, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var head in earlier)
        {
            var now = head.Kind == "audit" ? await HashAt<AuditEntry>(head, ct) : await HashAt<ObjectSeal>(head, ct);
            if (now != head.Hash)
            {
                yield return new AuditFinding(head.Kind, $"{head.Chain} #{head.Number}", now is null
                    ? "it stood at the end of the chain when the heads were written down, and is gone"
                    : "another one stands where this one stood when the heads were written down: the chain was made anew");
            }
        }
    }

    private async Task<List<ChainHead>> Of<T>(string kind, CancellationToken ct) where T : class, ILink
    {
        var heads = new List<ChainHead>();
        foreach (var chain in await HashChain.Names<T>(db, ct))
        {
            var (number, hash) = (await HashChain.Head<T>(db, chain, ct))!.Value;
            heads.Add(new ChainHead(kind, chain, number, Convert.ToHexStringLower(hash)));
        }

        return heads;
    }

    private async Task<string?> HashAt<T>(ChainHead head, CancellationToken ct) where T : class, ILink =>
        await db.Set<T>().IgnoreQueryFilters().AsNoTracking()
            .Where(e => EF.Property<string>(e, nameof(ILink.Chain)) == head.Chain && EF.Property<long>(e, nameof(ILink.Number)) == head.Number)
            .Select(e => EF.Property<byte[]>(e, nameof(ILink.Hash))).FirstOrDefaultAsync(ct) is { } hash ? Convert.ToHexStringLower(hash) : null;
}
