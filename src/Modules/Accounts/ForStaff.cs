using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Sessions;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Accounts;

/// <summary>
/// The accounts of an agency's people and which of them has a phone signed in; who lost his is signed out on it (ACC-11, PEO-28). The
/// administrator does it for everybody at the console, a lead for the people on site from the agency account; the corps reads its region's.
/// </summary>
internal static class ForStaff
{
    public static void MapForConsole(RouteGroupBuilder console)
    {
        console.MapGet("/accounts", List).For(Role.AgencyAdmin);
        console.MapGet("/accounts/table", Export).For(Role.AgencyAdmin);
        console.MapPost("/accounts/{id:guid}/phone-release", Release).For(Role.AgencyAdmin);
    }

    public static void MapForAgency(RouteGroupBuilder agency)
    {
        agency.MapGet("/accounts", List).For(Role.ProjectLead);
        agency.MapPost("/accounts/{id:guid}/phone-release", Release).For(Role.ProjectLead);
    }

    public static void MapForAuthority(RouteGroupBuilder authority)
    {
        authority.MapGet("/accounts", List).For(Role.Corps);
        authority.MapGet("/accounts/table", Export).For(Role.Corps);
    }

    /// <summary>The account, if it is one that this actor may look after.</summary>
    public static async Task<Account> Own(Guid id, AppDb db, CancellationToken ct) =>
        await db.Set<Account>().FirstOrDefaultAsync(a => a.Id == id && a.ContactId == null, ct) ?? throw new RuleBroken(AccountProblems.NoSuchAccount);

    private static Task<Page<AccountList.Line>> List([AsParameters] AccountFilter filter, [AsParameters] PageRequest page, AccountList list, CancellationToken ct) =>
        list.Read(filter, page, ct);

    private static async Task<FileContentHttpResult> Export([AsParameters] AccountFilter filter, AccountList list, CancellationToken ct) =>
        TypedResults.File(await list.Export(filter, ct), "text/csv; charset=utf-8", "帐号.csv");

    private static async Task<AccountList.Line> Release(Guid id, AppDb db, CurrentActor actor, SessionDesk desk, IFollowers followers, CancellationToken ct)
    {
        var account = await Own(id, db, ct);
        if (!AccountList.LooksAfter(actor.Required, account))
        {
            throw new RuleBroken(AccountProblems.NoSuchAccount);
        }

        await desk.EndAll(account.Id, "released", ct, Door.MiniProgram);
        // Else whoever found the phone would be signed in again by WeChat alone.
        await followers.Release(account.Id, ServiceAccountKind.MiniProgram, ct);
        db.Audit("account.phone_released", nameof(Account), account.Id, $"释放{account.Name}的手机");
        return AccountList.LineOf(account, null, null, null);
    }
}
