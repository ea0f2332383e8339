using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Accounts.Employment;

internal enum EmploymentMove { Join, Leave, Renew }

internal enum RequestState { Pending, Passed, Rejected }

/// <summary>申请入职, 申请离职, 更新证书: 待审核 → 通过 | 驳回 (PEO-17, 18). The applicant reads why it was sent back.</summary>
internal sealed class EmploymentRequest : IAgencyOwned, IRegionOwned
{
    public const string OneOpenKey = "ux_employment_request_open";
    private const int LongestReason = 200;

    public Guid Id { get; private set; }
    public Guid AgencyId { get; private set; }
    public string Region { get; private set; } = "";
    public Guid AccountId { get; private set; }
    public string Name { get; private set; } = "";
    public EmploymentMove Move { get; private set; }

    /// <summary>What he wants to be; null when he leaves, or goes on with other certificates.</summary>
    public Post? Post { get; private set; }

    public RequestState State { get; private set; }
    public DateTimeOffset AskedAt { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? DecidedBy { get; private set; }
    public string? Reason { get; private set; }

    public static EmploymentRequest ToJoin(Guid id, Account who, Guid agencyId, string region, Post post, DateTimeOffset now) =>
        new() { Id = id, AgencyId = agencyId, Region = region, AccountId = who.Id, Name = who.Name, Move = EmploymentMove.Join, Post = post, AskedAt = now };

    public static EmploymentRequest ToLeave(Guid id, Account who, DateTimeOffset now) =>
        new() { Id = id, AgencyId = who.AgencyId, Region = who.Region, AccountId = who.Id, Name = who.Name, Move = EmploymentMove.Leave, AskedAt = now };

    public string Says => Move switch { EmploymentMove.Join => "入职", EmploymentMove.Leave => "离职", _ => "更新证书" };

    /// <summary>PEO-03: an employed operator's certificates change on the staff list when the agency has seen the new ones.</summary>
    public static EmploymentRequest ToRenew(Guid id, Account who, DateTimeOffset now) =>
        new() { Id = id, AgencyId = who.AgencyId, Region = who.Region, AccountId = who.Id, Name = who.Name, Move = EmploymentMove.Renew, AskedAt = now };

    /// <exception cref="RuleBroken">Decided already, or one's own.</exception>
    public void Pass(Actor by, DateTimeOffset now) => Decide(RequestState.Passed, null, by, now);

    /// <exception cref="RuleBroken">No reason (PEO-18), decided already, or one's own.</exception>
    public void Reject(string? reason, Actor by, DateTimeOffset now) => Decide(
        RequestState.Rejected,
        reason?.Trim() is { Length: > 0 and <= LongestReason } why ? why : throw new RuleBroken(EmploymentProblems.ReasonMissing), by, now);

    private void Decide(RequestState state, string? reason, Actor by, DateTimeOffset now)
    {
        if (State != RequestState.Pending)
        {
            throw new RuleBroken(EmploymentProblems.Decided);
        }

        if (by.AccountId == AccountId)
        {
            throw new RuleBroken(EmploymentProblems.NotOnesOwn);
        }

        (State, Reason, DecidedBy, DecidedAt) = (state, reason, by.Name, now);
    }
}
