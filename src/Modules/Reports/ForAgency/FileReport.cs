using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Faces.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>同意备案: opinion, face or the second way, then locked for ever (FIL-01, 02, 03, 05, 07, 08, 12; PEO-11 to 13).</summary>
internal sealed class FileReport(
    AppDb db, CurrentActor actor, IIdentities identities, ISecondWay secondWay, IAgencies agencies, IPeople people, IProjects projects, IRegionPolicies policies,
    TimeProvider time)
{
    /// <param name="Opinion">备案意见, 2 to 500 characters; it is printed.</param>
    /// <param name="PhotoId">The uploaded photo of the face, where the region compares faces.</param>
    /// <param name="SecondWay">Instead of the face, after it was not recognised.</param>
    public sealed record Request(string? Opinion, Guid? PhotoId, SecondWayAnswer? SecondWay);

    public sealed record Response(Guid Id, string Number, DateTimeOffset FiledAt, double? Score, double? Threshold, string? WitnessName);

    /// <param name="WitnessId">A colleague who is beside him.</param>
    public sealed record CodesRequest(Guid WitnessId);

    public static void Map(RouteGroupBuilder door)
    {
        // Others of the agency come as far as the rule, which names whom to ask.
        Role[] told = [Role.TechnicalLead, Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager];
        door.MapPost("/reports/{id:guid}/filing", (Guid id, Request request, FileReport filing, CancellationToken ct) => filing.File(id, request, ct)).For(told);
        door.MapPost("/reports/{id:guid}/filing/codes", (Guid id, CodesRequest request, FileReport filing, CancellationToken ct) => filing.SendCodes(id, request, ct)).For(told);
        door.MapGet("/reports/{id:guid}/filing/witnesses", (Guid id, string? search, FileReport filing, CancellationToken ct) => filing.Witnesses(id, search, ct)).For(told);
    }

    private async Task<Response> File(Guid id, Request request, CancellationToken ct)
    {
        var (report, policy) = await MustBeFileable(id, ct);
        var opinion = FilingRules.OpinionOf(request.Opinion);
        // FIL-02.
        var who = policy.Face ? await identities.Prove(Asked(report), request.PhotoId, request.SecondWay, ReportProblems.FaceMissing, ct) : null;
        var (face, witnessed) = (who?.Face, who?.Witnessed);

        var (person, name, now) = (actor.Required.PersonId!.Value, actor.Required.Name, time.GetUtcNow());
        report.File(new Filing(
            person, name, opinion, now, face?.ComparisonId, face?.Score, face?.Threshold,
            witnessed is { } w ? new FilingWitness(w.ProofId, w.WitnessId, w.WitnessName) : null, FilingRules.ClientOf(actor.Required.Door)));
        var agency = await agencies.Find(report.AgencyId, ct);
        db.Announce(new ReportFiled(
            report.Id, report.Number, report.ProjectId, report.ProjectName, report.AgencyId, agency?.Name ?? "", report.OwnerId, report.BrigadeId,
            report.Region, report.Month, person, name, now) { WitnessName = witnessed?.WitnessName });
        db.Audit(
            FiledReportsCheck.Act, nameof(Report), report.Id, $"{name}备案 {report.Number}：{opinion}{who?.Mark}",
            after: FiledSnapshot.Of(db, report), evidence: who?.EvidenceId.ToString());
        return new Response(report.Id, report.Number, now, face?.Score, face?.Threshold, witnessed?.WitnessName);
    }

    private async Task<CodesSent> SendCodes(Guid id, CodesRequest request, CancellationToken ct)
    {
        var (report, policy) = await MustBeFileable(id, ct);
        return policy.Face
            ? await identities.SendCodes(Asked(report), request.WitnessId, ct)
            : throw new RuleBroken(ReportProblems.NoFaceAskedHere);
    }

    private async Task<IReadOnlyList<Witness>> Witnesses(Guid id, string? search, CancellationToken ct)
    {
        await MustBeFileable(id, ct);
        return await secondWay.Witnesses(actor.Required.PersonId!.Value, search, ct);
    }

    /// <summary>All that can be said before a vendor is asked.</summary>
    private async Task<(Report Report, FilingPolicy Policy)> MustBeFileable(Guid id, CancellationToken ct)
    {
        var report = await db.Set<Report>().FirstOrDefaultAsync(r => r.Id == id, ct) ?? throw new RuleBroken(ReportProblems.NotYours);
        var (me, policy) = (actor.Required, policies.For(report.Region));
        FilingRules.MustBeTechnicalLead(report, me);
        FilingRules.MustBeReadyToFile(report);
        FilingRules.MustBeFiledHere(report.Kind, me.Door, policy.Filing);
        var project = await projects.Find(report.ProjectId, ct) ?? throw new RuleBroken(ReportProblems.NotYours);
        var person = await people.Find(me.PersonId!.Value, ct) ?? throw new RuleBroken(ReportProblems.OnlyTechnicalLead);
        FilingRules.MustBeFitToAnswer(person, project.LeadId, policy.Tech);
        return (report, policy.Filing);
    }

    private IdentityAsked Asked(Report report) => new(actor.Required.PersonId!.Value, FacePurpose.Filing, report.Id, report.Region);
}
