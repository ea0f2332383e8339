using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Reviews.Contracts;

public enum ReviewVerdict { Passed, Returned, Reopened }

/// <summary>One line of the review log (REV-11).</summary>
public sealed record ReviewLine(ReviewVerdict Verdict, string Opinion, Guid ByPersonId, string ByName, DateTimeOffset At);

public interface IReviews
{
    /// <summary>The projects whose records the actor reviews (REV-01); administrators and managers read those of the agency.</summary>
    Task<ProjectReach> Scope(CancellationToken ct);

    Task<IReadOnlyList<ReviewLine>> LogOf(Guid taskId, CancellationToken ct);
}

public sealed record TaskApproved(Guid TaskId, string TaskName, Guid PlanId, Guid ProjectId, Guid AgencyId, Guid OperatorId) : IEvent;

/// <summary>The operator reads the opinion and corrects (NTF-04).</summary>
public sealed record TaskReturned(Guid TaskId, string TaskName, Guid ProjectId, Guid AgencyId, Guid OperatorId, string Reason) : IEvent;
