using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Ports;

/// <summary>
/// Asks WeChat who is there. Codes work once and live five minutes; asking twice with the same code gives the same answer, because
/// browsers do call a page twice. Throws <see cref="LoginCodeRefused"/> when WeChat does not accept the code and
/// <see cref="WeChatUnavailable"/> when it does not answer.
/// </summary>
public interface IWeChatLogin
{
    /// <summary>WeChat's page that sends the visitor back to <paramref name="backTo"/> with code and state, without asking anything.</summary>
    Uri AuthorizePage(ServiceAccountKind account, Uri backTo, string state);

    Task<WeChatIdentity> ByOAuthCode(ServiceAccountKind account, string code, CancellationToken ct);

    Task<MiniProgramIdentity> ByMiniProgramCode(string code, CancellationToken ct);
}
