using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WeChatService.Accounts.Sessions;
using WeChatService.Kernel;

namespace WeChatService.Accounts.ForEveryDoor;

/// <summary>Ends this session; the phone is free for another account (ACC-10).</summary>
internal static class SignOut
{
    public static void Map(RouteGroupBuilder door) => door.MapPost("/sign-out", Handle).BeforeAgreement().RepeatsWithoutHarm("signing out twice changes nothing");

    private static async Task<NoContent> Handle(HttpContext http, AppDb db, CurrentActor actor, SessionDesk desk, CancellationToken ct)
    {
        var me = actor.Required;
        await desk.End(me.SessionId!.Value, "signed out", ct);
        if (me.Door != Door.MiniProgram)
        {
            http.Response.Cookies.Delete(SessionCookies.Of(me.Door));
        }

        db.Audit("account.signed_out", "Session", me.SessionId.Value, "退出登录");
        return TypedResults.NoContent();
    }
}
