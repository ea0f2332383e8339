using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks;

/// <summary>How a sent record was stored (FLD-39).</summary>
internal enum StoredAs { New, Same, Changed }

/// <summary>
/// What one operator does on site for facilities of a plan: 待执行 → 执行中 → (待同意提交) → 待审核 → 审核通过 / 审核不通过 → 已入报告 (§19.3).
/// What is to be recorded is fixed when the facilities are taken, so that a new edition of the catalogue touches new tasks only.
/// </summary>
internal sealed partial class FieldTask : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
{
    private readonly List<ItemRecord> _records = [];
    private readonly List<Consent> _consents = [];
    private readonly List<Submission> _submissions = [];

    public Guid Id { get; private set; }
    public string Name { get; private set; } = "";
    public Guid PlanId { get; private set; }
    public PlanKind Kind { get; private set; }
    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";
    public Guid OperatorId { get; private set; }
    public FieldTaskState State { get; private set; }

    /// <summary>From 1; one more each time a returned task is submitted again (FLD-26).</summary>
    public int Version { get; private set; }

    public TaskNature Nature { get; private set; }
    public List<string> ClassCodes { get; private set; } = [];
    public List<string> ItemCodes { get; private set; } = [];
    public string EditionCode { get; private set; } = "";
    public string EditionVersion { get; private set; } = "";

    /// <summary>Which of the plan's tasks of that day it is, from 1 (FLD-36).</summary>
    public int Number { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>Moves with every record, so that recording and submitting at the same instant cannot both win.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>As on the device; 无 where there is none (FLD-06).</summary>
    public string? ControllerBrand { get; private set; }

    public SiteEvidence? Start { get; private set; }
    public Guid? SelfiePhotoId { get; private set; }
    public Guid? SignInPhotoId { get; private set; }
    public Guid? ControllerPhotoId { get; private set; }

    /// <summary>Why the reviewer returned it; the operator reads it (REV-05).</summary>
    public string? ReturnReason { get; private set; }

    /// <summary>What the reviewer wants corrected, item by item (REV-04).</summary>
    public List<ReturnRemark> ReturnRemarks { get; private set; } = [];

    public Guid? ReportId { get; private set; }
    public IReadOnlyList<ItemRecord> Records => _records;
    public IReadOnlyList<Consent> Consents => _consents;

    /// <summary>What it said at each submission; loaded only where it is compared.</summary>
    public IReadOnlyList<Submission> Submissions => _submissions;

    /// <summary>How many positions each sub-item has, as counted on site (FLD-18).</summary>
    public List<SubItemPositions> Positions { get; private set; } = [];

    private FieldTask()
    {
    }

    /// <summary>按计划自建任务 (FLD-01, FLD-02), or beside it (FLD-21, 22); the name is made of plan, day, number and nature (FLD-36).</summary>
    public static FieldTask Take(
        Guid id, PlanCard plan, ProjectCard project, Guid operatorId, IReadOnlyCollection<string> classCodes, TaskContent content, int number,
        DateTimeOffset now, TaskNature nature = TaskNature.Planned) => new()
        {
            Id = id, Name = FieldTaskRules.NameOf(plan.Name, ChinaTime.DayOf(now), number, nature), Nature = nature, PlanId = plan.Id, Kind = plan.Kind,
            ProjectId = project.Id, AgencyId = project.AgencyId, OwnerId = project.OwnerId, BrigadeId = project.BrigadeId, Region = project.Region,
            OperatorId = operatorId, Version = 1, ClassCodes = [.. classCodes], ItemCodes = [.. content.ItemCodes],
            EditionCode = content.EditionCode, EditionVersion = content.EditionVersion, Number = number, CreatedAt = now, ChangedAt = now,
        };

    /// <summary>执行: the photos and the brand that the profile asks for, and the place where it began (FLD-04, 05, 06).</summary>
    public void Begin(StartPhotos photos, string? controllerBrand, SiteEvidence site, RegionPolicy policy, DateTimeOffset now)
    {
        if (State != FieldTaskState.Created)
        {
            throw new RuleBroken(FieldTaskProblems.AlreadyStarted);
        }

        StartMustBeConsented(policy.Approval);
        FieldTaskRules.StartMustBeShown(photos, controllerBrand, policy.Field);
        (SelfiePhotoId, SignInPhotoId, ControllerPhotoId) = (photos.Selfie, photos.SignIn, photos.Controller);
        ControllerBrand = string.IsNullOrWhiteSpace(controllerBrand) ? null : controllerBrand.Trim();
        (Start, StartedAt, ChangedAt, State) = (site, now, now, FieldTaskState.InProgress);
    }

    /// <summary>Stores a finding once, however often the phone sends it, and over nothing that the phone has not seen (FLD-39).</summary>
    /// <param name="over">The phone's times of what it builds on; null: it does not ask.</param>
    public (ItemRecord Record, StoredAs Stored) Record(
        Guid id, string clientId, ItemFinding finding, ApprovalPolicy policy, DateTimeOffset now, IReadOnlyList<DateTimeOffset>? over = null, string? byName = null)
    {
        MustBeOpen(policy);
        if (_records.Find(r => r.ClientId == clientId) is { } known)
        {
            if (known.Says(finding))
            {
                return (known, StoredAs.Same);
            }

            known.MustBeKnownTo(over);
            known.Correct(finding, now, byName);
            ChangedAt = now;
            return (known, StoredAs.Changed);
        }

        var record = ItemRecord.Of(id, Id, clientId, finding, now, byName);
        _records.Add(record);
        ChangedAt = now;
        return (record, StoredAs.New);
    }

    /// <summary>FLD-04, 25, 26: recording goes on from the start to the submission, and again after a return.</summary>
    public void MustBeOpen(ApprovalPolicy policy)
    {
        if (State == FieldTaskState.Created)
        {
            StartMustBeConsented(policy);
            throw new RuleBroken(FieldTaskProblems.NotStarted);
        }

        if (State is not (FieldTaskState.InProgress or FieldTaskState.Returned))
        {
            throw new RuleBroken(FieldTaskProblems.NotOpen);
        }
    }

    /// <summary>
    /// FLD-23, 32: places of the work are taken until it is judged; the last of them may still have been in the phone when the task was handed in.
    /// </summary>
    public void TrackMustBeWanted(ApprovalPolicy policy)
    {
        if (State is not (FieldTaskState.AwaitingSubmitConsent or FieldTaskState.Submitted))
        {
            MustBeOpen(policy);
        }
    }

    /// <summary>No clock of a phone in use errs by more than a day.</summary>
    public bool MayHaveSeen(DateTimeOffset at, DateTimeOffset now) => at > CreatedAt.AddDays(-1) && at < (SubmittedAt is { } over && State != FieldTaskState.Returned ? over : now).AddDays(1);

    /// <summary>The items that carry 未记录 still, in the task's order.</summary>
    public IReadOnlyList<string> Unrecorded()
    {
        var recorded = _records.Select(r => r.ItemCode).ToHashSet(StringComparer.Ordinal);
        return [.. ItemCodes.Where(code => !recorded.Contains(code))];
    }

    /// <summary>提交 (FLD-07, 25, 26). Where the lead must consent it waits for him instead (APR-02, 06).</summary>
    /// <param name="nameOf">Names an item for the refusal.</param>
    /// <param name="photosSuffice">A site where items cannot be recorded by phone (FLD-34).</param>
    /// <returns>True: it is 待审核 now.</returns>
    public bool Submit(ApprovalPolicy policy, Func<string, string> nameOf, DateTimeOffset now, bool photosSuffice = false)
    {
        MustBeSubmittable(policy, nameOf, photosSuffice);
        if (policy.Submit)
        {
            (State, ChangedAt) = (FieldTaskState.AwaitingSubmitConsent, now);
            return false;
        }

        HandIn(now);
        return true;
    }

    public void MustBeSubmittable(ApprovalPolicy policy, Func<string, string> nameOf, bool photosSuffice = false)
    {
        if (State == FieldTaskState.AwaitingSubmitConsent)
        {
            throw new RuleBroken(ConsentProblems.SubmitMissing);
        }

        MustBeOpen(policy);
        if (!photosSuffice)
        {
            FieldTaskRules.AllMustBeRecorded(Unrecorded(), nameOf);
        }
    }

    private void HandIn(DateTimeOffset now)
    {
        if (SubmittedAt is not null)
        {
            Version++;
        }

        (State, SubmittedAt, ChangedAt, ReturnReason) = (FieldTaskState.Submitted, now, now, null);
        ReturnRemarks = [];
        _submissions.Add(Submission.Of(Id, Version, _records, now));
    }

    /// <summary>FLD-18.</summary>
    public void CountPositions(string subItemCode, int count, DateTimeOffset now)
    {
        Positions = [.. Positions.Where(p => p.SubItemCode != subItemCode), new SubItemPositions(subItemCode, count)];
        ChangedAt = now;
    }

    /// <summary>PEO-30: whose it was does not come any more. What he recorded stays; what was not handed in goes on with somebody else.</summary>
    public void HandOver(Guid personId, DateTimeOffset now)
    {
        if (!IsUnfinished)
        {
            throw new RuleBroken(FieldTaskProblems.NotToReassign);
        }

        (OperatorId, ChangedAt) = (personId, now);
    }

    /// <summary>Somebody has still to go there for it.</summary>
    public bool IsUnfinished => Unfinished.Contains(State);

    public static readonly IReadOnlyList<FieldTaskState> Unfinished =
        [FieldTaskState.Created, FieldTaskState.InProgress, FieldTaskState.AwaitingSubmitConsent, FieldTaskState.Returned];

    /// <summary>FLD-24: what was never handed over can be deleted. FLD-27: of a judged detection also what waits for review; FLD-28: not what passed.</summary>
    /// <param name="judged">Its plan is judged item by item; whether the review is closed is asked of the switch (REV-13).</param>
    public void MustBeDeletable(bool judged = false)
    {
        var why = State switch
        {
            FieldTaskState.Created or FieldTaskState.InProgress => null,
            _ when !judged => FieldTaskProblems.NotDeletable,
            FieldTaskState.Reported => FieldTaskProblems.Reported,
            FieldTaskState.Approved => FieldTaskProblems.PassedNotDeletable,
            _ => null,
        };
        if (why is not null)
        {
            throw new RuleBroken(why);
        }
    }

    /// <summary>With all that was loaded of it.</summary>
    public TaskSheet Sheet(IReadOnlyList<TrackSheet> track) => new(
        Id, Name, PlanId, ProjectId, AgencyId, OperatorId, State, Version, ClassCodes, StartedAt, SubmittedAt, ControllerBrand, Start,
        SelfiePhotoId, SignInPhotoId, ControllerPhotoId,
        [.. _records.OrderBy(r => r.ItemCode, StringComparer.Ordinal).ThenBy(r => r.ClientTime).Select(r => r.Sheet())],
        [.. _consents.OrderBy(c => c.AskedAt).Select(c => c.Sheet())], track)
    {
        EditionCode = EditionCode, EditionVersion = EditionVersion, ItemCodes = ItemCodes, Nature = Nature,
    };

    /// <summary>What the reviewer, the faults and the owner learn from a submission (FLT-01, NTF-03).</summary>
    public FieldTaskSubmitted Announcement() => new(
        Id, Name, PlanId, ProjectId, AgencyId, OwnerId, OperatorId, SubmittedAt!.Value, _records.Count,
        [
            .. _records.Where(r => r.Verdict == ItemVerdict.Fails).OrderBy(r => r.ItemCode, StringComparer.Ordinal).ThenBy(r => r.StoredAt)
                .Select(r => new FailedItem(r.Id, r.ClassCode, r.ItemCode, r.ItemName, r.Text, r.PhotoIds, r.FindingInWords())),
        ]);
}

/// <summary>What a task records, of which edition of the catalogue.</summary>
internal sealed record TaskContent(string EditionCode, string EditionVersion, IReadOnlyList<string> ItemCodes);

/// <summary>自拍, 现场签到, 报警控制器.</summary>
internal sealed record StartPhotos(Guid? Selfie, Guid? SignIn, Guid? Controller)
{
    public IReadOnlyList<Guid> All => [.. new[] { Selfie, SignIn, Controller }.OfType<Guid>()];
}
