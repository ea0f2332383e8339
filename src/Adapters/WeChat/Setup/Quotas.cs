using WeChatService.ServiceAccounts.Contracts;
using WeChatService.WeChat.Http;
using WeChatService.WeChat.Messages;

namespace WeChatService.WeChat.Setup;

/// <summary>How much of a call's daily quota is used. <paramref name="DailyLimit"/> 0 means that WeChat names none.</summary>
public sealed record CallQuota(string Path, long DailyLimit, long Used, long Remaining);

/// <summary>What is left of today's calls, and the emergency brake that gives them back.</summary>
public sealed class Quotas
{
    private readonly WeChatApi api;
    private readonly WeChatSettings settings;

    internal Quotas(WeChatApi api, WeChatSettings settings) => (this.api, this.settings) = (api, settings);

    /// <summary>The calls that an account of this kind lives on.</summary>
    public static IReadOnlyList<string> PathsOf(ServiceAccountKind account) => account == ServiceAccountKind.MiniProgram
        ? [TemplateMessageSender.SubscribePath, "/wxa/getwxacodeunlimit", "/wxa/business/getuserphonenumber"]
        : [TemplateMessageSender.TemplatePath, "/cgi-bin/qrcode/create", "/cgi-bin/user/info", "/cgi-bin/ticket/getticket"];

    /// <summary>developers.weixin.qq.com/doc/service/api/apimanage/api_getapiquota.html</summary>
    public async Task<CallQuota> Of(ServiceAccountKind account, string path, CancellationToken ct)
    {
        var answer = await api.Ask(account, "/cgi-bin/openapi/quota/get", new { cgi_path = path }, ct);
        long Number(string name) => answer.Body.TryGetProperty("quota", out var quota) && long.TryParse(WeChatAnswer.TextOf(quota, name), out var n) ? n : 0;
        return new CallQuota(path, Number("daily_limit"), Number("used"), Number("remain"));
    }

    /// <summary>
    /// Gives back the day's quota of all calls; WeChat allows ten a month, then 48006.
    /// developers.weixin.qq.com/doc/service/api/apimanage/api_clearquota.html
    /// </summary>
    public Task Clear(ServiceAccountKind account, CancellationToken ct) =>
        api.Ask(account, "/cgi-bin/clear_quota", new { appid = settings[account].AppId }, ct);
}
