using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Visits.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>出具, 重新出具, 改封面, 删除 (RPT-01…06, 15, 20, 21, 25; FIL-05).</summary>
internal sealed class OrderReport(
    AppDb db, CurrentActor actor, IPlans plans, IProjects projects, IFieldTasks tasks, IVisits visits, IRegionPolicies policies, Ids ids, TimeProvider time)
{
    public sealed record OrderRequest(
        Guid PlanId, IReadOnlyList<Guid> TaskIds, DateOnly ReportDate, DateOnly ServiceFrom, DateOnly ServiceTo, string? Remark);

    public sealed record CoverRequest(DateOnly ReportDate, DateOnly ServiceFrom, DateOnly ServiceTo, string? Remark);
    public sealed record Response(Guid Id, string Number, ReportState State);

    public static void Map(RouteGroupBuilder door)
    {
        Role[] authors = [Role.AgencyAdmin, Role.AgencyManager, Role.ProjectLead, Role.TechnicalLead];
        door.MapPost("/reports", (OrderRequest request, OrderReport order, CancellationToken ct) => order.Order(request, ct)).For(authors);
        door.MapPost("/reports/{id:guid}/regenerate", (Guid id, OrderReport order, CancellationToken ct) => order.Regenerate(id, ct)).For(authors);
        door.MapPut("/reports/{id:guid}/cover", (Guid id, CoverRequest request, OrderReport order, CancellationToken ct) => order.Rewrite(id, request, ct)).For(authors);
        door.MapDelete("/reports/{id:guid}", (Guid id, OrderReport order, CancellationToken ct) => order.Delete(id, ct)).For(authors);
    }

    private async Task<Accepted<Response>> Order(OrderRequest request, CancellationToken ct)
    {
        var plan = await plans.Find(request.PlanId, ct) ?? throw new RuleBroken(ReportProblems.NotYours);
        var project = await projects.Find(plan.ProjectId, ct) ?? throw new RuleBroken(ReportProblems.NotYours);
        var policy = policies.For(project.Region);
        ReportRules.MustBeAuthor(actor.Required, project, policy.Report);
        ReportRules.ProjectMustBeServed(project);
        if (await db.Set<Report>().AnyAsync(r => r.ProjectId == project.Id && r.Month == plan.Month, ct))
        {
            throw new RuleBroken(ReportProblems.Exists);
        }

        var now = time.GetUtcNow();
        var work = await tasks.OfPlan(plan.Id, ct);
        if (ReportRules.WhyNotYet(plan, work, await visits.FormsOf(project.Id, plan.Month, ct), policy, now) is { } why)
        {
            throw new RuleBroken(why);
        }

        ReportRules.MustBeTasksOfPlan(request.TaskIds, work);
        ReportRules.DatesMustFit(request.ServiceFrom, request.ServiceTo, request.ReportDate);
        var report = Report.Order(
            ids.Next(), ReportNumbers.Next(policy.Report.NumberPrefix, plan.Month), project, plan, request.TaskIds, request.ReportDate,
            request.ServiceFrom, request.ServiceTo, request.Remark, now);
        db.Add(report);
        await tasks.MarkReported(request.TaskIds, report.Id, ct);
        return Start(report, "report.ordered", "开始出具");
    }

    private async Task<Accepted<Response>> Regenerate(Guid id, CancellationToken ct)
    {
        var (report, _) = await Load(id, ct);
        report.Regenerate();
        return Start(report, "report.regenerated", "重新出具");
    }

    private async Task<Accepted<Response>> Rewrite(Guid id, CoverRequest request, CancellationToken ct)
    {
        var (report, _) = await Load(id, ct);
        ReportRules.DatesMustFit(request.ServiceFrom, request.ServiceTo, request.ReportDate);
        report.Rewrite(request.ReportDate, request.ServiceFrom, request.ServiceTo, request.Remark);
        return Start(report, "report.rewritten", "改封面");
    }

    private async Task<Response> Delete(Guid id, CancellationToken ct)
    {
        var (report, policy) = await Load(id, ct);
        ReportRules.MustBeDeletable(report, policy.Report.DeleteBeforeFiling);
        await tasks.Release(report.Id, ct);
        db.Remove(report);
        db.Audit("report.deleted", "Report", report.Id, $"删除{report.ProjectName} {report.Month.Says()}报告 {report.Number}");
        return new Response(report.Id, report.Number, report.State);
    }

    private Accepted<Response> Start(Report report, string act, string summary)
    {
        db.Enqueue(new GenerateReport(report.Id), report.Id.ToString());
        db.Audit(act, "Report", report.Id, $"{summary}{report.ProjectName} {report.Month.Says()}报告");
        return TypedResults.Accepted($"/api/agency/reports/{report.Id}", new Response(report.Id, report.Number, report.State));
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
