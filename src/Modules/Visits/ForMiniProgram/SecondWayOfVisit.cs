using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Faces.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Visits.ForMiniProgram;

/// <summary>
/// 非人脸 at a check-in: for whom the face was refused, or who does not agree to its use. Codes count for this start or this end alone.
/// </summary>
internal static class SecondWayOfVisit
{
    /// <param name="VisitId">Of the visit to end; null: to start one.</param>
    public sealed record CodesRequest(Guid ProjectId, Guid? VisitId, Guid WitnessId);

    public static void Map(RouteGroupBuilder miniProgram)
    {
        miniProgram.MapGet("/visits/witnesses", Witnesses).For(Role.Operator, Role.ProjectLead, Role.TechnicalLead);
        miniProgram.MapPost("/visits/codes", SendCodes).For(Role.Operator, Role.ProjectLead, Role.TechnicalLead);
    }

    private static Task<IReadOnlyList<Witness>> Witnesses(string? search, CurrentActor actor, ISecondWay secondWay, CancellationToken ct) =>
        secondWay.Witnesses(actor.Required.PersonId ?? throw new RuleBroken(KernelProblems.NotYourRole), search, ct);

    private static async Task<CodesSent> SendCodes(
        CodesRequest request, AppDb db, CurrentActor actor, IProjects projects, IRegionPolicies policies, IIdentities identities, CancellationToken ct)
    {
        var me = actor.Required.PersonId ?? throw new RuleBroken(KernelProblems.NotYourRole);
        var project = await projects.Find(request.ProjectId, ct) ?? throw new RuleBroken(VisitProblems.ProjectUnknown);
        VisitRules.MustBeUsedHere(policies.For(project.Region).Checkin);
        VisitRules.MustBeMember(project, me);
        if (request.VisitId is not { } visitId)
        {
            return await identities.SendCodes(new(me, FacePurpose.VisitStart, project.Id, project.Region), request.WitnessId, ct);
        }

        var visit = await db.Set<Visit>().FirstOrDefaultAsync(v => v.Id == visitId && v.PersonId == me, ct) ?? throw new RuleBroken(VisitProblems.NotYours);
        visit.MustBeOpen();
        return await identities.SendCodes(new(me, FacePurpose.VisitEnd, visit.Id, visit.Region), request.WitnessId, ct);
    }
}
