using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>月报: which of the month are written, and one with what it is written from (RPT-24).</summary>
internal static class ReadMonthly
{
    public sealed record BlockedBy(string Code, string Title, string? Rule);

    /// <param name="State">Null: 未编制.</param>
    public sealed record Row(Guid ProjectId, string ProjectName, ChinaMonth Month, MonthlyReportState? State, int Visits, int Rated, BlockedBy? BlockedBy);

    public sealed record Visited(DateOnly Day, string Content, string? Problems, string? Next, int? Stars);

    /// <param name="Texts">As saved; before that, drafted from the feedback forms.</param>
    public sealed record Detail(
        Guid ProjectId, string ProjectName, string OwnerName, ChinaMonth Month, MonthlyReportState? State, MonthlyTexts Texts, IReadOnlyList<Visited> Visits,
        int Minutes, int OpenFaults, BlockedBy? BlockedBy, string? WriterName, DateTimeOffset? SavedAt, DateTimeOffset? PushedAt, bool MayWrite, string OwnerLabel);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/monthly-reports", List);
        door.MapGet("/monthly-reports/{projectId:guid}/{month}", Show);
    }

    private static async Task<Page<Row>> List(
        ChinaMonth? month, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, IRegionPolicies policies, TimeProvider time, CancellationToken ct)
    {
        var wanted = month ?? ChinaMonth.Of(time.GetUtcNow());
        var regions = policies.All.Where(p => p.Report.Monthly).Select(p => p.Code).ToList();
        var due = db.DueIn(wanted).OfActor(actor.Required).Where(d => d.ServiceType == ServiceType.Maintenance && regions.Contains(d.Region));
        var total = await due.CountAsync(ct);
        var rows = await due.OrderBy(d => d.MonthlyState != null).ThenByDescending(d => d.Rated > 0).ThenByDescending(d => d.EnteredAt).ThenBy(d => d.ProjectId)
            .Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        return page.Of<Row>([.. rows.Select(d => new Row(
            d.ProjectId, d.ProjectName, wanted, d.MonthlyState, d.Forms, d.Rated,
            d.MonthlyState is null ? MonthlyReport.WhyNotWritable(wanted, d.Forms, d.Rated).Said() : null))], total);
    }

    private static async Task<Detail> Show(
        Guid projectId, ChinaMonth month, AppDb db, CurrentActor actor, IProjects projects, IVisits visits, IFaults faults, IRegionPolicies policies,
        Owners.Contracts.IOwners owners, CancellationToken ct)
    {
        var project = await projects.OfMonthly(projectId, policies, actor.Required, ct);
        var report = await db.Set<MonthlyReport>().AsNoTracking().FirstOrDefaultAsync(m => m.ProjectId == projectId && m.Month == month, ct);
        var forms = await visits.FormSheets(projectId, month, ct);
        var stays = await visits.OfProject(projectId, month, ct);
        var open = (await faults.ForReport(projectId, month, ct)).Count(f => f.State is FaultState.Pending or FaultState.InProgress);
        var why = report is null ? MonthlyReport.WhyNotWritable(month, forms.Count, forms.Count(f => f.Stars is not null)).Said() : null;
        return new Detail(
            project.Id, project.Name, (await owners.Find(project.OwnerId, ct))?.Name ?? "", month, report?.State, report?.Texts ?? Drafted(forms),
            [.. forms.Select(f => new Visited(f.Day, f.Content, f.Problems, f.NextStep, f.Stars))], stays.Sum(v => v.Minutes ?? 0), open, why,
            report?.WriterName, report?.SavedAt, report?.PushedAt, project.MayWriteMonthly(actor.Required) && report?.State != MonthlyReportState.Pushed,
            policies.For(project.Region).Wording.Owner);
    }

    /// <summary>What the people on site wrote, so that nobody types it twice.</summary>
    private static MonthlyTexts Drafted(IReadOnlyList<FormSheet> forms)
    {
        string Lines(Func<FormSheet, string?> of) => string.Join('\n', forms.Where(f => !string.IsNullOrWhiteSpace(of(f))).Select(f => $"{f.Day.Month}月{f.Day.Day}日：{of(f)}"));
        return new MonthlyTexts(Lines(f => f.Content), Lines(f => f.Problems), "", Lines(f => f.NextStep));
    }

    private static BlockedBy? Said(this Problem? problem) => problem is null ? null : new BlockedBy(problem.Code, problem.Title, problem.Rule);
}

internal static class MonthlyProjects
{
    /// <summary>The project, if the actor has a part in it and its region writes 月报.</summary>
    public static async Task<ProjectCard> OfMonthly(this IProjects projects, Guid projectId, IRegionPolicies policies, Actor actor, CancellationToken ct)
    {
        var project = await projects.Find(projectId, ct) ?? throw new RuleBroken(ReportProblems.NotYours);
        var sees = actor.Has(Role.AgencyAdmin) || actor.Has(Role.AgencyManager) || (actor.PersonId is { } person && project.IsMember(person));
        if (!sees)
        {
            throw new RuleBroken(ReportProblems.NotYours);
        }

        return policies.For(project.Region).Report.Monthly && project.ServiceType == ServiceType.Maintenance
            ? project
            : throw new RuleBroken(MonthlyProblems.NotUsedHere);
    }

    /// <summary>RPT-24: the project's lead or its technical lead.</summary>
    public static bool MayWriteMonthly(this ProjectCard project, Actor actor) =>
        actor.PersonId is { } person && (project.LeadId == person || project.TechnicalLeadId == person);
}
