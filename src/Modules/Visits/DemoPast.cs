using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Visits;

/// <summary>Who is on site now and who was there (config/demo/past.json), where the profile has check-ins.</summary>
internal sealed class DemoPast(AppDb db, IProjects projects, IRegionPolicies policies, DemoPictures pictures, TimeProvider time) : IDemoSeed
{
    /// <param name="Minutes">How long; null: still there.</param>
    private sealed record VisitSeed(string Key, string Project, string Person, int MinutesAgo, int? Minutes, string Picture);

    private sealed record Past(List<VisitSeed> Visits);

    private const double Score = 0.94;

    public int Order => 120;

    public async Task Seed(DemoWorld world, CancellationToken ct)
    {
        if (!world.WithPast)
        {
            return;
        }

        foreach (var seed in (await world.Read<Past>("past.json", ct)).Visits)
        {
            await Visit(world, seed, ct);
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task Visit(DemoWorld world, VisitSeed seed, CancellationToken ct)
    {
        var key = $"{seed.Key}/{time.Today():yyyy-MM-dd}";
        var (id, person) = (DemoWorld.Id("visit", key), DemoWorld.Id("person", seed.Person));
        if (await db.Set<Visit>().AnyAsync(v => v.Id == id || (seed.Minutes == null && v.PersonId == person && v.EndedAt == null), ct)
            || await projects.Sheet(DemoWorld.Id("project", seed.Project), ct) is not { } sheet)
        {
            return;
        }

        var (policy, from) = (policies.For(sheet.Project.Region), time.GetUtcNow().AddMinutes(-seed.MinutesAgo));
        var place = new Position(sheet.Fence.Average(p => p.Latitude), sheet.Fence.Average(p => p.Longitude), 18);
        async Task<CheckIn> Proof(string step, DateTimeOffset at) => new(
            at, place, true, 38, Score, (double)policy.Face.Threshold,
            (await pictures.Keep(world, $"portraits/{seed.Person}.jpg", $"{key}/{step}", ObjectKind.Selfie, sheet.Project.AgencyId, at, ct)).Id,
            DemoWorld.Id("comparison", $"{key}/{step}"));
        var visit = Visits.Visit.Begin(id, sheet.Project, person, await Proof("visit-start", from));
        db.Add(visit);
        if (seed.Minutes is { } minutes)
        {
            visit.Finish(await Proof("visit-end", from.AddMinutes(minutes)), policy.Checkin);
        }
        else
        {
            // CHK-10: as after a real start, the house ends what nobody ends.
            db.Enqueue(new CloseVisit(id), id.ToString(), from.AddHours(policy.Checkin.MaxHours).AddSeconds(1));
        }
    }
}
