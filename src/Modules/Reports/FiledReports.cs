using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports;

/// <summary>What a report says at the moment of filing, property by property; it goes into the audit entry, and with it into the chain.</summary>
internal static class FiledSnapshot
{
    /// <summary>Every stored property, also those that later versions of the program add.</summary>
    public static SortedDictionary<string, string?> Of(AppDb db, Report report)
    {
        var snapshot = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var property in db.Entry(report).Properties.Where(p => !p.Metadata.IsConcurrencyToken && !p.Metadata.IsShadowProperty()))
        {
            snapshot[JsonNamingPolicy.CamelCase.ConvertName(property.Metadata.Name)] = Says(property.CurrentValue);
        }

        return snapshot;
    }

    private static string? Says(object? value) => value switch
    {
        null => null,
        string text => text,
        // PostgreSQL keeps microseconds.
        DateTimeOffset at => new DateTime(at.UtcTicks / 10 * 10, DateTimeKind.Utc).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        IEnumerable<Guid> ids => string.Join(' ', ids),
        IFormattable plain => plain.ToString(value is DateOnly ? "O" : null, CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        _ => CanonicalJson.Of(JsonSerializer.Serialize(value, Mapping.Json)),
    };
}

/// <summary>FIL-05: every filed report still says what it said when it was filed, its file is the one that was filed, and none is gone.</summary>
internal sealed class FiledReportsCheck(AppDb db) : IAuditCheck
{
    public const string Act = "report.filed";
    private const int Portion = 200;

    public string Name => "report";

    public async IAsyncEnumerable<AuditFinding> Run(AuditLook look, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = Guid.Empty; ;)
        {
            var entries = await db.Set<AuditEntry>().AsNoTracking().Where(e => e.Act == Act && e.Id.CompareTo(after) > 0).OrderBy(e => e.Id).Take(Portion).ToListAsync(ct);
            if (entries.Count == 0)
            {
                break;
            }

            after = entries[^1].Id;
            var ids = entries.Select(e => e.SubjectId).ToList();
            var reports = await db.Set<Report>().AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
            foreach (var entry in entries)
            {
                look.Count("filed reports");
                foreach (var finding in await Differences(entry, reports.GetValueOrDefault(entry.SubjectId), ct))
                {
                    yield return finding;
                }
            }
        }

        var unrecorded = db.Set<Report>().Where(r => r.State == ReportState.Filed && !db.Set<AuditEntry>().Any(e => e.Act == Act && e.SubjectId == r.Id));
        await foreach (var number in unrecorded.Select(r => r.Number).AsAsyncEnumerable().WithCancellation(ct))
        {
            yield return new AuditFinding(Name, number, "it is marked as filed, but nobody ever filed it");
        }
    }

    private async Task<IReadOnlyList<AuditFinding>> Differences(AuditEntry entry, Report? report, CancellationToken ct)
    {
        var filed = JsonSerializer.Deserialize<Dictionary<string, string?>>(entry.After ?? "{}", Mapping.Json)!;
        var number = filed.GetValueOrDefault("number") ?? entry.SubjectId.ToString();
        if (report is null)
        {
            return [new AuditFinding(Name, number, $"it was filed on {ChinaTime.Local(entry.At):yyyy-MM-dd HH:mm} by {entry.ActorName}, and is gone")];
        }

        var now = FiledSnapshot.Of(db, report);
        var found = filed.Where(was => now.GetValueOrDefault(was.Key) != was.Value)
            .Select(was => new AuditFinding(Name, number, $"{was.Key} is {Shown(now.GetValueOrDefault(was.Key))}, was {Shown(was.Value)} when it was filed")).ToList();
        var file = await db.Set<StoredObject>().Where(o => o.Id == report.ObjectId).Select(o => o.Sha256).FirstOrDefaultAsync(ct);
        if (!string.Equals(file, report.FileSha256, StringComparison.OrdinalIgnoreCase))
        {
            found.Add(new AuditFinding(Name, number, $"its file has the SHA-256 {Shown(file)}, the report says {Shown(report.FileSha256)}"));
        }

        return found;
    }

    private static string Shown(string? value) => value is null ? "nothing" : $"\"{(value.Length > 120 ? value[..120] + "…" : value)}\"";
}
