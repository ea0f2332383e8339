using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.Sessions;
using WeChatService.Kernel;

namespace WeChatService.Accounts.ForConsole;

/// <summary>The administrator's hold on the agency's accounts: list, enable, disable, release a lost phone (PEO-23, 28; ACC-11, 25).</summary>
internal static class Accounts
{
    internal sealed record StateRequest(bool? Enabled);

    public static void Map(RouteGroupBuilder console)
    {
        console.MapGet("/accounts", List).For(Role.AgencyAdmin);
        console.MapPut("/accounts/{id:guid}/state", SetState).For(Role.AgencyAdmin);
        console.MapPost("/accounts/{id:guid}/phone-release", ReleasePhone).For(Role.AgencyAdmin);
    }

    private static async Task<Page<AccountCard>> List(string? search, [Microsoft.AspNetCore.Http.AsParameters] PageRequest page, AppDb db, CancellationToken ct)
    {
        // Contacts are no staff: theirs are in a list of their own (ACC-23).
        var accounts = db.Set<Account>().AsNoTracking().Where(a => a.ContactId == null);
        if (!string.IsNullOrWhiteSpace(search))
        {
            accounts = accounts.Where(a => a.Name.Contains(search.Trim()) || a.UserName.Contains(search.Trim()));
        }

        var total = await accounts.CountAsync(ct);
        var lines = await accounts.OrderBy(a => a.UserName).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        return page.Of([.. lines.Select(a => a.Card())], total);
    }

    private static async Task<AccountCard> SetState(Guid id, StateRequest request, AppDb db, SessionDesk desk, CancellationToken ct)
    {
        var account = await Own(id, db, ct);
        var enabled = request.Enabled ?? throw new RuleBroken(KernelProblems.BadRequest);
        if (enabled)
        {
            account.Enable();
        }
        else
        {
            account.Disable();
            await desk.EndAll(account.Id, "disabled", ct);
        }

        db.Audit(enabled ? "account.enabled" : "account.disabled", nameof(Account), account.Id, enabled ? "开启帐号" : "停用帐号");
        return account.Card();
    }

    private static async Task<AccountCard> ReleasePhone(Guid id, AppDb db, SessionDesk desk, CancellationToken ct)
    {
        var account = await Own(id, db, ct);
        await desk.EndAll(account.Id, "released", ct, Door.MiniProgram);
        db.Audit("account.phone_released", nameof(Account), account.Id, "释放手机");
        return account.Card();
    }

    private static async Task<Account> Own(Guid id, AppDb db, CancellationToken ct) =>
        await db.Set<Account>().FirstOrDefaultAsync(a => a.Id == id && a.ContactId == null, ct) ?? throw new RuleBroken(AccountProblems.NoSuchAccount);
}
