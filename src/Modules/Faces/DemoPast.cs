using Microsoft.EntityFrameworkCore;
using WeChatService.Faces.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faces;

/// <summary>The comparisons behind the past's consents (config/demo/past.json): operator and lead, for the start and the submission.</summary>
internal sealed class DemoPast(AppDb db, DemoPictures pictures, IRegionPolicies policies, TimeProvider time) : IDemoSeed
{
    private sealed record TaskSeed(string Key, string Project, string State, int MinutesAgo, int Minutes);
    private sealed record Past(List<TaskSeed> Tasks);
    private sealed record ProjectSeed(string Key, string Region, string LeadKey, List<string> MemberKeys);
    private sealed record World(List<ProjectSeed> Projects);

    public int Order => 65;

    public async Task Seed(DemoWorld world, CancellationToken ct)
    {
        if (!world.WithPast)
        {
            return;
        }

        var month = ChinaMonth.Of(time.GetUtcNow());
        var places = (await world.Read<World>("world.json", ct)).Projects.ToDictionary(p => p.Key);
        foreach (var task in (await world.Read<Past>("past.json", ct)).Tasks.Where(t => policies.For(places[t.Project].Region).Approval.Start))
        {
            var place = places[task.Project];
            foreach (var (step, person, purpose) in new[]
            {
                ("start-asked", place.MemberKeys[0], FacePurpose.ConsentRequest), ("start-decided", place.LeadKey, FacePurpose.ConsentDecision),
                ("submit-asked", place.MemberKeys[0], FacePurpose.ConsentRequest), ("submit-decided", place.LeadKey, FacePurpose.ConsentDecision),
            })
            {
                await Compare(world, $"{task.Key}/{month}/{step}", person, purpose, time.GetUtcNow().AddMinutes(-task.MinutesAgo), ct);
            }
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task Compare(DemoWorld world, string key, string personKey, FacePurpose purpose, DateTimeOffset at, CancellationToken ct)
    {
        var id = DemoWorld.Id("comparison", key);
        if (await db.Set<FaceComparison>().AnyAsync(c => c.Id == id, ct))
        {
            return;
        }

        var enrolled = await db.Set<FaceBase>().FirstAsync(b => b.Id == DemoWorld.Id("face-base", personKey), ct);
        var photo = await pictures.Keep(world, $"portraits/{personKey}.jpg", key, ObjectKind.Selfie, enrolled.AgencyId, at, ct);
        var threshold = (double)policies.For(enrolled.Region).Face.Threshold;
        db.Add(FaceComparison.Of(id, enrolled, photo, purpose, DemoScore, threshold, "demo", Guid.Empty, at));
    }

    private const double DemoScore = 0.93;
}
