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

namespace WeChatService.Reports.ForAgency;

/// <summary>出具: from records, from an uploaded PDF, or from both, as the project's kind of report is (RPT-01…06, 10, 12, 16…21, 25).</summary>
internal sealed class OrderReport(
    AppDb db, CurrentActor actor, IPlans plans, IProjects projects, IFieldTasks tasks, IFaultTasks faultTasks, IRegionPolicies policies, Ids ids,
    TimeProvider time)
{
    /// <param name="PlanId">The plan to report; where the report has none, <paramref name="ProjectId"/> instead.</param>
    /// <param name="TaskIds">All planned tasks, and whichever others are to be in it (RPT-05).</param>
    /// <param name="FaultTaskIds">Finished repair and troubleshooting tasks of the month that are to be in it (RPT-05, FLT-21).</param>
    /// <param name="FileId">The uploaded report (RPT-10, 17…20).</param>
    /// <param name="RawRecordFileId">The uploaded raw record (RPT-18).</param>
    /// <param name="PlanKind">计划性质, where no plan says it (RPT-17).</param>
    /// <param name="Submit">False: it stays 已保存 until it is submitted (RPT-22).</param>
    public sealed record OrderRequest(
        Guid? PlanId, IReadOnlyList<Guid>? TaskIds, DateOnly ReportDate, DateOnly ServiceFrom, DateOnly ServiceTo, string? Remark,
        Guid? ProjectId = null, CoverEdits? Cover = null, ReportConclusion? Conclusion = null, Guid? FileId = null, Guid? RawRecordFileId = null,
        PlanKind? PlanKind = null, bool? Submit = null, IReadOnlyList<Guid>? FaultTaskIds = null);

    public sealed record Response(Guid Id, string Number, ReportState State);

    public static void Map(RouteGroupBuilder door) =>
        door.MapPost("/reports", (OrderRequest request, OrderReport order, CancellationToken ct) => order.Order(request, ct)).For(Authors);

    public static readonly Role[] Authors = [Role.AgencyAdmin, Role.AgencyManager, Role.ProjectLead, Role.TechnicalLead];

    private async Task<Accepted<Response>> Order(OrderRequest request, CancellationToken ct)
    {
        var plan = request.PlanId is { } planId ? await plans.Find(planId, ct) ?? throw new RuleBroken(ReportProblems.NotYours) : null;
        var project = await projects.Find(plan?.ProjectId ?? request.ProjectId ?? Guid.Empty, ct) ?? throw new RuleBroken(ReportProblems.NotYours);
        var policy = policies.For(project.Region);
        ReportRules.MustBeAuthor(actor.Required, project, policy.Report);
        ReportRules.ProjectMustBeServed(project);
        var kind = DueRules.KindOf(project.ServiceType, project.DirectUpload, policy);
        var month = kind.IsMaintenance() && plan is not null ? plan.Month : ChinaMonth.Of(time.GetUtcNow());
        var due = await db.DueIn(month).FirstOrDefaultAsync(d => d.ProjectId == project.Id, ct) ?? throw new RuleBroken(ReportProblems.NotExpected);
        if (due.ReportId is not null)
        {
            throw new RuleBroken(ReportProblems.Exists);
        }

        try
        {
            return await Make(request, kind, project, due, month, policy, ct);
        }
        catch (RuleBroken refused)
        {
            // Who pressed at the same moment and lost meets tasks that the winner has reported: what refuses him is the winner's report (RPT-25).
            var lost = await db.DueIn(month).AnyAsync(d => d.ProjectId == project.Id && d.ReportId != null, ct);
            throw lost ? new RuleBroken(ReportProblems.Exists) : refused;
        }
    }

    private async Task<Accepted<Response>> Make(
        OrderRequest request, ReportKind kind, ProjectCard project, ReportDue due, ChinaMonth month, RegionPolicy policy, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (DueRules.Of(due, month, policy, now) is [var first, ..])
        {
            throw new RuleBroken(first.Problem);
        }

        var repairs = await Repairs(request, kind, project, month, ct);
        var order = await Compose(request, kind, project, due, month, policy, ct);
        var report = Report.Order(ids.Next(), ReportNumbers.Next(policy.Report.NumberPrefix, month), project, order, now);
        db.Add(report);
        await tasks.MarkReported(order.TaskIds, report.Id, ct);
        await faultTasks.MarkReported(repairs, report.Id, ct);
        return Started.Of(db, report, "report.ordered", "开始出具");
    }

    private async Task<ReportOrder> Compose(
        OrderRequest request, ReportKind kind, ProjectCard project, ReportDue due, ChinaMonth month, RegionPolicy policy, CancellationToken ct)
    {
        var ticked = (request.TaskIds ?? []).Distinct().ToList();
        IReadOnlyList<TaskCard> planned = due.PlanId is { } plan ? await tasks.OfPlan(plan, ct) : [];
        ReportRules.TicksMustFit(ticked, planned, await tasks.Beside(project.Id, due.PlanId, month.Begins, month.Ends, ct));
        ReportRules.DatesMustFit(request.ServiceFrom, request.ServiceTo, request.ReportDate);
        ReportRules.ConclusionMustBeChosen(kind, project.ServiceType, request.Conclusion);
        if (kind.IsMaintenance() && due.PlanKind is null && request.PlanKind is null)
        {
            throw new RuleBroken(ReportProblems.PlanKindMissing);
        }

        return new ReportOrder(
            kind, due.PlanId, kind.IsMaintenance() ? due.PlanKind ?? request.PlanKind : null, month, ticked, request.ReportDate, request.ServiceFrom, request.ServiceTo)
        {
            Remark = request.Remark, Cover = request.Cover?.OrNothing(), Conclusion = kind.NeedsFile() ? request.Conclusion : null,
            Uploads = await Files(request, kind, project, ct), SubmitsWhenMade = !policy.Filing.Reject || request.Submit is not false,
        };
    }

    /// <summary>RPT-05, FLT-21: what was finished in the month at this project, if it is ticked.</summary>
    private async Task<List<Guid>> Repairs(OrderRequest request, ReportKind kind, ProjectCard project, ChinaMonth month, CancellationToken ct)
    {
        var ticked = (request.FaultTaskIds ?? []).Distinct().ToList();
        var done = ticked.Count == 0 ? [] : (await faultTasks.Done(project.Id, month, ct)).Select(t => t.Id).ToHashSet();
        return (ticked.Count == 0 || kind == ReportKind.Maintenance) && ticked.All(done.Contains)
            ? ticked
            : throw new RuleBroken(ReportProblems.RepairUnknown);
    }

    private async Task<IReadOnlyList<ReportUpload>> Files(OrderRequest request, ReportKind kind, ProjectCard project, CancellationToken ct)
    {
        ReportRules.FilesMustFit(kind, request.FileId is not null, request.RawRecordFileId is not null);
        var uploads = new List<ReportUpload>();
        foreach (var (id, part) in new[] { (request.FileId, UploadPart.Report), (request.RawRecordFileId, UploadPart.RawRecord) })
        {
            if (id is { } wanted)
            {
                uploads.Add((await db.Set<ReportFile>().FirstOrDefaultAsync(f => f.Id == wanted && f.ProjectId == project.Id, ct)
                    ?? throw new RuleBroken(ReportProblems.FileUnknown)).As(part));
            }
        }

        return uploads;
    }
}

internal static class Started
{
    /// <summary>The document is made by a job (RPT-12); the answer says where it can be followed.</summary>
    public static Accepted<OrderReport.Response> Of(AppDb db, Report report, string act, string summary)
    {
        db.Enqueue(new GenerateReport(report.Id), report.Id.ToString());
        db.Audit(act, "Report", report.Id, $"{summary}{report.ProjectName} {report.Month.Says()}报告");
        return TypedResults.Accepted($"/api/agency/reports/{report.Id}", new OrderReport.Response(report.Id, report.Number, report.State));
    }
}
