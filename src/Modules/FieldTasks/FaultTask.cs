using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks;

/// <summary>
/// An operator is sent to a fault: 待接收 → 待执行 → 执行中 → 已完成 (§19.3, FLD-29). It has neither plan nor items; its one finding is
/// 解决 or not. Sending somebody else calls it back as long as it is not done.
/// </summary>
internal sealed class FaultTask : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
{
    public Guid Id { get; private set; }
    public Guid FaultId { get; private set; }
    public FaultTaskKind Kind { get; private set; }
    public FaultTaskState State { get; private set; }
    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";
    public Guid OperatorId { get; private set; }
    public string ClassCode { get; private set; } = "";
    public string ItemName { get; private set; } = "";
    public string FaultText { get; private set; } = "";
    public string? Place { get; private set; }
    public List<Guid> FaultPhotoIds { get; private set; } = [];

    /// <summary>What the lead adds for the operator.</summary>
    public string? Note { get; private set; }

    public DateOnly DueOn { get; private set; }
    public Guid DispatchedBy { get; private set; }
    public DateTimeOffset DispatchedAt { get; private set; }
    public DateTimeOffset? AcceptedAt { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }
    public SiteEvidence? Start { get; private set; }
    public DateTimeOffset? SubmittedAt { get; private set; }
    public FaultTaskResult? Result { get; private set; }
    public string? ResultText { get; private set; }
    public List<Guid> PhotoIds { get; private set; } = [];
    public Guid? ReportId { get; private set; }

    private FaultTask()
    {
    }

    public static FaultTask Of(Guid id, FaultDispatch order, DateTimeOffset now) => new()
    {
        Id = id, FaultId = order.FaultId, Kind = order.Kind, ProjectId = order.Project.Id, AgencyId = order.Project.AgencyId,
        OwnerId = order.Project.OwnerId, BrigadeId = order.Project.BrigadeId, Region = order.Project.Region, OperatorId = order.OperatorId,
        ClassCode = order.ClassCode, ItemName = order.ItemName, FaultText = order.FaultText, Place = order.Place,
        FaultPhotoIds = [.. order.FaultPhotoIds], Note = order.Note, DueOn = order.DueOn, DispatchedBy = order.ByPersonId, DispatchedAt = now,
    };

    public bool IsOpen => State is FaultTaskState.Dispatched or FaultTaskState.Accepted or FaultTaskState.InProgress;

    /// <summary>接收 (FLD-29).</summary>
    public void Accept(DateTimeOffset now)
    {
        MustBe(FaultTaskState.Dispatched, FaultTaskProblems.AlreadyAccepted);
        (State, AcceptedAt) = (FaultTaskState.Accepted, now);
    }

    /// <summary>执行 (FLD-29): from here on the operator works on site; where he is stands in the record.</summary>
    public void Begin(SiteEvidence site, DateTimeOffset now)
    {
        if (State == FaultTaskState.Dispatched)
        {
            throw new RuleBroken(FaultTaskProblems.NotAccepted);
        }

        MustBe(FaultTaskState.Accepted, FaultTaskProblems.AlreadyStarted);
        (State, StartedAt, Start) = (FaultTaskState.InProgress, now, site);
    }

    /// <summary>提交 (FLD-29, 30): what was found or done, with photos, and whether it is solved.</summary>
    public void Submit(FaultTaskResult? result, string? text, IReadOnlyList<Guid> photoIds, FaultPolicy policy, int mostPhotos, DateTimeOffset now)
    {
        if (State is FaultTaskState.Dispatched or FaultTaskState.Accepted)
        {
            throw new RuleBroken(FaultTaskProblems.NotStarted);
        }

        MustBe(FaultTaskState.InProgress, FaultTaskProblems.AlreadyDone);
        var said = text?.Trim() ?? "";
        FaultTaskRules.ResultMustBeWhole(result, said, photoIds.Count, policy, mostPhotos);
        (State, SubmittedAt, Result, ResultText, PhotoIds) = (FaultTaskState.Done, now, result, said, [.. photoIds]);
    }

    /// <summary>Somebody else goes instead (FLT-13); what is done stays done.</summary>
    public void Withdraw()
    {
        if (IsOpen)
        {
            State = FaultTaskState.Withdrawn;
        }
    }

    /// <summary>FLT-21: only what is done, and only once.</summary>
    public void EnterReport(Guid reportId)
    {
        if (State != FaultTaskState.Done || (ReportId is not null && ReportId != reportId))
        {
            throw new RuleBroken(FaultTaskProblems.NotForReport);
        }

        ReportId = reportId;
    }

    public void LeaveReport() => ReportId = null;

    public FaultTaskSubmitted Announcement(string operatorName) => new(
        Id, FaultId, Kind, Result!.Value, ResultText!, PhotoIds, ProjectId, AgencyId, OwnerId, OperatorId, operatorName, ItemName,
        SubmittedAt!.Value);

    public FaultTaskCard Card() => new(
        Id, FaultId, Kind, State, ProjectId, OperatorId, ItemName, DueOn, DispatchedAt, AcceptedAt, StartedAt, SubmittedAt, Result, ResultText,
        PhotoIds, Start, ReportId);

    private void MustBe(FaultTaskState wanted, Problem otherwise)
    {
        if (State == FaultTaskState.Withdrawn)
        {
            throw new RuleBroken(FaultTaskProblems.Withdrawn);
        }

        if (State != wanted)
        {
            throw new RuleBroken(otherwise);
        }
    }
}

internal static class FaultTaskRules
{
    private const int LongestText = 1000;

    /// <summary>FLD-30: a result is a decision with words and, where the profile asks, photos that show it.</summary>
    public static void ResultMustBeWhole(FaultTaskResult? result, string text, int photos, FaultPolicy policy, int mostPhotos)
    {
        if (result is null || !Enum.IsDefined(result.Value))
        {
            throw new RuleBroken(FaultTaskProblems.ResultMissing);
        }

        if (text.Length is < 2 or > LongestText)
        {
            throw new RuleBroken(FaultTaskProblems.TextMissing);
        }

        if (photos < policy.ResultPhotoMin)
        {
            throw new RuleBroken(FaultTaskProblems.PhotosMissing
                .Says($"至少拍 {policy.ResultPhotoMin} 张现场照片再提交，已拍 {photos} 张。").With("least", policy.ResultPhotoMin));
        }

        if (photos > mostPhotos)
        {
            throw new RuleBroken(FaultTaskProblems.TooManyPhotos.Says($"最多 {mostPhotos} 张照片，请删掉 {photos - mostPhotos} 张。"));
        }
    }
}
