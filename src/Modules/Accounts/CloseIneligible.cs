using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.Sessions;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Accounts;

/// <summary>ORG-30, 31: where the region says so, the administrator's account is closed while the agency's staff does not suffice.</summary>
internal sealed class CloseIneligible(AppDb db, IRegionPolicies policies, SessionDesk desk) : IHandle<EligibilityLost>, IHandle<EligibilityRegained>
{
    public async Task Handle(EligibilityLost lost, CancellationToken ct)
    {
        if (!policies.For(lost.Region).Org.AutoDisable)
        {
            return;
        }

        foreach (var account in (await Administrators(lost.AgencyId, ct)).Where(a => a.State == AccountState.Enabled))
        {
            account.Close(lost.Lacks, lost.At);
            await desk.EndAll(account.Id, "ineligible", ct);
            db.Announce(new AccountClosed(account.Id, account.AgencyId, account.Region, account.Name, $"从业条件不够，{lost.Lacks}", lost.At));
            db.Audit("account.disabled", nameof(Account), account.Id, $"从业条件不够，自动停用：{lost.Lacks}");
        }
    }

    public async Task Handle(EligibilityRegained regained, CancellationToken ct)
    {
        // Who was closed by hand stays closed.
        foreach (var account in (await Administrators(regained.AgencyId, ct)).Where(a => a.ClosedBecause is not null))
        {
            account.Enable(regained.At);
            db.Audit("account.enabled", nameof(Account), account.Id, "从业条件又够了，自动开启");
        }
    }

    private async Task<IEnumerable<Account>> Administrators(Guid agencyId, CancellationToken ct) =>
        (await db.Set<Account>().Where(a => a.AgencyId == agencyId).ToListAsync(ct)).Where(a => a.Roles.Contains(Role.AgencyAdmin));
}
