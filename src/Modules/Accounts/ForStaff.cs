using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Sessions;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Accounts;

/// <summary>
/// The accounts of an agency's people and which of them has a phone signed in; who lost his is signed out on it (ACC-11, PEO-28). The
/// administrator does it for everybody at the console, a lead for the people on site from the agency account.
/// </summary>
internal static class ForStaff
{
    /// <param name="PhoneSince">When the mini program was signed in on the phone that has it now; null: on none.</param>
    internal sealed record Line(Guid Id, string UserName, string Name, IReadOnlyList<Role> Roles, bool IsEnabled, DateTimeOffset? PhoneSince);

    public static void MapForConsole(RouteGroupBuilder console)
    {
        console.MapGet("/accounts", List).For(Role.AgencyAdmin);
        console.MapPost("/accounts/{id:guid}/phone-release", Release).For(Role.AgencyAdmin);
    }

    public static void MapForAgency(RouteGroupBuilder agency)
    {
        agency.MapGet("/accounts", List).For(Role.ProjectLead);
        agency.MapPost("/accounts/{id:guid}/phone-release", Release).For(Role.ProjectLead);
    }

    /// <summary>The account, if it is one that this actor may look after.</summary>
    public static async Task<Account> Own(Guid id, AppDb db, CancellationToken ct) =>
        await db.Set<Account>().FirstOrDefaultAsync(a => a.Id == id && a.ContactId == null, ct) ?? throw new RuleBroken(AccountProblems.NoSuchAccount);

    private static async Task<Page<Line>> List(
        string? search, [AsParameters] PageRequest page, AppDb db, CurrentActor actor, TimeProvider time, CancellationToken ct)
    {
        // Contacts are no staff: theirs are in a list of their own (ACC-23).
        var accounts = db.Set<Account>().AsNoTracking().Where(a => a.ContactId == null);
        if (!string.IsNullOrWhiteSpace(search))
        {
            accounts = accounts.Where(a => a.Name.Contains(search.Trim()) || a.UserName.Contains(search.Trim()));
        }

        // Roles lie in one JSON column; an agency has tens of accounts, not thousands.
        var mine = (await accounts.OrderBy(a => a.UserName).ToListAsync(ct)).Where(a => LooksAfter(actor.Required, a)).ToList();
        var shown = mine.Skip(page.Skip).Take(page.Take).ToList();
        var (ids, now) = (shown.Select(a => (Guid?)a.Id).ToList(), time.GetUtcNow());
        var phones = await db.Set<Session>().Where(s => ids.Contains(s.AccountId) && s.Door == Door.MiniProgram && s.EndedAt == null && s.ExpiresAt > now)
            .GroupBy(s => s.AccountId).Select(g => new { g.Key, Since = g.Max(s => s.BeganAt) }).ToDictionaryAsync(g => g.Key!.Value, g => g.Since, ct);
        return page.Of([.. shown.Select(a => LineOf(a, phones.TryGetValue(a.Id, out var since) ? since : null))], mine.Count);
    }

    private static async Task<Line> Release(Guid id, AppDb db, CurrentActor actor, SessionDesk desk, IFollowers followers, CancellationToken ct)
    {
        var account = await Own(id, db, ct);
        if (!LooksAfter(actor.Required, account))
        {
            throw new RuleBroken(AccountProblems.NoSuchAccount);
        }

        await desk.EndAll(account.Id, "released", ct, Door.MiniProgram);
        // Else whoever found the phone would be signed in again by WeChat alone.
        await followers.Release(account.Id, ServiceAccountKind.MiniProgram, ct);
        db.Audit("account.phone_released", nameof(Account), account.Id, $"释放{account.Name}的手机");
        return LineOf(account, null);
    }

    /// <summary>ACC-11, 15: a lead looks after the people on site, the administrator after everybody.</summary>
    private static bool LooksAfter(Actor actor, Account account) =>
        actor.Has(Role.AgencyAdmin) || account.Roles is [Role.Operator];

    private static Line LineOf(Account a, DateTimeOffset? phoneSince) =>
        new(a.Id, a.UserName, a.Name, a.Roles, a.State == AccountState.Enabled, phoneSince);
}
