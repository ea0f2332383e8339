using Microsoft.EntityFrameworkCore;
using WeChatService.Catalogue.Contracts;
using WeChatService.Faces.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks;

/// <summary>Work of the last days in all its states (config/demo/past.json), done by the same methods as by people. Only where a past is asked for.</summary>
internal sealed class DemoPast(
    AppDb db, IPlans plans, IProjects projects, ICatalogue catalogue, IRegionPolicies policies, DemoPictures pictures, TimeProvider time) : IDemoSeed
{
    /// <param name="State">StartAsked, StartRefused, InProgress, SubmitAsked; all else is handed in here and judged by Reviews.</param>
    private sealed record TaskSeed(
        string Key, string Project, int Facilities, string State, int MinutesAgo, int Minutes, List<string> Fails, string Picture, string? Reason);

    private sealed record Past(List<TaskSeed> Tasks);
    private sealed record ProjectSeed(string Key, List<string> MemberKeys);
    private sealed record World(List<ProjectSeed> Projects);

    private const double Score = 0.93;

    public int Order => 110;

    public async Task Seed(DemoWorld world, CancellationToken ct)
    {
        if (!world.WithPast)
        {
            return;
        }

        var operators = (await world.Read<World>("world.json", ct)).Projects.ToDictionary(p => p.Key, p => p.MemberKeys[0]);
        foreach (var seed in (await world.Read<Past>("past.json", ct)).Tasks)
        {
            await Work(world, seed, operators[seed.Project], ct);
            await db.SaveChangesAsync(ct);
        }
    }

    private async Task Work(DemoWorld world, TaskSeed seed, string operatorKey, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var key = $"{seed.Key}/{ChinaMonth.Of(now)}";
        var (id, worker) = (DemoWorld.Id("task", key), DemoWorld.Id("person", operatorKey));
        if (await db.Set<FieldTask>().AnyAsync(t => t.Id == id, ct)
            || await projects.Sheet(DemoWorld.Id("project", seed.Project), ct) is not { } sheet
            || await plans.OfMonth(sheet.Project.Id, ChinaMonth.Of(now), ct) is not { } plan)
        {
            return;
        }

        var codes = plan.Items.Where(i => i.WaitsFor(worker)).Select(i => i.ClassCode).Take(seed.Facilities).ToList();
        if (codes.Count < seed.Facilities)
        {
            return;
        }

        var (policy, begun) = (policies.For(sheet.Project.Region), now.AddMinutes(-seed.MinutesAgo));
        await plans.Take(plan.Id, codes, worker, id, ct);
        var number = await db.Set<FieldTask>().CountAsync(t => t.PlanId == plan.Id, ct) + 1;
        var edition = catalogue.EditionFor(sheet.Project);
        var task = FieldTask.Take(id, plan, sheet.Project, worker, codes, FieldTaskRules.ContentOf(plan, edition, codes), number, begun.AddMinutes(-10));
        db.Add(task);
        var place = Middle(sheet.Fence);
        ProvenPresence Proof(string step, DateTimeOffset at) => new(
            new SiteEvidence(at, place, true, 24, Score, (double)policy.Face.Threshold, [DemoPictures.IdOf($"{key}/{step}")]),
            new Identified(new FaceOutcome(DemoWorld.Id("comparison", $"{key}/{step}"), Score, (double)policy.Face.Threshold), null));
        var names = catalogue.NamesOf(task);
        if (policy.Approval.Start)
        {
            var asked = task.Ask(DemoWorld.Id("consent", $"{key}/start"), ConsentKind.Start, Proof("start-asked", begun.AddMinutes(-6)), policy.Approval, names);
            switch (seed.State)
            {
                case "StartAsked": return;
                case "StartRefused": task.Refuse(asked, sheet.Project.LeadId, seed.Reason, begun); return;
                default: task.Grant(asked, sheet.Project.LeadId, Proof("start-decided", begun.AddMinutes(-2))); break;
            }
        }

        await Begin(world, seed, key, operatorKey, task, place, policy, begun, ct);
        var done = begun.AddMinutes(seed.Minutes);
        if (seed.State == "InProgress")
        {
            return;
        }

        if (!policy.Approval.Submit)
        {
            task.Submit(policy.Approval, names, done);
            db.Announce(task.Announcement());
            return;
        }

        var submit = task.Ask(DemoWorld.Id("consent", $"{key}/submit"), ConsentKind.Submit, Proof("submit-asked", done.AddMinutes(-5)), policy.Approval, names);
        if (seed.State != "SubmitAsked")
        {
            task.Grant(submit, sheet.Project.LeadId, Proof("submit-decided", done));
            db.Announce(task.Announcement());
        }
    }

    /// <summary>Start photos, records with a picture where something fails, and a walk around the middle of the fence.</summary>
    private async Task Begin(
        DemoWorld world, TaskSeed seed, string key, string operatorKey, FieldTask task, Position place, RegionPolicy policy, DateTimeOffset begun, CancellationToken ct)
    {
        async Task<Guid> Picture(string file, string name, ObjectKind kind) =>
            (await pictures.Keep(world, file, $"{key}/{name}", kind, task.AgencyId, begun, ct)).Id;
        var selfie = await Picture($"portraits/{operatorKey}.jpg", "selfie", ObjectKind.Selfie);
        var shown = new StartPhotos(selfie, await Picture("photos/entrance.jpg", "entrance", ObjectKind.SignIn), await Picture("photos/controller.jpg", "controller", ObjectKind.Controller));
        task.Begin(shown, "海湾", new SiteEvidence(begun, place, true, 24, null, null, [selfie]), policy, begun);
        var finding = await Picture($"photos/{seed.Picture}.jpg", "finding", ObjectKind.Item);
        var edition = catalogue.EditionOf(task);
        var (left, span) = (new Queue<string>(seed.Fails), seed.State == "InProgress" ? Math.Max(1, task.ItemCodes.Count / 2) : task.ItemCodes.Count);
        for (var i = 0; i < span; i++)
        {
            var item = edition.FindItem(task.ItemCodes[i])!;
            var facility = task.ClassCodes.Select(edition.FindClass).First(c => c!.Items.Contains(item))!;
            var at = begun.AddSeconds((i + 1) * Math.Max(60, seed.Minutes * 60.0) / (span + 2));
            var fails = left.TryDequeue(out var text);
            var sent = new ReportedItem(
                $"{key}-{i}", item.Code, true, null, null, fails ? ItemVerdict.Fails : ItemVerdict.Conforms, fails ? text : "外观完好，动作正常", null,
                fails || i == 0 ? [finding] : null, null, at);
            task.Record(DemoWorld.Id("record", $"{key}/{i}"), sent.ClientId!, FindingRules.Judge(sent, facility, item, new PhotoCount(0, policy.Limits.PhotosPerItem), at), policy.Approval, at);
        }

        for (var i = 0; i < 12; i++)
        {
            var step = place with { Latitude = place.Latitude + 0.00008 * Math.Sin(i), Longitude = place.Longitude + 0.00008 * Math.Cos(i) };
            db.Add(TrackPoint.Of(task.Id, begun.AddMinutes(1 + i * Math.Max(seed.Minutes, 24) / 14.0), step, begun));
        }
    }

    private static Position Middle(IReadOnlyList<FencePoint> fence) => new(fence.Average(p => p.Latitude), fence.Average(p => p.Longitude), 15);
}
