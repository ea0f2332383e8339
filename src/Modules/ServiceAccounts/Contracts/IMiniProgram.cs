using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Contracts;

/// <summary>What the mini program's server side asks WeChat about the person who holds the phone. The session key never leaves this module.</summary>
public interface IMiniProgram
{
    /// <summary>
    /// Who <c>wx.login</c>'s code stands for; keeps the session key sealed and remembers the union id. The same code gives the same answer
    /// for ten minutes.
    /// </summary>
    /// <exception cref="LoginCodeRefused">Spent, too old or made up.</exception>
    /// <exception cref="WeChatUnavailable">No answer; the code may still be good.</exception>
    /// <exception cref="WeChatMisconfigured">WeChat refuses our app id or secret.</exception>
    Task<WeChatIdentity> SignIn(string code, CancellationToken ct);

    /// <summary>False when WeChat no longer honours the session that we hold, or we hold none: the phone must call wx.login again.</summary>
    Task<bool> SessionHolds(string openId, CancellationToken ct);

    /// <summary>The mobile number that the person agreed to give, "13800001111", from the code of the phone-number button (not the login code).</summary>
    /// <exception cref="LoginCodeRefused">Spent, older than five minutes, or made up.</exception>
    /// <exception cref="WeChatUnavailable">No answer; the code may still be good.</exception>
    Task<string> PhoneNumber(string code, CancellationToken ct);
}
