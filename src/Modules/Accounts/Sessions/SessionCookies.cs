using WeChatService.Kernel;

namespace WeChatService.Accounts.Sessions;

/// <summary>Where each door finds its session token.</summary>
internal static class SessionCookies
{
    public static string Of(Door door) => door switch
    {
        Door.Agency => "wcs_agency",
        Door.Owner => "wcs_owner",
        Door.Console or Door.Authority => "wcs_console",
        _ => throw new ArgumentOutOfRangeException(nameof(door), door, "this door has no cookie"),
    };

    /// <summary>The door that a path leads to; null outside the doors that need a sign-in.</summary>
    public static Door? DoorOf(string? path) => path?.Split('/', 4) is ["", "api", var name, ..]
        ? name.ToLowerInvariant() switch
        {
            "agency" => Door.Agency,
            "owner" => Door.Owner,
            "miniprogram" => Door.MiniProgram,
            "console" => Door.Console,
            "authority" => Door.Authority,
            _ => null,
        }
        : null;
}
