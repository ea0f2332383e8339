using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports;

/// <summary>
/// A project in a month, as far as its report is concerned: what was planned, done, rated, and the report if there is one. Read by the SQL
/// function report_due (Sql/0007), one statement for any number of projects; suspended months are no rows (RPT-29).
/// </summary>
internal sealed class ReportDue : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
{
    public Guid ProjectId { get; init; }
    public string ProjectName { get; init; } = "";
    public string OwnerName { get; init; } = "";
    public string Address { get; init; } = "";
    public string Region { get; init; } = "";
    public Guid AgencyId { get; init; }
    public Guid OwnerId { get; init; }
    public Guid? BrigadeId { get; init; }
    public Guid LeadId { get; init; }
    public Guid? TechnicalLeadId { get; init; }
    public List<Guid> MemberIds { get; init; } = [];
    public ServiceType ServiceType { get; init; }
    public ProjectState ProjectState { get; init; }
    public DateOnly TermStarts { get; init; }
    public DateOnly TermEnds { get; init; }
    public bool DirectUpload { get; init; }
    public DateTimeOffset EnteredAt { get; init; }

    public Guid? PlanId { get; init; }
    public PlanKind? PlanKind { get; init; }
    public string? PlanName { get; init; }
    public ChinaMonth? PlanMonth { get; init; }

    /// <summary>The last day on which the plan's work is in time; of a written period it may lie some days beyond the month (PLN-25).</summary>
    public DateOnly? PlanDueBy { get; init; }

    /// <summary>Facilities of the plan that nobody was given.</summary>
    public int OpenItems { get; init; }

    /// <summary>Facilities that were given to somebody who has not begun.</summary>
    public int AssignedItems { get; init; }

    /// <summary>The plan's own tasks; then how many of them are on site, wait for review, were sent back, were submitted in another month.</summary>
    public int Tasks { get; init; }
    public int Working { get; init; }
    public int Submitted { get; init; }
    public int Returned { get; init; }
    public int Late { get; init; }

    /// <summary>The longest waiting of those that wait for review.</summary>
    public Guid? ToReviewId { get; init; }

    public DateTimeOffset? FirstSubmittedAt { get; init; }
    public DateTimeOffset? LastSubmittedAt { get; init; }

    /// <summary>Feedback forms of the visits, and how many of them the client has rated.</summary>
    public int Forms { get; init; }
    public int Rated { get; init; }

    /// <summary>Of the month's 月报; null: 未编制.</summary>
    public MonthlyReportState? MonthlyState { get; init; }

    public Guid? ReportId { get; init; }
    public string? ReportNumber { get; init; }
    public ReportState? ReportState { get; init; }
    public ReportKind? ReportKind { get; init; }
    public DateTimeOffset? ReportMadeAt { get; init; }
    public DateTimeOffset? ReportFiledAt { get; init; }
}

internal static class ReportDueQueries
{
    public static IQueryable<ReportDue> DueIn(this AppDb db, ChinaMonth month)
    {
        var (wanted, begins, ends) = (month.ToString(), month.Begins, month.Ends);
        return db.Set<ReportDue>().FromSql($"select * from report_due({wanted}, {begins}, {ends})").AsNoTracking();
    }

    /// <summary>ACC-15: administrators and managers see all of the agency, everybody else the projects in which he has a part.</summary>
    public static IQueryable<ReportDue> OfActor(this IQueryable<ReportDue> due, Actor actor)
    {
        var person = actor.PersonId ?? Guid.Empty;
        return actor.Has(Role.AgencyAdmin) || actor.Has(Role.AgencyManager)
            ? due
            : due.Where(d => d.LeadId == person || d.TechnicalLeadId == person || d.MemberIds.Contains(person));
    }
}
