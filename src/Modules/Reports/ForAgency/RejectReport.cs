using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>技术审核 驳回 with a reason: 已提交 → 已保存; and handing it in again (FIL-11).</summary>
internal static class RejectReport
{
    /// <param name="Reason">2 to 500 characters; the author reads it.</param>
    public sealed record Request(string? Reason);

    public sealed record Response(Guid Id, string Number, ReportState State);

    public static void Map(RouteGroupBuilder door)
    {
        Role[] told = [Role.TechnicalLead, Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager];
        door.MapPost("/reports/{id:guid}/rejection", Reject).For(told);
        door.MapPost("/reports/{id:guid}/submission", Submit).For(told);
    }

    private static async Task<Response> Reject(
        Guid id, Request request, AppDb db, CurrentActor actor, IRegionPolicies policies, TimeProvider time, CancellationToken ct)
    {
        var report = await db.Set<Report>().FirstOrDefaultAsync(r => r.Id == id, ct) ?? throw new RuleBroken(ReportProblems.NotYours);
        FilingRules.MustBeTechnicalLead(report, actor.Required);
        FilingRules.MustBeReadyToFile(report);
        var policy = policies.For(report.Region).Filing;
        FilingRules.MustBeFiledHere(report.Kind, actor.Required.Door, policy);
        var reason = FilingRules.ReasonOf(request.Reason, policy);
        var (person, name, now) = (actor.Required.PersonId!.Value, actor.Required.Name, time.GetUtcNow());
        report.Return(new Objection(person, name, reason, now));
        db.Announce(new ReportReturned(report.Id, report.Number, report.ProjectId, report.AgencyId, name, reason, now));
        db.Audit("report.rejected", nameof(Report), report.Id, $"{name}驳回 {report.Number}：{reason}");
        return new Response(report.Id, report.Number, report.State);
    }

    private static async Task<Response> Submit(
        Guid id, AppDb db, CurrentActor actor, IProjects projects, IRegionPolicies policies, CancellationToken ct)
    {
        await db.MustBeOf(id, projects, actor.Required, ct);
        var report = await db.Set<Report>().FirstAsync(r => r.Id == id, ct);
        var project = await projects.Find(report.ProjectId, ct) ?? throw new RuleBroken(ReportProblems.NotYours);
        ReportRules.MustBeOpen(report);
        ReportRules.MustBeAuthor(actor.Required, project, policies.For(report.Region).Report);
        report.Submit();
        db.Announce(new ReportGenerated(
            report.Id, report.Number, report.ProjectId, report.ProjectName, report.AgencyId, report.TechnicalLeadId, report.Month));
        db.Audit("report.submitted", nameof(Report), report.Id, $"{actor.Required.Name}提交 {report.Number}，等技术负责人审核");
        return new Response(report.Id, report.Number, report.State);
    }
}
