using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Reports.Ports;
using WeChatService.Visits.Contracts;

namespace WeChatService.Reports.Composing;

/// <summary>The report's photos with their fingerprints and watermark lines.</summary>
internal sealed class PhotoBook
{
    private sealed record Entry(string Sha256, DateTimeOffset At);

    private readonly Dictionary<Guid, Entry> _entries;

    private PhotoBook(Dictionary<Guid, Entry> entries) => _entries = entries;

    public static async Task<PhotoBook> Of(AppDb db, IReadOnlyList<TaskSheet> tasks, IReadOnlyList<VisitCard> visits, IReadOnlyList<FaultTaskCard> repairs, CancellationToken ct)
    {
        var ids = tasks.SelectMany(t => t.Records.SelectMany(r => r.PhotoIds).Concat(Own(t)))
            .Concat(visits.Select(v => v.StartPhotoId)).Concat(repairs.SelectMany(r => r.PhotoIds)).Distinct().ToList();
        var entries = await db.Set<StoredObject>().Where(o => ids.Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, o => new Entry(o.Sha256, o.TakenAt ?? o.UploadedAt), ct);
        return new PhotoBook(entries);
    }

    /// <summary>A book without photos.</summary>
    public static PhotoBook Empty { get; } = new([]);

    /// <summary>Null if the photo is unknown: it is then left out, and counted nowhere.</summary>
    public ReportPhoto? Find(Guid? id, string label, string second) =>
        id is { } known && _entries.GetValueOrDefault(known) is { } entry
            ? new ReportPhoto(known, entry.Sha256, label, [ChinaTime.Local(entry.At).ToString("yyyy-MM-dd HH:mm:ss"), second])
            : null;

    public IReadOnlyList<ReportPhoto> Find(IEnumerable<Guid> ids, string label, string second) =>
        [.. ids.Select(id => Find(id, label, second)).OfType<ReportPhoto>()];

    private static IEnumerable<Guid> Own(TaskSheet task) =>
        new[] { task.SelfiePhotoId, task.SignInPhotoId, task.ControllerPhotoId }.OfType<Guid>()
            .Concat(task.Consents.SelectMany(c => c.Asked.PhotoIds.Concat(c.Decided?.PhotoIds ?? [])));
}
