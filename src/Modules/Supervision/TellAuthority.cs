using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Supervision;

/// <summary>NTF-14: the corps hears of an agency that does not suffice any more, and of accounts that were closed. May be told twice; one notice stays.</summary>
internal sealed class TellAuthority(AppDb db, Ids ids) : IHandle<EligibilityLost>, IHandle<AccountClosed>
{
    public Task Handle(EligibilityLost lost, CancellationToken ct) =>
        Tell(AuthorityNoticeKind.EligibilityLost, lost.AgencyId, lost.AgencyId, lost.Region, $"从业条件不够：{lost.Lacks}", lost.At, ct);

    public Task Handle(AccountClosed closed, CancellationToken ct) =>
        Tell(AuthorityNoticeKind.AccountClosed, closed.AccountId, closed.AgencyId, closed.Region, $"{closed.Name}的帐号停用：{closed.Because}", closed.At, ct);

    private async Task Tell(AuthorityNoticeKind kind, Guid aboutId, Guid agencyId, string region, string text, DateTimeOffset at, CancellationToken ct)
    {
        if (!await db.Set<AuthorityNotice>().AnyAsync(n => n.AboutId == aboutId && n.Kind == kind && n.At == at, ct))
        {
            db.Add(AuthorityNotice.ToCorps(ids.Next(), kind, aboutId, agencyId, region, text, at));
        }
    }
}
