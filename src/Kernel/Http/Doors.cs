namespace WeChatService.Kernel;

/// <summary>Names that the sign-in (Accounts) and the doors (Host) agree on.</summary>
public static class Doors
{
    /// <summary>The authentication scheme of every door: random session tokens, stored hashed.</summary>
    public const string Scheme = "Session";

    public const string Claim = "door";
    public const string AccountClaim = "account";

    public static string PolicyOf(Door door) => $"Door:{door}";
}
