using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatService.Faces.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Visits.ForMiniProgram;

/// <summary>The word that a check-in must carry, asked for just before the picture is taken (CHK-01, 07).</summary>
internal static class AskChallenge
{
    public enum Act { Start, End }

    public sealed record Request(Guid ProjectId, Act Act);
    public sealed record Response(string Challenge, DateTimeOffset ExpiresAt, int Seconds);

    public static FacePurpose Purpose(this Act act) => act == Act.Start ? FacePurpose.VisitStart : FacePurpose.VisitEnd;

    public static void Map(RouteGroupBuilder miniProgram) =>
        miniProgram.MapPost("/visits/challenges", Handle).RepeatsWithoutHarm("nothing is stored; each answer is another challenge");

    private static async Task<Response> Handle(
        Request request, CurrentActor actor, IProjects projects, IRegionPolicies policies, VisitChallenges challenges, CancellationToken ct)
    {
        var me = actor.Required.PersonId ?? throw new RuleBroken(KernelProblems.NotYourRole);
        var region = await projects.RegionOf(request.ProjectId, ct) ?? throw new RuleBroken(VisitProblems.ProjectUnknown);
        VisitRules.MustBeUsedHere(policies.For(region).Checkin);
        var (challenge, expiresAt) = challenges.Issue(me, request.ProjectId, request.Act.Purpose());
        return new Response(challenge, expiresAt, (int)VisitChallenges.Lifetime.TotalSeconds);
    }
}
