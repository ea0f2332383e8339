using WeChatService.Kernel;

namespace WeChatService.Reviews.Contracts;

public enum ReviewVerdict { Passed, Returned, Reopened }

/// <summary>One line of the review log (REV-11).</summary>
public sealed record ReviewLine(ReviewVerdict Verdict, string Opinion, Guid ByPersonId, string ByName, DateTimeOffset At)
{
    /// <summary>Which submission of the task it was about, from 1.</summary>
    public int TaskVersion { get; init; } = 1;

    /// <summary>What was to be corrected, item by item (REV-04).</summary>
    public IReadOnlyList<RemarkLine> Remarks { get; init; } = [];

    /// <summary>A face comparison came before it (REV-02).</summary>
    public bool FaceProven { get; init; }

    /// <summary>非人脸: who bore witness instead (PEO-31).</summary>
    public string? WitnessName { get; init; }
}

public sealed record RemarkLine(string ItemCode, string Remark);

public interface IReviews
{
    Task<IReadOnlyList<ReviewLine>> LogOf(Guid taskId, CancellationToken ct);
}

public sealed record TaskApproved(Guid TaskId, string TaskName, Guid PlanId, Guid ProjectId, Guid AgencyId, Guid OperatorId) : IEvent;

/// <summary>The operator reads the opinion and corrects (NTF-04).</summary>
public sealed record TaskReturned(Guid TaskId, string TaskName, Guid ProjectId, Guid AgencyId, Guid OperatorId, string Reason) : IEvent;

/// <summary>The lead closed the review of a detection plan: its operators may send and delete again (REV-13).</summary>
public sealed record ReviewClosed(Guid PlanId, string PlanName, Guid ProjectId, Guid AgencyId, IReadOnlyList<Guid> OperatorIds) : IEvent;

/// <summary>A supervisor compared the records with the site (REV-21).</summary>
public sealed record SpotChecked(Guid SpotCheckId, Guid ProjectId, Guid AgencyId, bool Matches, string Finding, string ByName) : IEvent;
