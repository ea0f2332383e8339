using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Builder;
using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.Sessions;
using WeChatService.Kernel;

namespace WeChatService.Accounts.ForConsole;

/// <summary>The administrator enables and disables the agency's accounts (PEO-23, ACC-25); listed and released: <see cref="ForStaff"/>.</summary>
internal static class Accounts
{
    internal sealed record StateRequest(bool? Enabled);

    public static void Map(RouteGroupBuilder console) => console.MapPut("/accounts/{id:guid}/state", SetState).For(Role.AgencyAdmin);

    private static async Task<AccountCard> SetState(
        Guid id, StateRequest request, AppDb db, CurrentActor actor, SessionDesk desk, TimeProvider time, CancellationToken ct)
    {
        var account = await ForStaff.Own(id, db, ct);
        var enabled = request.Enabled ?? throw new RuleBroken(KernelProblems.BadRequest);
        if (enabled)
        {
            account.Enable(time.GetUtcNow());
        }
        else
        {
            if (account.State == AccountState.Enabled)
            {
                db.Announce(new AccountClosed(
                    account.Id, account.AgencyId, account.Region, account.Name, $"{actor.Required.Name}停用", time.GetUtcNow()));
            }

            account.Disable(time.GetUtcNow());
            await desk.EndAll(account.Id, "disabled", ct);
        }

        db.Audit(enabled ? "account.enabled" : "account.disabled", nameof(Account), account.Id, enabled ? "开启帐号" : "停用帐号");
        return account.Card();
    }
}
