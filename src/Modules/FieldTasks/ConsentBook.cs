using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Faces.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.FieldTasks;

/// <summary>人, 位, 时, 像: what the evidence strip shows of one side of a consent (APR-12).</summary>
/// <param name="EvidenceId">The stored comparison, or the proof of the second way.</param>
/// <param name="WitnessName">非人脸: who bore witness; then there is no score.</param>
/// <param name="Portrait">The approved base photo that the picture was compared with.</param>
internal sealed record ConsentEvidence(
    string Name, double? Score, double? Threshold, Position Position, bool InsideFence, double DistanceMetres, DateTimeOffset StartedAt, int Photos,
    IReadOnlyList<PhotoLink> Pictures, PhotoLink? Portrait, Guid EvidenceId, string? WitnessName);

/// <summary>One side in a list: 人 and 位 in figures; 非人脸 names the witness instead of a score.</summary>
internal sealed record ConsentFigures(double? Score, bool InsideFence, double DistanceMetres, string? WitnessName);

/// <param name="AskedAt">The phone's time if <paramref name="IsOffline"/>; <paramref name="ReceivedAt"/> is ours (APR-13).</param>
internal sealed record ConsentRow(
    Guid Id, ConsentKind Kind, ConsentState State, Guid TaskId, string TaskName, Guid ProjectId, string ProjectName, string OperatorName,
    DateTimeOffset AskedAt, DateTimeOffset ReceivedAt, bool IsOffline, ConsentFigures Asked, DateTimeOffset? DecidedAt, string? DecidedByName,
    ConsentFigures? Decided, string? Reason);

/// <param name="Records">What the task holds so far; <paramref name="Failures"/> of them 不符合.</param>
/// <param name="MayDecide">The reader is the one who handles it, and it waits (APR-10).</param>
/// <param name="SecondWay">Whom the face service does not recognise may prove himself by codes and a witness (PEO-31).</param>
internal sealed record ConsentDetail(
    Guid Id, ConsentKind Kind, ConsentState State, Guid TaskId, string TaskName, Guid ProjectId, string ProjectName, string Address,
    string OperatorName, DateTimeOffset AskedAt, DateTimeOffset ReceivedAt, bool IsOffline, int Facilities, int Records, int Failures,
    ConsentEvidence Operator, IReadOnlyList<FencePoint> Fence, DateTimeOffset? DecidedAt, string? DecidedByName, string? Reason,
    ConsentEvidence? Decider, bool MayDecide, bool SecondWay);

/// <summary>Which consents a list shows.</summary>
/// <param name="Handled">查看提交申请处理 (APR-08): true those decided, false those that wait.</param>
internal sealed record ConsentQuery(ConsentState? State, ConsentKind? Kind, bool? Handled, Guid? ProjectId, Guid? TaskId);

/// <summary>Consents as lead, administrator and authority read them, written once for all their doors (APR-08, APR-12).</summary>
internal sealed class ConsentBook(AppDb db, IProjects projects, IPeople people, IIdentities identities, Photos photos, CurrentActor actor)
{
    /// <summary>What waits: longest first; what is handled: latest first.</summary>
    public async Task<Page<ConsentRow>> List(ConsentQuery query, ProjectReach reach, PageRequest page, CancellationToken ct)
    {
        var consents = Among(db.Set<Consent>().AsNoTracking(), query, reach);
        var total = await consents.CountAsync(ct);
        var waiting = query.State == ConsentState.Pending || query.Handled == false;
        var ordered = waiting ? consents.OrderBy(c => c.AskedAt).ThenBy(c => c.Id) : consents.OrderByDescending(c => c.AskedAt).ThenBy(c => c.Id);
        var rows = await ordered.Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var taskIds = rows.ConvertAll(c => c.TaskId);
        var tasks = await db.Set<FieldTask>().Where(t => taskIds.Contains(t.Id)).Select(t => new { t.Id, t.Name }).ToDictionaryAsync(t => t.Id, t => t.Name, ct);
        var places = (await projects.Find([.. rows.Select(c => c.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id, p => p.Name);
        var names = await NamesOf(rows, ct);
        return page.Of<ConsentRow>([.. rows.Select(c => new ConsentRow(
            c.Id, c.Kind, c.State, c.TaskId, tasks.GetValueOrDefault(c.TaskId, ""), c.ProjectId, places.GetValueOrDefault(c.ProjectId, ""),
            names.GetValueOrDefault(c.AskedBy)?.Name ?? "", c.AskedAt, c.ReceivedAt, c.IsOffline, Figures(c.Asked)!, c.DecidedAt,
            c.DecidedBy is { } by ? names.GetValueOrDefault(by)?.Name : null, Figures(c.Decided), c.Reason))], total);
    }

    /// <exception cref="RuleBroken">Nobody of this door sees it: 404; another's project: 403 (APR-10).</exception>
    public async Task<ConsentDetail> Show(Guid id, ProjectReach reach, CancellationToken ct)
    {
        var c = await db.Set<Consent>().AsNoTracking().FirstOrDefaultAsync(x => x.Id == id, ct) ?? throw new RuleBroken(ConsentProblems.NotYours);
        var sheet = await projects.Sheet(c.ProjectId, ct) ?? throw new RuleBroken(ConsentProblems.NotYours);
        if (!reach.Holds(c.ProjectId))
        {
            throw new RuleBroken(ConsentProblems.NotYourProject);
        }

        var task = await db.Set<FieldTask>().Where(t => t.Id == c.TaskId).Select(t => new
        {
            t.Name, t.ClassCodes, Records = t.Records.Count, Failures = t.Records.Count(r => r.Verdict == ItemVerdict.Fails),
        }).FirstAsync(ct);
        var names = await NamesOf([c], ct);
        var mayDecide = c.State == ConsentState.Pending && actor.Required.Door == Door.Agency && sheet.Project.LeadId == actor.Required.PersonId;
        return new ConsentDetail(
            c.Id, c.Kind, c.State, c.TaskId, task.Name, c.ProjectId, sheet.Project.Name, sheet.Project.Address, names.GetValueOrDefault(c.AskedBy)?.Name ?? "",
            c.AskedAt, c.ReceivedAt, c.IsOffline, task.ClassCodes.Count, task.Records, task.Failures,
            Evidence(c.Asked, names.GetValueOrDefault(c.AskedBy), (c.AskedComparisonId ?? c.AskedProofId)!.Value), sheet.Fence, c.DecidedAt,
            c.DecidedBy is { } by ? names.GetValueOrDefault(by)?.Name : null, c.Reason,
            c.Decided is { } decided ? Evidence(decided, names.GetValueOrDefault(c.DecidedBy!.Value), (c.DecidedComparisonId ?? c.DecidedProofId)!.Value) : null, mayDecide,
            identities.HasSecondWay(c.Region));
    }

    public static IQueryable<Consent> Among(IQueryable<Consent> consents, ConsentQuery query, ProjectReach reach)
    {
        var ids = reach.Ids;
        consents = ids is null ? consents : consents.Where(c => ids.Contains(c.ProjectId));
        consents = query.State is { } state ? consents.Where(c => c.State == state) : consents;
        consents = query.Kind is { } kind ? consents.Where(c => c.Kind == kind) : consents;
        consents = query.ProjectId is { } project ? consents.Where(c => c.ProjectId == project) : consents;
        consents = query.TaskId is { } task ? consents.Where(c => c.TaskId == task) : consents;
        return query.Handled switch
        {
            true => consents.Where(c => c.State != ConsentState.Pending),
            false => consents.Where(c => c.State == ConsentState.Pending),
            null => consents,
        };
    }

    private async Task<Dictionary<Guid, PersonCard>> NamesOf(IReadOnlyCollection<Consent> consents, CancellationToken ct) =>
        (await people.Of([.. consents.SelectMany(c => new[] { c.AskedBy, c.DecidedBy ?? c.AskedBy }).Distinct()], ct)).ToDictionary(p => p.Id);

    private static ConsentFigures? Figures(SiteEvidence? site) => site is null ? null : new(site.Score, site.Inside, site.DistanceMetres, site.WitnessName);

    private ConsentEvidence Evidence(SiteEvidence site, PersonCard? person, Guid evidenceId) => new(
        person?.Name ?? "", site.Score, site.Threshold, site.Place, site.Inside, site.DistanceMetres, site.At, site.PhotoIds.Count,
        photos.Links(site.PhotoIds), person?.PortraitObjectId is { } portrait ? photos.Link(portrait) : null, evidenceId, site.WitnessName);
}
