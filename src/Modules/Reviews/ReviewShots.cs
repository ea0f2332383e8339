using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using static WeChatService.Reviews.ForAgency.ShowReview;

namespace WeChatService.Reviews;

/// <summary>A task's photos with what their watermarks say, read in one query and measured against the fence (FLD-40).</summary>
internal sealed class ReviewShots(IReadOnlyDictionary<Guid, Shot> shots, Photos photos)
{
    public Shot? Find(Guid? id) => id is { } known ? shots.GetValueOrDefault(known) : null;

    public IReadOnlyList<Shot> Find(IEnumerable<Guid> ids) => [.. ids.Select(id => Find(id)).OfType<Shot>()];

    public IReadOnlyList<PhotoLink> Films(IEnumerable<Guid> ids) => photos.Links(ids);

    public static async Task<ReviewShots> Of(TaskSheet task, AppDb db, IProjects projects, Photos photos, CancellationToken ct)
    {
        var wanted = task.Records.SelectMany(r => r.PhotoIds).Concat(new[] { task.SelfiePhotoId, task.SignInPhotoId, task.ControllerPhotoId }.OfType<Guid>())
            .Distinct().ToList();
        var marks = wanted.Count == 0 ? [] : await db.Set<StoredObject>().AsNoTracking().Where(o => wanted.Contains(o.Id))
            .Select(o => new { o.Id, o.TakenAt, o.Latitude, o.Longitude, o.AccuracyMetres }).ToListAsync(ct);
        var placed = marks.Where(m => m is { Latitude: not null, Longitude: not null }).ToList();
        var readings = placed.Count == 0 ? []
            : await projects.Measure(task.ProjectId, [.. placed.Select(m => new Position(m.Latitude!.Value, m.Longitude!.Value, m.AccuracyMetres ?? 0))], ct);
        var byId = placed.Zip(readings).ToDictionary(p => p.First.Id, p => p.Second);
        return new ReviewShots(marks.ToDictionary(m => m.Id, m =>
        {
            var reading = byId.GetValueOrDefault(m.Id);
            return new Shot(m.Id, photos.Link(m.Id).Link, m.TakenAt, reading?.Inside, reading?.DistanceMetres);
        }), photos);
    }
}
