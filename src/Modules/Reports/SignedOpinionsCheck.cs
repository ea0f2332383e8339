using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Reports;

/// <summary>
/// RPT-08, RPT-27: every opinion that a client signed, and every client copy that was made of one, still says what it said on that day; none is gone,
/// and none came without anybody's act. What their pictures and files hold, the check of stored objects proves.
/// </summary>
internal sealed class SignedOpinionsCheck(AppDb db) : IAuditCheck
{
    private const int Portion = 200;

    public string Name => "opinion";

    public async IAsyncEnumerable<AuditFinding> Run(AuditLook look, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (entries, numbers) in Entries(SignedOpinion.Act, ct))
        {
            var reports = entries.ConvertAll(e => e.SubjectId);
            var opinions = await db.Set<SignedOpinion>().AsNoTracking().Where(o => reports.Contains(o.ReportId)).ToDictionaryAsync(o => o.ReportId, ct);
            var hashes = await Hashes(opinions.Values.Select(o => o.SignatureId), ct);
            foreach (var entry in entries)
            {
                look.Count("signed opinions");
                var opinion = opinions.GetValueOrDefault(entry.SubjectId);
                var stored = hashes.GetValueOrDefault(opinion?.SignatureId ?? Guid.Empty);
                foreach (var says in Differences(entry, opinion?.Statement(), "signed", opinion?.SignatureSha256, stored))
                {
                    yield return new AuditFinding(Name, numbers.GetValueOrDefault(entry.SubjectId, entry.SubjectId.ToString()), says);
                }
            }
        }

        await foreach (var (entries, numbers) in Entries(MakeClientCopyRunner.Act, ct))
        {
            var reports = entries.ConvertAll(e => e.SubjectId);
            var copies = await db.Set<ClientCopy>().AsNoTracking().Where(c => reports.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
            var hashes = await Hashes(copies.Values.Select(c => c.ObjectId).OfType<Guid>(), ct);
            foreach (var entry in entries)
            {
                look.Count("client copies");
                var copy = copies.GetValueOrDefault(entry.SubjectId);
                var stored = hashes.GetValueOrDefault(copy?.ObjectId ?? Guid.Empty);
                foreach (var says in Differences(entry, copy?.Statement(), "made", copy?.Sha256, stored))
                {
                    yield return new AuditFinding(Name, $"{numbers.GetValueOrDefault(entry.SubjectId, entry.SubjectId.ToString())} client copy", says);
                }
            }
        }

        var unsigned = db.Set<SignedOpinion>().Where(o => !db.Set<AuditEntry>().Any(e => e.Act == SignedOpinion.Act && e.SubjectId == o.ReportId)).Select(o => o.ReportId);
        await foreach (var report in unsigned.AsAsyncEnumerable().WithCancellation(ct))
        {
            yield return new AuditFinding(Name, report.ToString(), "it bears a signature, but nobody ever signed it");
        }

        var unmade = db.Set<ClientCopy>()
            .Where(c => c.State == CopyState.Made && !db.Set<AuditEntry>().Any(e => e.Act == MakeClientCopyRunner.Act && e.SubjectId == c.Id)).Select(c => c.ReportNumber);
        await foreach (var number in unmade.AsAsyncEnumerable().WithCancellation(ct))
        {
            yield return new AuditFinding(Name, $"{number} client copy", "it is there, but nobody ever made it");
        }
    }

    private async IAsyncEnumerable<(List<AuditEntry> Entries, Dictionary<Guid, string> Numbers)> Entries(string act, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = Guid.Empty; ;)
        {
            var entries = await db.Set<AuditEntry>().AsNoTracking().Where(e => e.Act == act && e.Id.CompareTo(after) > 0).OrderBy(e => e.Id).Take(Portion).ToListAsync(ct);
            if (entries.Count == 0)
            {
                yield break;
            }

            after = entries[^1].Id;
            var ids = entries.ConvertAll(e => e.SubjectId);
            yield return (entries, await db.Set<Report>().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.Number, ct));
        }
    }

    private Task<Dictionary<Guid, string>> Hashes(IEnumerable<Guid> objects, CancellationToken ct)
    {
        var ids = objects.ToList();
        return db.Set<StoredObject>().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Sha256, ct);
    }

    /// <summary>Property by property what the entry of that day holds and the row does not say any more.</summary>
    private static IEnumerable<string> Differences(AuditEntry entry, object? row, string did, string? said, string? stored)
    {
        if (row is null)
        {
            yield return $"it was {did} on {ChinaTime.Local(entry.At):yyyy-MM-dd HH:mm}, and is gone";
            yield break;
        }

        using var was = JsonDocument.Parse(entry.After ?? "{}");
        var now = JsonSerializer.SerializeToElement(row, Mapping.Json);
        foreach (var property in was.RootElement.EnumerateObject())
        {
            if (!now.TryGetProperty(property.Name, out var says) || CanonicalJson.Of(says.GetRawText()) != CanonicalJson.Of(property.Value.GetRawText()))
            {
                yield return $"{property.Name} is {says}, was {property.Value} when it was {did}";
            }
        }

        if (!string.Equals(said, stored, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"its file has the SHA-256 {stored ?? "nothing"}, the row says {said}";
        }
    }
}
