using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Faces.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>同意备案: opinion, face, then locked for ever (FIL-01, 02, 03, 05, 07, 12).</summary>
internal static class FileReport
{
    public sealed record Request(string? Opinion, Guid? PhotoId);
    public sealed record Response(Guid Id, string Number, DateTimeOffset FiledAt, double? Score, double? Threshold);

    public static void Map(RouteGroupBuilder agency) =>
        agency.MapPost("/reports/{id:guid}/filing", Handle).For(Role.TechnicalLead, Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager);

    private static async Task<Response> Handle(
        Guid id, Request request, AppDb db, CurrentActor actor, IFaces faces, IAgencies agencies, IRegionPolicies policies, TimeProvider time, CancellationToken ct)
    {
        var report = await db.Set<Report>().FirstOrDefaultAsync(r => r.Id == id, ct) ?? throw new RuleBroken(ReportProblems.NotYours);
        ReportRules.MustBeTechnicalLead(report, actor.Required);
        ReportRules.MustBeReadyToFile(report);
        var opinion = ReportRules.OpinionOf(request.Opinion);
        var face = await Face(request, report, actor.Required, faces, policies, ct);

        var (person, name, now) = (actor.Required.PersonId!.Value, actor.Required.Name, time.GetUtcNow());
        report.File(new Filing(person, name, opinion, now, face?.ComparisonId, face?.Score, face?.Threshold));
        var agency = await agencies.Find(report.AgencyId, ct);
        db.Announce(new ReportFiled(
            report.Id, report.Number, report.ProjectId, report.ProjectName, report.AgencyId, agency?.Name ?? "", report.OwnerId, report.BrigadeId,
            report.Region, report.Month, person, name, now));
        db.Audit("report.filed", "Report", report.Id, $"{name}备案 {report.Number}：{opinion}", evidence: face?.ComparisonId.ToString());
        return new Response(report.Id, report.Number, now, face?.Score, face?.Threshold);
    }

    private static async Task<FaceOutcome?> Face(
        Request request, Report report, Actor actor, IFaces faces, IRegionPolicies policies, CancellationToken ct)
    {
        if (!policies.For(report.Region).Filing.Face)
        {
            return null;
        }

        var photo = request.PhotoId ?? throw new RuleBroken(ReportProblems.FaceMissing);
        return await faces.Compare(actor.PersonId!.Value, photo, FacePurpose.Filing, report.Region, ct);
    }
}
