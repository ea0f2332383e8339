using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatService.Accounts.ForEveryDoor;
using WeChatService.Accounts.Sessions;
using WeChatService.Accounts.SignIns;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Accounts.ForAgency;

/// <summary>
/// Once per phone: the visitor whom WeChat named says which account is his (ACC-18); from then on WeChat alone signs him in. The session
/// gets a new token, so that nobody who saw the old one comes in with it.
/// </summary>
internal static class SignIn
{
    public static void Map(RouteGroupBuilder agency) =>
        agency.MapPost("/sign-in", Handle).AllowAnonymous().RequireRateLimiting("sign-in").RepeatsWithoutHarm("signing in twice gives two sessions");

    private static async Task<Me> Handle(
        Credentials said, HttpContext http, AppDb db, CurrentActor actor, PasswordCheck passwords, SessionDesk desk, IFollowers followers,
        WhoAmI whoAmI, CancellationToken ct)
    {
        if (actor.Known is not { Door: Door.Agency, OpenId: { } openId })
        {
            throw new RuleBroken(AccountProblems.WeChatFirst);
        }

        var account = await passwords.Check(said, Door.Agency, ct);
        await followers.Link(ServiceAccountKind.Agency, openId, account.Id, ct);
        await desk.HandOver(Door.Agency, openId, account, ct);
        var opened = desk.Open(Door.Agency, account, openId);
        SessionDesk.SetCookie(http, Door.Agency, opened.Token, opened.Session.Lifetime);
        actor.Become(account.ActAs(Door.Agency, opened.Session.Id, openId));
        db.Audit("account.linked", nameof(Account), account.Id, "在机构公众号登录并关联微信");
        return await whoAmI.Tell(ct);
    }
}
