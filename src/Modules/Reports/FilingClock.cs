using WeChatService.FieldTasks.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reports;

/// <summary>FIL-04: starts the days for filing when a report's document is there for the first time.</summary>
internal sealed class FilingClock(IFieldTasks tasks, IReviews reviews, IRegionPolicies policies)
{
    /// <param name="report">Before it is completed.</param>
    /// <param name="now">When the document is there.</param>
    public async Task Start(Report report, DateTimeOffset now, CancellationToken ct)
    {
        if (report.FilingFrom is not null)
        {
            return;
        }

        var startEvent = policies.For(report.Region).Filing.StartEvent;
        report.StartFilingClock(FilingTerm.StartOf(
            startEvent,
            startEvent == FilingStartEvent.AllTasksSubmitted ? await Submissions(report, ct) : [],
            startEvent == FilingStartEvent.ProjectCompleted ? await Completion(report, ct) : null,
            now));
    }

    private async Task<IEnumerable<DateTimeOffset>> Submissions(Report report, CancellationToken ct) =>
        report.PlanId is { } plan ? (await tasks.OfPlan(plan, ct)).Where(t => t.Nature == TaskNature.Planned).Select(t => t.SubmittedAt).OfType<DateTimeOffset>() : [];

    private async Task<DateTimeOffset?> Completion(Report report, CancellationToken ct)
    {
        DateTimeOffset? last = null;
        foreach (var task in report.TaskIds)
        {
            var passed = (await reviews.LogOf(task, ct)).LastOrDefault(line => line.Verdict == ReviewVerdict.Passed)?.At;
            last = passed > last || last is null ? passed : last;
        }

        return last;
    }
}
