using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Reports;

/// <summary>
/// FIL-04: until when a report is to be filed. Days count from the day after the clock began (Civil Code art. 201), in Asia/Shanghai;
/// after the last one filing is overdue and still possible.
/// </summary>
internal static class FilingTerm
{
    /// <summary>When the clock of a report begins, as the region's filing.startEvent says.</summary>
    /// <param name="submissions">When each record of the month's plan was handed in.</param>
    /// <param name="completedAt">When the last record that the report contains was passed; null if none was reviewed.</param>
    /// <param name="generatedAt">When the document was first there.</param>
    public static DateTimeOffset StartOf(
        FilingStartEvent startEvent, IEnumerable<DateTimeOffset> submissions, DateTimeOffset? completedAt, DateTimeOffset generatedAt) =>
        startEvent switch
        {
            FilingStartEvent.AllTasksSubmitted => submissions.DefaultIfEmpty(generatedAt).Max(),
            FilingStartEvent.ProjectCompleted => completedAt ?? generatedAt,
            _ => generatedAt,
        };

    /// <summary>The last day on which filing is in time; null where the region sets no term, or the clock has not begun.</summary>
    public static DateOnly? DueOn(DateTimeOffset? from, FilingPolicy policy, WorkingDays working) =>
        policy.Days is { } days && from is { } began ? After(ChinaTime.DayOf(began), days, policy.DayKind, working) : null;

    /// <summary>Days left: 0 on the last day, negative when overdue; null where there is no term.</summary>
    public static int? DaysLeft(DateTimeOffset? from, FilingPolicy policy, DateOnly today, WorkingDays working) =>
        DueOn(from, policy, working) is not { } due ? null
        // Overdue is overdue from the first day on, also when it is a Saturday.
        : due < today ? Math.Min(-1, Between(today, due, policy.DayKind, working)) : Between(today, due, policy.DayKind, working);

    /// <summary>Which day of the term today is; the day on which the clock began counts as the first for those who read it.</summary>
    public static int? DayOfTerm(DateTimeOffset? from, FilingPolicy policy, DateOnly today, WorkingDays working) =>
        policy.Days is not null && from is { } began ? Math.Max(1, Between(ChinaTime.DayOf(began), today, policy.DayKind, working)) : null;

    /// <summary>Clocks that began before this instant are overdue today; null where there is no term. For lists of any length.</summary>
    public static DateTimeOffset? OverdueBefore(FilingPolicy policy, DateOnly today, WorkingDays working)
    {
        if (policy.Days is not { } days)
        {
            return null;
        }

        // The first day whose term still reaches today.
        var day = today.AddDays(-days);
        while (After(day.AddDays(-1), days, policy.DayKind, working) >= today)
        {
            day = day.AddDays(-1);
        }

        return ChinaTime.StartOf(day);
    }

    private static DateOnly After(DateOnly day, int days, DayKind kind, WorkingDays working)
    {
        if (kind == DayKind.Calendar)
        {
            return day.AddDays(days);
        }

        while (days > 0)
        {
            day = day.AddDays(1);
            days -= working.Contains(day) ? 1 : 0;
        }

        return day;
    }

    private static int Between(DateOnly from, DateOnly to, DayKind kind, WorkingDays working)
    {
        if (kind == DayKind.Calendar)
        {
            return to.DayNumber - from.DayNumber;
        }

        var (first, last) = from <= to ? (from, to) : (to, from);
        var days = Enumerable.Range(first.DayNumber + 1, last.DayNumber - first.DayNumber).Count(n => working.Contains(DateOnly.FromDayNumber(n)));
        return from <= to ? days : -days;
    }
}
