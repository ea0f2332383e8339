using WeChatService.Kernel;

namespace WeChatService.Faces;

internal enum FaceBaseState { Pending, Approved, Rejected }

/// <summary>
/// 身份底图: 待审核 → 通过 | 驳回 (rules §19.9). A person may have several; the one approved last counts, so that the old one stays valid
/// while a new one waits (PEO-26).
/// </summary>
internal sealed class FaceBase : IAgencyOwned, IRegionOwned
{
    public Guid Id { get; private set; }
    public Guid AgencyId { get; private set; }
    public string Region { get; private set; } = "";
    public Guid PersonId { get; private set; }
    public Guid PhotoId { get; private set; }
    public FaceBaseState State { get; private set; }
    public DateTimeOffset SubmittedAt { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? Reason { get; private set; }

    public static FaceBase Submit(Guid id, Guid agencyId, string region, Guid personId, Guid photoId, DateTimeOffset now) =>
        new() { Id = id, AgencyId = agencyId, Region = region, PersonId = personId, PhotoId = photoId, SubmittedAt = now };

    /// <summary>PEO-24: usable from now on.</summary>
    /// <exception cref="RuleBroken">Already decided.</exception>
    public void Approve(DateTimeOffset now) => Decide(FaceBaseState.Approved, null, now);

    /// <summary>PEO-25: the person reads why and takes another picture.</summary>
    /// <exception cref="RuleBroken">Already decided, or no reason given.</exception>
    public void Reject(string? reason, DateTimeOffset now) => Decide(
        FaceBaseState.Rejected, string.IsNullOrWhiteSpace(reason) ? throw new RuleBroken(FaceProblems.RejectionNeedsReason) : reason.Trim(), now);

    private void Decide(FaceBaseState state, string? reason, DateTimeOffset now)
    {
        if (State != FaceBaseState.Pending)
        {
            throw new RuleBroken(FaceProblems.BaseNotPending);
        }

        (State, Reason, DecidedAt) = (state, reason, now);
    }
}
