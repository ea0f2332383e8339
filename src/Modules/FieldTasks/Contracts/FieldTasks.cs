using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.FieldTasks.Contracts;

/// <summary>执行中, 待同意提交, 待审核, 审核通过, 审核不通过, 已入报告 (rules §19.3). Before the start: 待执行.</summary>
public enum FieldTaskState { Created, InProgress, AwaitingSubmitConsent, Submitted, Approved, Returned, Reported }

/// <summary>任务性质 (FLD-37): 计划内, 补充测试项, 与规范不匹配. The last two only complete a report and are printed if ticked (RPT-05).</summary>
public enum TaskNature { Planned, Supplementary, Mismatch }

/// <summary>符合, 不符合, 不适用.</summary>
public enum ItemVerdict { Conforms, Fails, NotApplicable }

/// <summary>Why an item cannot be inspected (FLD-09): 与当前测试规范不匹配, 不具备测试条件, 不在合同范围内, 现场无此设备.</summary>
public enum CannotReason { NormMismatch, NotTestable, OutOfContract, NoSuchDevice }

public enum ConsentKind { Start, Submit }
public enum ConsentState { Pending, Granted, Refused }

/// <summary>Where and how it was, for reviewers, reports and supervisors.</summary>
/// <param name="Score">Of the face comparison, 0–1; null when none was asked.</param>
/// <param name="DistanceMetres">To the fence's nearest edge.</param>
public sealed record SiteEvidence(
    DateTimeOffset At, Position Place, bool Inside, double DistanceMetres, double? Score, double? Threshold, IReadOnlyList<Guid> PhotoIds)
{
    /// <summary>非人脸: who bore witness instead of a comparison (PEO-31); then there is no score.</summary>
    public string? WitnessName { get; init; }

    /// <summary>The phone itself said that the place was made up; whoever reviews reads it.</summary>
    public bool IsMock { get; init; }
}

public sealed record AnswerSheet(string Key, string Name, string Value, string? Unit, string? Limit, bool? Within);

/// <param name="ClientTime">The phone's clock when it was recorded; <paramref name="StoredAt"/> is ours (FLD-39).</param>
public sealed record RecordSheet(
    Guid Id, string ClientId, string ClassCode, string ItemCode, string ItemName, bool CanInspect, CannotReason? CannotReason, ItemVerdict Verdict,
    string Text, IReadOnlyList<AnswerSheet> Answers, IReadOnlyList<Guid> PhotoIds, Position? Place, DateTimeOffset ClientTime, DateTimeOffset StoredAt)
{
    /// <summary>How many positions it speaks of (FLD-18); null where nobody counted.</summary>
    public int? Positions { get; init; }

    /// <summary>The phone's model (FLD-40).</summary>
    public string? Device { get; init; }

    /// <summary>Who said it.</summary>
    public string? ByName { get; init; }

    /// <summary>Photos without a place where the profile wants one: flagged for whoever examines the record (FLD-40).</summary>
    public int UnplacedPhotos { get; init; }

    /// <summary>Short films of the item; a report names them and prints none (FLD-14).</summary>
    public IReadOnlyList<Guid> VideoIds { get; init; } = [];

    /// <summary>What it said before each correction, oldest first.</summary>
    public IReadOnlyList<EarlierWords> Earlier { get; init; } = [];

    /// <summary>The text as a report prints it.</summary>
    public string Printed => VideoIds.Count == 0 ? Text : $"{Text}（现场视频 {VideoIds.Count} 段，在系统的现场记录里播放）";

    /// <summary>
    /// 标红: the verdict differs from what the measured values say (FLD-19): 符合 with one outside its limit, or 不符合 with nothing but
    /// values inside theirs.
    /// </summary>
    public bool IsFlagged => Verdict switch
    {
        ItemVerdict.Conforms => Answers.Any(a => a.Within == false),
        ItemVerdict.Fails => Answers.Count > 0 && Answers.All(a => a.Within == true),
        _ => false,
    };

    /// <summary>The same finding as one of the four results of a detection (FLD-16).</summary>
    public DetectionResult Result => (Verdict, CannotReason) switch
    {
        (ItemVerdict.Conforms, _) => DetectionResult.Qualified,
        (ItemVerdict.Fails, _) => DetectionResult.Unqualified,
        (_, Contracts.CannotReason.NoSuchDevice) => DetectionResult.NoSuchDevice,
        _ => DetectionResult.NotTestable,
    };
}

/// <summary>What a record said before it was corrected, by the phone's clock.</summary>
public sealed record EarlierWords(
    DateTimeOffset At, string? Device, ItemVerdict Verdict, CannotReason? CannotReason, string Text, IReadOnlyList<AnswerSheet> Answers,
    IReadOnlyList<Guid> PhotoIds, IReadOnlyList<Guid> VideoIds)
{
    public string? ByName { get; init; }
}

/// <param name="OfflineUntil">离线: it waited in the phone from <c>Asked.At</c> until then (APR-13); null: sent at once.</param>
public sealed record ConsentSheet(
    Guid Id, ConsentKind Kind, ConsentState State, Guid AskedBy, SiteEvidence Asked, Guid? DecidedBy, SiteEvidence? Decided, string? Reason,
    DateTimeOffset? OfflineUntil = null);

/// <param name="StoredAt">When it reached us.</param>
public sealed record TrackSheet(Position Place, DateTimeOffset At, DateTimeOffset StoredAt);

/// <summary>A field task with all that was done in it.</summary>
public sealed record TaskSheet(
    Guid Id, string Name, Guid PlanId, Guid ProjectId, Guid AgencyId, Guid OperatorId, FieldTaskState State, int Version,
    IReadOnlyList<string> ClassCodes, DateTimeOffset? StartedAt, DateTimeOffset? SubmittedAt, string? ControllerBrand, SiteEvidence? Start,
    Guid? SelfiePhotoId, Guid? SignInPhotoId, Guid? ControllerPhotoId, IReadOnlyList<RecordSheet> Records, IReadOnlyList<ConsentSheet> Consents,
    IReadOnlyList<TrackSheet> Track)
{
    /// <summary>The edition of the catalogue that it was made from.</summary>
    public string EditionCode { get; init; } = "";

    public string EditionVersion { get; init; } = "";
    public IReadOnlyList<string> ItemCodes { get; init; } = [];
    public TaskNature Nature { get; init; }
}

public sealed record TaskCard(Guid Id, string Name, Guid PlanId, Guid ProjectId, Guid OperatorId, FieldTaskState State, DateTimeOffset? SubmittedAt, int Records, int Failures,
    TaskNature Nature = TaskNature.Planned);

/// <summary>开始申请, 提交申请 that wait, and since when.</summary>
public sealed record ConsentCounts(int Start, int Submit, DateTimeOffset? OldestAt)
{
    public int All => Start + Submit;
}

/// <summary>Somebody at work on a task, or done with it.</summary>
/// <param name="SubmittedAt">When the records were handed in; null while the work goes on.</param>
public sealed record WorkCard(
    Guid TaskId, Guid ProjectId, Guid OperatorId, DateTimeOffset StartedAt, DateTimeOffset? SubmittedAt, SiteEvidence? Start);

/// <summary>现场签到照: the place as whoever began work there showed it (FLD-05).</summary>
public sealed record Arrival(Guid OperatorId, DateTimeOffset At, Guid PhotoId);

public interface IFieldTasks
{
    /// <summary>Begun from <paramref name="from"/> to before <paramref name="until"/> and shown by a photo of the place, latest first; at most 20.</summary>
    Task<IReadOnlyList<Arrival>> Arrivals(Guid projectId, DateTimeOffset from, DateTimeOffset until, CancellationToken ct);

    /// <summary>When facilities of this class were last worked on in the project and it was approved; null: never yet.</summary>
    Task<DateTimeOffset?> LastDone(Guid projectId, string classCode, CancellationToken ct);

    Task<TaskSheet?> Sheet(Guid taskId, CancellationToken ct);
    Task<IReadOnlyList<TaskCard>> OfPlan(Guid planId, CancellationToken ct);

    /// <summary>
    /// Approved tasks of the project, submitted from <paramref name="from"/> to before <paramref name="until"/>, that no report holds and
    /// that are no planned work of this plan: what the author of its report may tick beside the plan's own (RPT-05).
    /// </summary>
    Task<IReadOnlyList<TaskCard>> Beside(Guid projectId, Guid? planId, DateTimeOffset from, DateTimeOffset until, CancellationToken ct);

    /// <summary>One page of tasks in the given states on the given projects, oldest submission first.</summary>
    Task<Page<TaskCard>> InStates(IReadOnlyCollection<Guid> projectIds, IReadOnlyCollection<FieldTaskState> states, PageRequest page, CancellationToken ct);

    /// <summary>The same for all that a list or a figure reaches.</summary>
    /// <param name="newestFirst">By when the task was made, for those that are not submitted too.</param>
    Task<Page<TaskCard>> InStates(
        ProjectReach reach, IReadOnlyCollection<FieldTaskState> states, PageRequest page, CancellationToken ct, bool newestFirst = false);

    /// <summary>What waits for the lead's consent (APR-01, APR-02).</summary>
    Task<ConsentCounts> ConsentsWaiting(ProjectReach reach, CancellationToken ct);

    /// <summary>Tasks begun since then on the projects of the reach, one line for each, latest first; at most 1000.</summary>
    Task<IReadOnlyList<WorkCard>> BegunSince(ProjectReach reach, DateTimeOffset since, CancellationToken ct);

    /// <summary>The last place and time that the phones of these tasks reported (FLD-32).</summary>
    Task<IReadOnlyDictionary<Guid, TrackSheet>> LastSeen(IReadOnlyCollection<Guid> taskIds, CancellationToken ct);

    /// <summary>Tasks whose name holds the words, or of the given projects or people; newest first.</summary>
    Task<Page<TaskCard>> Matching(
        ProjectReach reach, SearchWords words, IReadOnlyCollection<Guid> projectIds, IReadOnlyCollection<Guid> personIds, int max, CancellationToken ct);

    /// <summary>待审核 → 审核通过; its facilities are done in the plan (PLN-27).</summary>
    Task Approve(Guid taskId, CancellationToken ct);

    /// <summary>待审核 → 审核不通过 with the reason, and what is wrong item by item, that the operator reads (REV-05).</summary>
    Task Return(Guid taskId, string reason, IReadOnlyList<ReturnRemark> remarks, CancellationToken ct);

    /// <summary>审核通过 → 待审核 (REV-09), refused once a report holds the task (REV-20); its facilities are not done any more.</summary>
    Task Reopen(Guid taskId, CancellationToken ct);

    /// <summary>审核通过 → 已入报告: locked.</summary>
    Task MarkReported(IReadOnlyCollection<Guid> taskIds, Guid reportId, CancellationToken ct);

    /// <summary>The report was deleted before filing; its tasks are free again (RPT-15).</summary>
    Task Release(Guid reportId, CancellationToken ct);
}
