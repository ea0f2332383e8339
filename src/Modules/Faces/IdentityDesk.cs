using WeChatService.Faces.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faces;

internal sealed class IdentityDesk(IFaces faces, ISecondWay secondWay, IRegionPolicies policies) : IIdentities
{
    public async Task<Identified> Prove(IdentityAsked asked, Guid? photoId, SecondWayAnswer? answer, Problem missing, CancellationToken ct) =>
        answer is not null
            ? new Identified(null, await secondWay.Prove(asked.PersonId, answer, asked.Purpose, asked.SubjectId, ct))
            : new Identified(await faces.Compare(asked.PersonId, photoId ?? throw new RuleBroken(missing), asked.Purpose, asked.Region, ct), null);

    public Task<CodesSent> SendCodes(IdentityAsked asked, Guid witnessId, CancellationToken ct) =>
        secondWay.Send(asked.PersonId, witnessId, asked.Purpose, asked.SubjectId, asked.Region, ct);

    public bool HasSecondWay(string region) => policies.For(region).Face.SecondWayAfter is not null;
}
