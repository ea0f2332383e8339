using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Catalogue.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>跟踪维保发现故障: once a report is filed, the project's 安全隐患处置汇总表 can be opened (FLT-16). Below the faults, because it asks for the filing.</summary>
internal static class ReadHazards
{
    public sealed record Step(DateTimeOffset At, string ByName, string Says, IReadOnlyList<PhotoLink> Photos);

    /// <param name="ViewedAt">When somebody of the owner last saw it (FLT-22).</param>
    public sealed record Row(
        int Number, Guid FaultId, ChinaMonth FoundIn, DateTimeOffset FoundAt, FaultSource Source, FaultState State, string PrintedState, bool IsUrgent,
        string SystemName, string ItemName, string? Place, string? Finding, string Text, int Days, DateTimeOffset? ClosedAt, DateTimeOffset? ViewedAt,
        IReadOnlyList<PhotoLink> Photos, IReadOnlyList<Step> Steps);

    /// <param name="Reports">How many reports of the project are filed.</param>
    public sealed record Table(
        Guid ProjectId, string ProjectName, string Address, DateTimeOffset At, int Reports, int Total, int Open, int Resolved,
        IReadOnlyDictionary<FaultState, int> Counts, Page<Row> Rows);

    public static void Map(RouteGroupBuilder door) => door.MapGet("/projects/{id:guid}/hazards", Show);

    private static async Task<Table> Show(
        Guid id, [AsParameters] PageRequest page, AppDb db, IProjects projects, IFaults faults, ICatalogue catalogue, Photos photos, CancellationToken ct)
    {
        var project = (await projects.Reach(ct)).Holds(id) ? await projects.Find(id, ct) : null;
        if (project is null)
        {
            throw new RuleBroken(ReportProblems.NotYours);
        }

        var filed = await db.Set<Report>().CountAsync(r => r.ProjectId == id && r.State == ReportState.Filed, ct);
        if (filed == 0)
        {
            throw new RuleBroken(ReportProblems.NothingFiledYet);
        }

        var table = await faults.Hazards(id, page, ct);
        var edition = catalogue.For(project.Region);
        return new Table(
            id, project.Name, project.Address, table.At, filed, table.Rows.Total, table.Open, table.Resolved, table.Counts,
            page.Of<Row>([.. table.Rows.Items.Select(r => RowOf(r, edition, photos))], table.Rows.Total));
    }

    private static Row RowOf(HazardRow row, CatalogueEdition edition, Photos photos)
    {
        var fault = row.Fault;
        return new Row(
            row.Number, fault.Id, fault.FoundIn, fault.FoundAt, fault.Source, fault.State, fault.PrintedState, fault.IsUrgent,
            edition.FindClass(fault.ClassCode)?.SystemName ?? "", fault.ItemName, fault.Place, fault.Finding, fault.Text, row.Days, fault.ClosedAt, row.ViewedAt,
            photos.Links(fault.PhotoIds), [.. fault.PrintedSteps.Select(s => new Step(s.At, s.ByName, s.Says, photos.Links(s.PhotoIds)))]);
    }
}
