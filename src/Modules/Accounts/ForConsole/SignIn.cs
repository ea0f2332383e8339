using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatService.Accounts.ForEveryDoor;
using WeChatService.Accounts.Sessions;
using WeChatService.Accounts.SignIns;
using WeChatService.Kernel;

namespace WeChatService.Accounts.ForConsole;

/// <summary>User name and password at a desk: agencies' managers at the console, officers at the authority's door (ACC-16).</summary>
internal static class SignIn
{
    public static void Map(RouteGroupBuilder console) =>
        console.MapPost("/sign-in", Handle).AllowAnonymous().RequireRateLimiting("sign-in").RepeatsWithoutHarm("signing in twice gives two sessions");

    private static async Task<Me> Handle(
        Credentials said, HttpContext http, AppDb db, CurrentActor actor, PasswordCheck passwords, SessionDesk desk, WhoAmI whoAmI, CancellationToken ct)
    {
        var account = await passwords.Check(said, Door.Console, ct);
        var door = account.IsOfficer ? Door.Authority : Door.Console;
        var opened = desk.Open(door, account, null);
        SessionDesk.SetCookie(http, door, opened.Token, opened.Session.Lifetime);
        actor.Become(account.ActAs(door, opened.Session.Id, null));
        db.Audit("account.signed_in", nameof(Account), account.Id, "在电脑管理端登录");
        return await whoAmI.Tell(ct);
    }
}
