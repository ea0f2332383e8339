using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace WeChatService.Kernel;

/// <summary>No audit entry was altered, removed or put in between.</summary>
internal sealed class AuditEntriesCheck(AppDb db) : IAuditCheck
{
    public string Name => "audit";

    public async IAsyncEnumerable<AuditFinding> Run(AuditLook look, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var chain in await HashChain.Names<AuditEntry>(db, ct))
        {
            await foreach (var (entry, broken) in HashChain.Walk<AuditEntry>(db, chain, ct))
            {
                look.Count("audit entries");
                if (broken is not null)
                {
                    yield return new AuditFinding(Name, $"{chain} #{broken.Number}", $"{broken.Says}{(entry is null ? "" : $"; it reads: {entry.Act} \"{entry.Summary}\" by {entry.ActorName}")}");
                }
            }
        }
    }
}

/// <summary>Every stored photo and document is the one that came: its row, its seal, and its bytes.</summary>
internal sealed class EvidenceCheck(AppDb db, IObjectStore store) : IAuditCheck
{
    private const int Portion = 500;
    private const string BytesGone = "its bytes are gone from the object store";

    public string Name => "evidence";

    public async IAsyncEnumerable<AuditFinding> Run(AuditLook look, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var chain in await HashChain.Names<ObjectSeal>(db, ct))
        {
            await foreach (var (_, broken) in HashChain.Walk<ObjectSeal>(db, chain, ct))
            {
                if (broken is not null)
                {
                    yield return new AuditFinding(Name, $"seals of {chain} #{broken.Number}", broken.Says);
                }
            }
        }

        await foreach (var finding in Objects(look, ct))
        {
            yield return finding;
        }

        await foreach (var id in db.Set<StoredObject>().Where(o => !db.Set<ObjectSeal>().Any(s => s.Id == o.Id)).Select(o => o.Id).AsAsyncEnumerable().WithCancellation(ct))
        {
            yield return new AuditFinding(Name, id.ToString(), "it was put into the database without a seal");
        }
    }

    private async IAsyncEnumerable<AuditFinding> Objects(AuditLook look, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = Guid.Empty; ;)
        {
            var seals = await db.Set<ObjectSeal>().AsNoTracking().Where(s => s.Id.CompareTo(after) > 0).OrderBy(s => s.Id).Take(Portion).ToListAsync(ct);
            if (seals.Count == 0)
            {
                yield break;
            }

            after = seals[^1].Id;
            var ids = seals.Select(s => s.Id).ToList();
            var objects = await db.Set<StoredObject>().AsNoTracking().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, ct);
            foreach (var seal in seals)
            {
                look.Count("photos and documents");
                if (await WhatChanged(seal, objects.GetValueOrDefault(seal.Id), look.Bytes, ct) is { } what)
                {
                    yield return new AuditFinding(Name, Told(seal, objects.GetValueOrDefault(seal.Id)), what);
                }
            }
        }
    }

    private async Task<string?> WhatChanged(ObjectSeal seal, StoredObject? stored, bool bytes, CancellationToken ct)
    {
        if (stored is null)
        {
            return "its row was removed";
        }

        if (!seal.Matches(stored))
        {
            return "its row does not say any more what was sealed (bytes, hash, time, place or uploader)";
        }

        return bytes && await WhatChangedInBytes(stored, ct) is { } what && !(what == BytesGone && await WasDiscarded(stored.Id, ct)) ? what : null;
    }

    private async Task<string?> WhatChangedInBytes(StoredObject stored, CancellationToken ct)
    {
        try
        {
            await using var content = await store.Get(stored.Key, ct);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
            return hash == stored.Sha256 ? null : $"its bytes changed: SHA-256 is {hash}, was {stored.Sha256}";
        }
        catch (FileNotFoundException)
        {
            return BytesGone;
        }
    }

    /// <summary>Nobody used it, and the audit trail says that it went with exactly those beside it.</summary>
    private async Task<bool> WasDiscarded(Guid id, CancellationToken ct)
    {
        if (await db.Set<DiscardedObject>().AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } discarded)
        {
            return false;
        }

        var together = await db.Set<DiscardedObject>().Where(d => d.RunId == discarded.RunId).Select(d => d.Id).ToListAsync(ct);
        var seal = DiscardedObject.SealOf(together);
        return await db.Set<AuditEntry>().AnyAsync(a => a.SubjectId == discarded.RunId && a.Act == DiscardedObject.Act && a.Evidence == seal, ct);
    }

    private static string Told(ObjectSeal seal, StoredObject? stored) => stored is null ? seal.Id.ToString() : $"{stored.Kind} {stored.Key}";
}
