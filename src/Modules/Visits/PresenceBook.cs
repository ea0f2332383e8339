using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Visits;

/// <summary>
/// Who is on site today: by the check-in where the profile has one (CHK-05), else by the work itself, from the start of a task to its
/// submission. One person at one place counts once.
/// </summary>
internal sealed class PresenceBook(AppDb db, IProjects projects, IFieldTasks tasks, TimeProvider time)
{
    /// <summary>An agency has no more people at work on a day than this.</summary>
    private const int MostVisits = 1000;

    /// <param name="now">True: still there, longest first; false: left today, latest first.</param>
    public async Task<IReadOnlyList<Presence>> Today(bool now, CancellationToken ct)
    {
        var reach = await projects.Reach(ct);
        var begins = ChinaTime.StartOf(time.Today());
        var visits = await VisitsOf(reach, begins, ct);
        var work = await tasks.BegunSince(reach, begins, ct);
        var checkedIn = visits.Select(v => (v.PersonId, v.ProjectId)).ToHashSet();
        var all = visits.Concat(work.Where(w => !checkedIn.Contains((w.OperatorId, w.ProjectId))).GroupBy(w => (w.OperatorId, w.ProjectId)).Select(Merge));
        return now
            ? [.. all.Where(p => p.LeftAt is null).OrderBy(p => p.StartedAt).ThenBy(p => p.PersonId)]
            : [.. all.Where(p => p.LeftAt is not null).OrderByDescending(p => p.LeftAt).ThenBy(p => p.PersonId)];
    }

    public Task<IReadOnlyDictionary<Guid, TrackSheet>> LastSeen(IEnumerable<Presence> presences, CancellationToken ct) =>
        tasks.LastSeen([.. presences.Select(p => p.TaskId).OfType<Guid>()], ct);

    private async Task<IReadOnlyList<Presence>> VisitsOf(ProjectReach reach, DateTimeOffset begins, CancellationToken ct)
    {
        // CHK-10: nobody is there longer than a day; the house ends what was forgotten.
        var eve = begins.AddDays(-2);
        var (ids, visits) = (reach.Ids, db.Set<Visit>().AsNoTracking().Where(v => v.StartedAt >= eve && (v.EndedAt == null || v.StartedAt >= begins)));
        var found = await (ids is null ? visits : visits.Where(v => ids.Contains(v.ProjectId)))
            .OrderByDescending(v => v.StartedAt).Take(MostVisits).ToListAsync(ct);
        // Who came twice today is shown where he is now.
        return [.. found.GroupBy(v => (v.PersonId, v.ProjectId)).Select(g => g.MaxBy(v => v.StartedAt)!).Select(v => new Presence(
            v.Id, null, v.PersonId, v.ProjectId, v.StartedAt, v.EndedAt, v.Start.Inside, v.Start.DistanceMetres, v.Start.Score))];
    }

    /// <summary>Several tasks of one person at one place: since the first; left when the last was handed in.</summary>
    private static Presence Merge(IEnumerable<WorkCard> of)
    {
        var tasks = of.OrderBy(w => w.StartedAt).ToList();
        var (first, last) = (tasks[0], tasks[^1]);
        var left = tasks.Exists(w => w.SubmittedAt is null) ? null : tasks.Max(w => w.SubmittedAt);
        return new Presence(
            null, last.TaskId, first.OperatorId, first.ProjectId, first.StartedAt, left, last.Start?.Inside ?? false, last.Start?.DistanceMetres ?? 0,
            last.Start?.Score);
    }
}
