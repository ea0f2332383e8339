using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faces;

/// <summary>Who registered himself passed the portrait test then: the portrait is his base photo from the day that he joins (PEO-15, 24).</summary>
internal sealed class EnrolPortrait(AppDb db, IRegionPolicies policies, Ids ids) : IHandleAtOnce<PersonJoined>
{
    public Task Handle(PersonJoined joined, CancellationToken ct)
    {
        if (joined.PortraitId is { } portrait)
        {
            var enrolled = FaceBase.Submit(ids.Next(), joined.AgencyId, joined.Region, joined.PersonId, portrait, joined.At);
            if (policies.For(joined.Region).Face.BaseApproval == FaceBaseApproval.AutomaticTest)
            {
                enrolled.Approve(joined.At);
            }

            db.Add(enrolled);
        }

        return Task.CompletedTask;
    }
}
