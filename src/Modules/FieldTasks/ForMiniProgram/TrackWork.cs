using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks.ForMiniProgram;

/// <summary>The phone's places during the work, ordered by its clock (FLD-32).</summary>
internal static class TrackWork
{
    private const int MostAtOnce = 1000;

    /// <summary>A week of half minutes; nobody who reviews looks at more.</summary>
    private const int MostOfTask = 20_000;

    public sealed record Point(double Latitude, double Longitude, double? AccuracyMetres, CoordinateSystem? System, DateTimeOffset At);
    public sealed record Request(IReadOnlyList<Point?>? Points);
    /// <param name="Known">Stored before, or of no use.</param>
    public sealed record Response(int Stored, int Known);

    public static void Map(RouteGroupBuilder miniProgram) => miniProgram.MapPost("/tasks/{id:guid}/track", Handle).For(Role.Operator, Role.ProjectLead);

    private static async Task<Response> Handle(
        Guid id, Request request, AppDb db, CurrentActor actor, IRegionPolicies policies, TimeProvider time, CancellationToken ct)
    {
        var task = await db.Set<FieldTask>().AsNoTracking().Include(t => t.Consents).Own(id, actor.Required, ct);
        task.TrackMustBeWanted(policies.For(task.Region).Approval);
        var points = request.Points?.OfType<Point>().ToList() ?? [];
        if (points.Count > MostAtOnce)
        {
            throw new RuleBroken(FieldTaskProblems.TooManyPoints);
        }

        // What cannot be of this work is not kept, and the phone that sends it has no more to do with it.
        var now = time.GetUtcNow();
        var sent = points.Select(p => TrackPoint.Of(
            id, p.At, new ReportedPosition(p.Latitude, p.Longitude, p.AccuracyMetres, p.System ?? CoordinateSystem.Gcj02).ToWgs84(), now))
            .DistinctBy(p => p.At).Where(p => task.MayHaveSeen(p.At, now)).ToList();
        var instants = sent.Select(p => p.At).ToList();
        var known = await db.Set<TrackPoint>().Where(p => p.TaskId == id && instants.Contains(p.At)).Select(p => p.At).ToListAsync(ct);
        var room = MostOfTask - await db.Set<TrackPoint>().CountAsync(p => p.TaskId == id, ct);
        var fresh = sent.Where(p => !known.Contains(p.At)).Take(Math.Max(0, room)).ToList();
        db.AddRange(fresh);
        return new Response(fresh.Count, points.Count - fresh.Count);
    }
}
