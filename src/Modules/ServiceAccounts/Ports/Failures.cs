namespace WeChatService.ServiceAccounts.Ports;

/// <summary>WeChat did not answer in time or said it is busy. Trying again later may help.</summary>
public sealed class WeChatUnavailable(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>WeChat refuses us for a reason that only an operator can remove: secret, address list, quota, a missing capability.</summary>
public sealed class WeChatMisconfigured(string message) : Exception(message);

/// <summary>The sign-in code is spent, too old, made up, or of somebody only looking on (快照页).</summary>
public sealed class LoginCodeRefused(string message) : Exception(message);

/// <summary>A callback that must not be believed. The message is for logs and names no person.</summary>
public sealed class CallbackRefused(CallbackRefusal why, string message) : Exception(message)
{
    public CallbackRefusal Why { get; } = why;
}

/// <summary>Forged: 403, the sender does not hold our token or key. Malformed: 400. TooLarge: 413.</summary>
public enum CallbackRefusal { Forged, Malformed, TooLarge }
