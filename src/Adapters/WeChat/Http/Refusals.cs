using System.Text.RegularExpressions;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.WeChat.Http;

/// <summary>
/// The errcodes that only an operator can mend, and the sentence that tells him where. Codes and meanings:
/// developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html and the page of each call.
/// </summary>
internal static partial class Refusals
{
    public const string TokenPath = "/cgi-bin/stable_token";

    /// <summary>What to change and where; null when the code is nobody's fault or concerns one message only.</summary>
    public static string? Remedy(ServiceAccountKind account, string path, WeChatAnswer answer) => answer.Code switch
    {
        40013 or 41002 => $"AppID 不对：请把 WeChat__{account}__AppId 改成{Console(account)}「开发接口管理 → 基本配置」里的 AppID。",
        40125 or 41004 => Secret(account),
        40001 when IsIssuing(path) => Secret(account),
        40001 or 40014 or 42001 => $"微信连续拒绝刚取得的 access_token：请确认没有别的程序用同一个 AppID 强制刷新令牌，再核对 WeChat__{account}__AppId。",
        40243 => $"AppSecret 已被冻结：请到{Console(account)}「开发接口管理 → 基本配置」解冻或重置，再更新 WeChat__{account}__Secret。",
        40164 => $"服务器出口 IP {Address(answer.Message)} 不在白名单里：请加到{Console(account)}「开发接口管理 → 基本配置 → IP白名单」。",
        89503 => $"IP {Address(answer.Message)} 的调用要管理员确认：请帐号管理员在手机微信的确认消息里点同意，再把它加进 IP 白名单。",
        89506 => $"管理员拒绝了 IP {Address(answer.Message)}，24 小时内不能再申请：请管理员把它加进 IP 白名单。",
        89507 => $"管理员拒绝了 IP {Address(answer.Message)}，1 小时内不能再申请：请管理员把它加进 IP 白名单。",
        48001 or 50001 => $"帐号没有接口 {path} 的权限：请确认帐号已认证，并到{Console(account)}「接口权限」开通。",
        48004 => $"接口 {path} 被微信封禁：请登录{Console(account)}看站内通知并处理违规。",
        50004 or 50007 => $"帐号被微信停用或冻结：请登录{Console(account)}看站内通知并申诉。",
        _ => null,
    };

    public static bool IsIssuing(string path) => path == TokenPath || path.StartsWith("/sns/", StringComparison.Ordinal);

    /// <summary>"invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist": the address as the list wants it.</summary>
    public static string Address(string? message) =>
        message is null ? "（微信没有给出）"
        : V4().Match(message) is { Success: true } v4 ? v4.Value
        : V6().Match(message) is { Success: true } v6 ? v6.Value
        : "（微信没有给出）";

    private static string Secret(ServiceAccountKind account) =>
        $"AppSecret 不对或已重置：请到{Console(account)}「开发接口管理 → 基本配置」重置 AppSecret，再更新 WeChat__{account}__Secret。";

    public static string Console(ServiceAccountKind account) => account switch
    {
        ServiceAccountKind.Agency => "机构端服务号后台",
        ServiceAccountKind.Owner => "业主端服务号后台",
        _ => "小程序后台",
    };

    [GeneratedRegex(@"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")]
    private static partial Regex V4();

    [GeneratedRegex(@"(?<![0-9a-fA-F:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{1,4}")]
    private static partial Regex V6();
}
