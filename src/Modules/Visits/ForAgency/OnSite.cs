using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatService.Kernel;

namespace WeChatService.Visits.ForAgency;

/// <summary>今天在现场: who is at work where, since when, and who was there today and has left (CHK-05, CHK-15, FLD-32).</summary>
internal static class OnSite
{
    public enum Which { Now, Left }

    /// <param name="VisitId">The check-in, where the profile has them; else <paramref name="TaskId"/> is the work that says so.</param>
    /// <param name="Score">Of the face comparison at the check-in, 0–1; null where none is asked there.</param>
    /// <param name="LastSeenAt">When the phone last reported a place (FLD-32).</param>
    public sealed record Row(
        Guid? VisitId, Guid? TaskId, Guid PersonId, string PersonName, PhotoLink? Portrait, Guid ProjectId, string ProjectName, DateTimeOffset StartedAt,
        DateTimeOffset? LeftAt, bool InsideFence, double DistanceMetres, double? Score, DateTimeOffset? LastSeenAt);

    public static void Map(RouteGroupBuilder door) => door.MapGet("/visits/on-site", Handle);

    private static async Task<Page<Row>> Handle(
        Which? state, [AsParameters] PageRequest page, PresenceBook presences, VisitSheets sheets, Photos photos, CancellationToken ct)
    {
        var found = await presences.Today(state != Which.Left, ct);
        var shown = found.Skip(page.Skip).Take(page.Take).ToList();
        var names = await sheets.NamesOf(shown, ct);
        var seen = await presences.LastSeen(shown, ct);
        return page.Of<Row>([.. shown.Select(p => new Row(
            p.VisitId, p.TaskId, p.PersonId, names.Person(p.PersonId), names.Portrait(p.PersonId, photos), p.ProjectId, names.Project(p.ProjectId),
            p.StartedAt, p.LeftAt, p.Inside, p.DistanceMetres, p.Score, p.TaskId is { } task ? seen.GetValueOrDefault(task)?.At : null))], found.Count);
    }
}
