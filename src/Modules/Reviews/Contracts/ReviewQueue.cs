using WeChatService.FieldTasks.Contracts;

namespace WeChatService.Reviews.Contracts;

/// <param name="Tasks">Records in 待审核 that the actor reviews, or may read as manager: the total of the list.</param>
/// <param name="Oldest">The one that waits longest.</param>
/// <param name="Plans">Detection plans with records to judge (REV-14): the total of their list.</param>
/// <param name="IsForActor">There are projects whose records are his to review (REV-01).</param>
public sealed record ReviewQueueCounts(int Tasks, TaskCard? Oldest, int Plans, bool IsForActor);

public interface IReviewQueue
{
    /// <summary>What waits for the acting person (SCR-01).</summary>
    Task<ReviewQueueCounts> Count(CancellationToken ct);
}
