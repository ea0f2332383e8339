using WeChatService.Kernel;

namespace WeChatService.FieldTasks.Contracts;

/// <param name="FailedToo">Failed items as well as those that could not be inspected (FLT-23).</param>
public sealed record ProblemScope(Guid ProjectId, bool FailedToo);

public sealed record ProblemItem(Guid TaskId, RecordSheet Record);

/// <summary>What was submitted in a month and is no clean result: 不能测试项 (FLT-09), and the problem list of detections (FLT-23).</summary>
public interface IProblemItems
{
    /// <summary>How many each project has; none is left out.</summary>
    Task<IReadOnlyDictionary<Guid, int>> Count(IReadOnlyCollection<ProblemScope> projects, ChinaMonth month, CancellationToken ct);

    Task<Page<ProblemItem>> Of(ProblemScope project, ChinaMonth month, PageRequest page, CancellationToken ct);
}
