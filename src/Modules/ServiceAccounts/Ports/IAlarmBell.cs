using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Ports;

/// <summary>
/// Where the adapter says that WeChat refuses us for a reason that only an operator can mend, and that it works again. Called beside the
/// call itself: never throws, never holds it up for long.
/// </summary>
public interface IAlarmBell
{
    /// <param name="what">A Chinese sentence naming the setting to change.</param>
    Task Ring(ServiceAccountKind account, int errCode, string path, string what);

    /// <summary>This call of this account works: what was open about it is over. Costs nothing while nothing is open.</summary>
    Task Works(ServiceAccountKind account, string path);
}
