using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks.ForMiniProgram;

/// <summary>The operator's own tasks, and one with everything that recording needs, offline too (FLD-04, 20, 23, 25, 38).</summary>
internal static class ReadTasks
{
    public sealed record Row(
        Guid Id, string Name, Guid PlanId, Guid ProjectId, string ProjectName, FieldTaskState State, int Facilities, int Items, int Records,
        DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? SubmittedAt, string? ReturnReason, TaskNature Nature);

    /// <param name="Limit">As a person reads it; null where no number is sourced.</param>
    /// <param name="Limits">The same for the phone, which proposes a verdict without a network (FLD-19, 23).</param>
    public sealed record Question(string Key, string Text, AnswerKind Kind, IReadOnlyList<string> Options, string? Unit, string? Limit, IReadOnlyList<Limit> Limits);

    public sealed record RecordRow(
        Guid Id, string ClientId, bool CanInspect, CannotReason? CannotReason, ItemVerdict Verdict, string Text, IReadOnlyList<AnswerSheet> Answers,
        IReadOnlyList<PhotoLink> Photos, bool IsFlagged, DateTimeOffset ClientTime, DateTimeOffset StoredAt, DetectionResult? Result, int? Positions,
        int UnplacedPhotos, IReadOnlyList<PhotoLink> Videos, string? ByName, string? Device);

    /// <param name="Do">What is to be done, in words (FLD-20).</param>
    /// <param name="Remark">What the reviewer wants corrected here (REV-05).</param>
    public sealed record ItemRow(
        string Code, string Letter, string Name, string Do, string ClassCode, string ClassName, string SystemName, IReadOnlyList<Question> Questions,
        bool Recorded, IReadOnlyList<RecordRow> Records, string? SubItemCode, string? Remark);

    /// <param name="Positions">Counted on site; its items may take it over (FLD-18).</param>
    public sealed record SubItemRow(string Code, string Name, string ClassCode, int? Positions);

    public sealed record ConsentRow(Guid Id, ConsentKind Kind, ConsentState State, DateTimeOffset AskedAt, DateTimeOffset? DecidedAt, string? Reason);

    /// <param name="StartNeeds">What the start asks for here (FLD-05).</param>
    /// <param name="SubItems">Of a detection that is recorded item by item: its items have one of the results (FLD-16); else empty.</param>
    /// <param name="PhotosAtLeast">Of each item (FLD-17).</param>
    /// <param name="VideosAtMost">Short films of each item (FLD-14), none larger than <paramref name="VideoMb"/>.</param>
    /// <param name="Judged">Its items have one of the four results of a detection (FLD-16).</param>
    /// <param name="PhotosSuffice">It can be submitted without records (FLD-34).</param>
    /// <param name="NeedsStartConsent">The lead must consent before it can begin, and has not yet (APR-05).</param>
    public sealed record Detail(
        Guid Id, string Name, FieldTaskState State, int Version, Guid PlanId, Guid ProjectId, string ProjectName, string Address,
        IReadOnlyList<string> ClassCodes, DateTimeOffset? StartedAt, DateTimeOffset? SubmittedAt, string? ControllerBrand, SiteEvidence? Start,
        IReadOnlyList<StartEvidence> StartNeeds, bool NeedsStartConsent, bool NeedsSubmitConsent, int TrackIntervalSeconds, string? ReturnReason,
        int Recorded, IReadOnlyList<string> CannotReasons, IReadOnlyList<ItemRow> Items, IReadOnlyList<ConsentRow> Consents,
        IReadOnlyList<SubItemRow> SubItems, TaskNature Nature, int PhotosAtLeast, int PhotosAtMost, int VideosAtMost, int VideoMb, bool Judged,
        bool PhotosSuffice);

    public static void Map(RouteGroupBuilder miniProgram)
    {
        miniProgram.MapGet("/tasks", List).For(Role.Operator, Role.ProjectLead);
        miniProgram.MapGet("/tasks/{id:guid}", Show).For(Role.Operator, Role.ProjectLead);
    }

    private static async Task<Page<Row>> List(
        FieldTaskState[]? state, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, IProjects projects, CancellationToken ct)
    {
        var me = actor.Required.PersonId;
        var tasks = db.Set<FieldTask>().AsNoTracking().Where(t => t.OperatorId == me && (state == null || state.Length == 0 || state.Contains(t.State)));
        var total = await tasks.CountAsync(ct);
        var rows = await tasks.OrderByDescending(t => t.CreatedAt).ThenBy(t => t.Id).Skip(page.Skip).Take(page.Take)
            .Select(t => new { Task = t, Records = t.Records.Count }).ToListAsync(ct);
        var names = (await projects.Find([.. rows.Select(r => r.Task.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id, p => p.Name);
        return page.Of<Row>([.. rows.Select(r => new Row(
            r.Task.Id, r.Task.Name, r.Task.PlanId, r.Task.ProjectId, names.GetValueOrDefault(r.Task.ProjectId, ""), r.Task.State,
            r.Task.ClassCodes.Count, r.Task.ItemCodes.Count, r.Records, r.Task.CreatedAt, r.Task.StartedAt, r.Task.SubmittedAt,
            r.Task.ReturnReason, r.Task.Nature))], total);
    }

    private static async Task<Detail> Show(
        Guid id, AppDb db, CurrentActor actor, IProjects projects, ICatalogue catalogue, IRegionPolicies policies, Photos photos, CancellationToken ct)
    {
        var task = await db.Whole().AsNoTracking().Own(id, actor.Required, ct);
        var project = await projects.Find(task.ProjectId, ct) ?? throw new RuleBroken(FieldTaskProblems.NotYours);
        var policy = policies.For(task.Region);
        var edition = catalogue.EditionOf(task);
        var granted = task.Consents.Any(c => c is { Kind: ConsentKind.Start, State: ConsentState.Granted });
        var records = task.Records.ToLookup(r => r.ItemCode);
        var subItems = DetectionRules.SubItemsOf(edition, task);
        var subItemOf = subItems.SelectMany(s => s.Items.Select(i => (i.Code, Sub: s.Code))).ToDictionary(p => p.Code, p => p.Sub);
        return new Detail(
            task.Id, task.Name, task.State, task.Version, task.PlanId, task.ProjectId, project.Name, project.Address, task.ClassCodes,
            task.StartedAt, task.SubmittedAt, task.ControllerBrand, task.Start, policy.Field.StartPhotos, policy.Approval.Start && !granted,
            policy.Approval.Submit, policy.Field.TrackIntervalSeconds, task.ReturnReason, task.ItemCodes.Count - task.Unrecorded().Count,
            edition.CannotReasons,
            [
                .. task.ClassCodes.Select(edition.FindClass).OfType<FacilityClass>()
                    .SelectMany(c => OwnTest.ItemsOf(task, c).Select(i => ItemOf(i, c, records[i.Code], photos, subItemOf.GetValueOrDefault(i.Code), task))),
            ],
            [.. task.Consents.OrderByDescending(c => c.AskedAt).Select(c => new ConsentRow(c.Id, c.Kind, c.State, c.AskedAt, c.DecidedAt, c.Reason))],
            [.. subItems.Select(s => new SubItemRow(
                s.Code, s.Name, edition.Detection!.Singles.First(single => single.SubItems.Contains(s)).Code,
                task.Positions.Find(p => p.SubItemCode == s.Code)?.Count))],
            task.Nature, FieldTaskRules.PhotosOf(project, policy).AtLeast, policy.Limits.PhotosPerItem, policy.Limits.VideosPerItem, policy.Limits.VideoMb,
            edition.Detection is not null, FieldTaskRules.PhotosSuffice(project, policy));
    }

    private static ItemRow ItemOf(TestItem item, FacilityClass facility, IEnumerable<ItemRecord> records, Photos photos, string? subItemCode, FieldTask task)
    {
        List<RecordRow> rows =
        [
            .. records.OrderBy(r => r.ClientTime).Select(r => r.Sheet()).Select(r => new RecordRow(
                r.Id, r.ClientId, r.CanInspect, r.CannotReason, r.Verdict, r.Text, r.Answers, photos.Links(r.PhotoIds), r.IsFlagged, r.ClientTime, r.StoredAt,
                subItemCode is null ? null : r.Result, r.Positions, r.UnplacedPhotos, photos.Links(r.VideoIds), r.ByName, r.Device)),
        ];
        return new ItemRow(
            item.Code, item.Letter, item.Name, item.Do, facility.Code, facility.Name, facility.SystemName,
            [
                .. item.Questions.Select((q, index) => new Question(
                    FindingRules.KeyOf(index), q.Text, q.Kind, q.Options, q.Unit, FindingRules.SaysOf(FindingRules.LimitsOf(item, q)), FindingRules.LimitsOf(item, q))),
            ],
            rows.Count > 0, rows, subItemCode, task.ReturnRemarks.Find(r => r.ItemCode == item.Code)?.Remark);
    }
}
