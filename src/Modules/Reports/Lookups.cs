using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports;

internal sealed class Lookups(AppDb db) : IReports
{
    public async Task<ReportCard?> Find(Guid reportId, CancellationToken ct) =>
        (await db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == reportId, ct))?.Card();
}

internal static class ReportQueries
{
    /// <summary>FIL-14: the corrections that stand beside a filed report, in the order in which they were sent.</summary>
    public static Task<List<ChangeRequest>> GrantedChanges(this AppDb db, Guid reportId, CancellationToken ct) =>
        db.Set<ChangeRequest>().AsNoTracking().Where(c => c.ReportId == reportId && c.State == ChangeState.Granted).OrderBy(c => c.SentAt).ToListAsync(ct);

    /// <summary>ACC-15: the reports of the actor's own projects; an administrator's are the agency's.</summary>
    public static async Task<Report> MustBeOf(this AppDb db, Guid id, IProjects projects, Actor actor, CancellationToken ct)
    {
        var report = await db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, ct) ?? throw new RuleBroken(ReportProblems.NotYours);
        var project = await projects.Find(report.ProjectId, ct) ?? throw new RuleBroken(ReportProblems.NotYours);
        var sees = actor.Has(Role.AgencyAdmin) || actor.Has(Role.AgencyManager) || (actor.PersonId is { } person && project.IsMember(person));
        return sees ? report : throw new RuleBroken(ReportProblems.NotYours);
    }
}
