using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>重新出具, 改封面, 删除, as long as it is not filed (RPT-06, 09, 12, 15, 20; FIL-05).</summary>
internal sealed class ChangeReport(AppDb db, CurrentActor actor, IProjects projects, IFieldTasks tasks, IFaultTasks faultTasks, IRegionPolicies policies)
{
    public sealed record CoverRequest(DateOnly ReportDate, DateOnly ServiceFrom, DateOnly ServiceTo, string? Remark, CoverEdits? Cover = null);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapPost("/reports/{id:guid}/regenerate", (Guid id, ChangeReport change, CancellationToken ct) => change.Regenerate(id, ct)).For(OrderReport.Authors);
        door.MapPut("/reports/{id:guid}/cover", (Guid id, CoverRequest request, ChangeReport change, CancellationToken ct) => change.Rewrite(id, request, ct))
            .For(OrderReport.Authors);
        door.MapDelete("/reports/{id:guid}", (Guid id, ChangeReport change, CancellationToken ct) => change.Delete(id, ct)).For(OrderReport.Authors);
    }

    private async Task<Accepted<OrderReport.Response>> Regenerate(Guid id, CancellationToken ct)
    {
        var (report, _) = await Load(id, ct);
        report.Regenerate();
        return Started.Of(db, report, "report.regenerated", "重新出具");
    }

    private async Task<Accepted<OrderReport.Response>> Rewrite(Guid id, CoverRequest request, CancellationToken ct)
    {
        var (report, _) = await Load(id, ct);
        ReportRules.DatesMustFit(request.ServiceFrom, request.ServiceTo, request.ReportDate);
        report.Rewrite(request.ReportDate, request.ServiceFrom, request.ServiceTo, request.Remark, request.Cover?.OrNothing());
        return Started.Of(db, report, "report.rewritten", "改封面");
    }

    private async Task<OrderReport.Response> Delete(Guid id, CancellationToken ct)
    {
        var (report, policy) = await Load(id, ct);
        ReportRules.MustBeDeletable(report, policy.Report.DeleteBeforeFiling);
        await tasks.Release(report.Id, ct);
        await faultTasks.Release(report.Id, ct);
        db.Remove(report);
        db.Audit("report.deleted", "Report", report.Id, $"删除{report.ProjectName} {report.Month.Says()}报告 {report.Number}");
        return new OrderReport.Response(report.Id, report.Number, report.State);
    }

    private async Task<(Report Report, RegionPolicy Policy)> Load(Guid id, CancellationToken ct)
    {
        var report = await db.Set<Report>().FirstOrDefaultAsync(r => r.Id == id, ct) ?? throw new RuleBroken(ReportProblems.NotYours);
        var project = await projects.Find(report.ProjectId, ct) ?? throw new RuleBroken(ReportProblems.NotYours);
        var policy = policies.For(report.Region);
        // The lock is said before the right: nobody can change a filed report, whoever he is.
        if (report.State != ReportState.Filed)
        {
            ReportRules.MustBeAuthor(actor.Required, project, policy.Report);
        }

        return (report, policy);
    }
}
