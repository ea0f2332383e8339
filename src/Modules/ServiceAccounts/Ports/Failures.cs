namespace WeChatService.ServiceAccounts.Ports;

/// <summary>WeChat did not answer in time or said it is busy. Trying again later may help.</summary>
public sealed class WeChatUnavailable(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>WeChat refuses us for a reason that only an operator can remove: secret, address list, quota, a missing capability.</summary>
public sealed class WeChatMisconfigured(string message) : Exception(message);

/// <summary>The sign-in code is spent, too old, made up, or of somebody only looking on (快照页).</summary>
public sealed class LoginCodeRefused(string message) : Exception(message);
