using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Sessions;
using WeChatService.Accounts.SignIns;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Accounts.ForOwner;

/// <summary>
/// A contact comes with the account that was handed to him (ACC-21). With the initial password he gets a session that can do one thing: change
/// it (ACC-22). Then this WeChat person is the contact, and WeChat alone signs him in.
/// </summary>
internal static class SignIn
{
    internal sealed record SignedIn(string Name, bool MustChangePassword);

    internal sealed record NewPassword(string? Password);

    public static void Map(RouteGroupBuilder owner)
    {
        owner.MapPost("/sign-in", Enter).AllowAnonymous().RequireRateLimiting("sign-in").RepeatsWithoutHarm("signing in twice gives two sessions");
        owner.MapPut("/password", Change).AllowAnonymous().RequireRateLimiting("sign-in").RepeatsWithoutHarm("a password that was changed is not changed again");
    }

    private static async Task<SignedIn> Enter(
        Credentials said, HttpContext http, AppDb db, CurrentActor actor, PasswordCheck passwords, SessionDesk desk, IFollowers followers, TimeProvider time,
        CancellationToken ct)
    {
        if (actor.Known is not { Door: Door.Owner, OpenId: { } openId })
        {
            throw new RuleBroken(AccountProblems.OwnerWeChatFirst);
        }

        var account = await passwords.Check(said, Door.Owner, ct);
        db.Audit("account.signed_in", nameof(Account), account.Id, account.MustChangePassword ? "联系人用初始密码登录" : "联系人用账号登录并关联微信");
        if (account.MustChangePassword)
        {
            Open(http, desk, account, openId);
        }
        else
        {
            await Join(http, desk, followers, account, openId, time, ct);
        }

        return new SignedIn(account.Name, account.MustChangePassword);
    }

    private static async Task<SignedIn> Change(
        NewPassword wanted, HttpContext http, AppDb db, CurrentActor actor, SessionDesk desk, IFollowers followers, IRegionPolicies policies,
        IPasswordHasher<Account> hasher, TimeProvider time, CancellationToken ct)
    {
        if (actor.Known is not { Door: Door.Owner, OpenId: { } openId } visitor)
        {
            throw new RuleBroken(AccountProblems.OwnerWeChatFirst);
        }

        Account? account;
        using (actor.AsSystem())
        {
            account = await db.Set<Account>().FirstOrDefaultAsync(a => a.Id == visitor.AccountId && a.ContactId != null && a.MustChangePassword, ct);
        }

        if (account is null)
        {
            throw new RuleBroken(AccountProblems.NothingToChange);
        }

        account.ChangeInitial(wanted.Password, policies.For(account.Region).Auth.PasswordRule, hasher);
        db.Audit("account.password_changed", nameof(Account), account.Id, "联系人换掉了初始密码，并关联微信");
        await Join(http, desk, followers, account, openId, time, ct);
        return new SignedIn(account.Name, MustChangePassword: false);
    }

    private static async Task Join(
        HttpContext http, SessionDesk desk, IFollowers followers, Account account, string openId, TimeProvider time, CancellationToken ct)
    {
        await followers.Link(ServiceAccountKind.Owner, openId, account.ContactId!.Value, ct);
        await desk.EndOn(Door.Owner, openId, "linked", ct);
        account.SignedIn(time.GetUtcNow());
        Open(http, desk, account: null, openId);
    }

    private static void Open(HttpContext http, SessionDesk desk, Account? account, string openId)
    {
        var opened = desk.Open(Door.Owner, account, openId);
        SessionDesk.SetCookie(http, Door.Owner, opened.Token, opened.Session.Lifetime);
    }
}
