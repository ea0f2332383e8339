using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports.ForOwner;

/// <summary>Months of the contact's projects without a report, each with its reason, and the years that there are reports of (OWN-11).</summary>
internal static class ReadMissing
{
    public sealed record Row(Guid ProjectId, string ProjectName, ChinaMonth Month, string Reason, bool Rate);

    /// <param name="Years">Newest first; the running one always.</param>
    public sealed record Response(IReadOnlyList<int> Years, IReadOnlyList<Row> Missing);

    public static void Map(RouteGroupBuilder owner) => owner.MapGet("/reports/missing", Handle);

    private static async Task<Response> Handle(
        int? year, Guid? projectId, AppDb db, CurrentActor actor, IOwnerContacts contacts, IRegionPolicies policies, TimeProvider time, CancellationToken ct)
    {
        IReadOnlyList<Guid> mine = actor.Required.ContactId is { } contact ? await contacts.ProjectsOf(contact, ct) : [];
        var (now, current) = (time.GetUtcNow(), ChinaMonth.Of(time.GetUtcNow()));
        var known = await db.Set<Report>().Where(r => r.State == ReportState.Filed).Select(r => r.Month).Distinct().ToListAsync(ct);
        var missing = new List<Row>();
        // At most twelve statements whatever the number of projects.
        for (var month = Last(year ?? current.Year, current); month is { } of && of.Year == (year ?? current.Year); month = of.AddMonths(-1))
        {
            // Nobody owes a report of a month that was over before the project stood here.
            var (ends, due) = (of.Ends, db.DueIn(of).Where(d => d.ReportState != ReportState.Filed && mine.Contains(d.ProjectId)));
            due = due.Where(d => d.EnteredAt < ends && (projectId == null || d.ProjectId == projectId));
            // A detection has no month of its own: it is told of once, now.
            due = of == current ? due : due.Where(d => d.ServiceType == ServiceType.Maintenance);
            missing.AddRange((await due.OrderBy(d => d.ProjectName).ToListAsync(ct)).Select(d =>
            {
                var why = NotIssued.Of(d, of, policies.For(d.Region), now);
                return new Row(d.ProjectId, d.ProjectName, of, why.Says, why.Rate);
            }));
        }

        return new([.. known.Select(m => m.Year).Append(current.Year).Distinct().OrderDescending()], missing);
    }

    /// <summary>The latest month of the year that has begun; none of years to come.</summary>
    private static ChinaMonth? Last(int year, ChinaMonth current) =>
        year == current.Year ? current : year < current.Year && year >= current.Year - 50 ? new ChinaMonth(year, 12) : null;
}
