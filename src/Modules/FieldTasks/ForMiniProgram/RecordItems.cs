using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks.ForMiniProgram;

/// <summary>Stores findings, one or many that were kept while there was no network (FLD-08 … 19, 23, 39).</summary>
internal static class RecordItems
{
    private const int MostAtOnce = 200;

    public sealed record Request(IReadOnlyList<ReportedItem?>? Records);

    /// <param name="Records">In the order sent.</param>
    /// <param name="Left">Items without a record still.</param>
    public sealed record Response(IReadOnlyList<StoredRow> Records, int Left);

    /// <param name="Stored">New, Same or Changed.</param>
    /// <param name="IsFlagged">标红: the verdict differs from the measured value (FLD-19).</param>
    public sealed record StoredRow(string ClientId, Guid Id, StoredAs Stored, bool IsFlagged);

    public static void Map(RouteGroupBuilder miniProgram) => miniProgram.MapPost("/tasks/{id:guid}/records", Handle).For(Role.Operator, Role.ProjectLead);

    private static async Task<Response> Handle(
        Guid id, Request request, AppDb db, CurrentActor actor, IProjects projects, ICatalogue catalogue, IRegionPolicies policies, Photos photos,
        Ids ids, TimeProvider time, CancellationToken ct)
    {
        var reported = request.Records?.OfType<ReportedItem>().ToList() ?? [];
        MustBeSane(reported);
        var task = await db.Whole().Own(id, actor.Required, ct);
        var policy = policies.For(task.Region);
        task.MustBeOpen(policy.Approval);
        var shots = await photos.Find([.. reported.SelectMany(r => r.PhotoIds ?? [])], ct);
        var films = await photos.FindVideos([.. reported.SelectMany(r => r.VideoIds ?? [])], ct);
        var project = await projects.Find(task.ProjectId, ct) ?? throw new RuleBroken(FieldTaskProblems.NotYours);
        var count = FieldTaskRules.PhotosOf(project, policy) with
        {
            Unplaced = policy.Field.PhotoPlace ? shots.Where(s => s.Latitude is null).Select(s => s.Id).ToHashSet() : null,
            TooLarge = films.Where(f => f.Bytes > policy.Limits.VideoMb * 1024L * 1024).Select(f => f.Id).ToHashSet(),
        };
        var edition = catalogue.EditionOf(task);
        var now = time.GetUtcNow();
        var stored = reported.Select(r =>
        {
            var (facility, item) = ItemOf(task, edition, r.ItemCode);
            var sent = task.Nature == TaskNature.Mismatch ? OwnTest.InWords(r) : edition.Detection is null ? r : DetectionRules.InWords(r, item);
            var (record, how) = task.Record(ids.Next(), r.ClientId!, FindingRules.Judge(sent, facility, item, count, now), policy.Approval, now, r.Over, actor.Required.Name);
            return new StoredRow(record.ClientId, record.Id, how, record.Sheet().IsFlagged);
        }).ToList();
        return new Response(stored, task.Unrecorded().Count);
    }

    private static void MustBeSane(List<ReportedItem> reported)
    {
        if (reported.Count is 0 or > MostAtOnce)
        {
            throw new RuleBroken(reported.Count == 0 ? RecordProblems.NothingSent : RecordProblems.TooManyAtOnce);
        }

        // FLD-39: without the phone's id a resend could not be told from a second device.
        if (reported.Exists(r => r.ClientId is not { Length: > 0 and <= 64 }))
        {
            throw new RuleBroken(RecordProblems.ClientIdMissing);
        }
    }

    private static (FacilityClass Facility, TestItem Item) ItemOf(FieldTask task, CatalogueEdition edition, string? code)
    {
        if (code == OwnTest.Code && task.Nature == TaskNature.Mismatch)
        {
            return (edition.FindClass(task.ClassCodes[0])!, OwnTest.Item);
        }

        var item = code is not null && task.ItemCodes.Contains(code) ? edition.FindItem(code) : null;
        var facility = item is null ? null : task.ClassCodes.Select(edition.FindClass).FirstOrDefault(c => c?.Items.Contains(item) == true);
        return facility is null ? throw new RuleBroken(RecordProblems.ItemUnknown.With("itemCode", code)) : (facility, item!);
    }
}
