using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.WeChat.Callbacks;
using WeChatService.WeChat.Http;

namespace WeChatService.WeChat.Setup;

/// <summary>
/// Whether WeChat's callbacks reach this service: our own echo check to the public address, signed as WeChat signs it, and WeChat's
/// network check from its side.
/// </summary>
internal sealed class CallbackProbe(HttpClient http, WeChatApi api, WeChatSettings settings, IConfiguration configuration, TimeProvider clock)
{
    private const int NoAddressSet = 40201, UnknownCall = 40066;

    /// <summary>The same GET that the console makes when the address is saved there.</summary>
    public async Task<IReadOnlyList<Finding>> OwnEcho(ServiceAccountKind account, CancellationToken ct)
    {
        if (settings[account].Token is not { } token || !Uri.TryCreate(configuration["Public:Base"], UriKind.Absolute, out var site)) return [];
        var address = new Uri(site, $"/wechat/{account.ToString().ToLowerInvariant()}/callback");
        var (timestamp, nonce) = (clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Random());
        var echo = Random();
        var query = $"?signature={CallbackSignature.Of(token, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}&echostr={echo}";
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(WeChatWire.Timeout);
        try
        {
            using var answer = await http.GetAsync(new Uri(address, query), deadline.Token);
            var body = await answer.Content.ReadAsStringAsync(deadline.Token);
            return
            [
                body == echo ? new("callback", Verdict.Ok, $"{address} 正确回应了验证请求。")
                : (int)answer.StatusCode == 403 ? new("callback", Verdict.Wrong, $"{address} 不认签名：运行中的服务与这里的 WeChat__{account}__Token 不同，请统一后重启。")
                : new("callback", Verdict.Wrong, $"{address} 回应 HTTP {(int)answer.StatusCode}：请检查反向代理是否把 /wechat/ 原样转给本服务。"),
            ];
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return [new("callback", Verdict.Wrong, $"{address} 连不上：请确认服务在运行，域名、证书和端口 443 可以从公网访问。")];
        }
    }

    /// <summary>developers.weixin.qq.com/doc/service/api/base/api_callbackcheck.html</summary>
    public async Task<IReadOnlyList<Finding>> FromWeChat(ServiceAccountKind account, CancellationToken ct)
    {
        const string path = "/cgi-bin/callback/check";
        WeChatAnswer answer;
        try { answer = await api.Call(account, path, new { action = "all", check_operator = "DEFAULT" }, Repeat.Freely, ct); }
        catch (NoAnswer e) { return [new("callback", Verdict.Hint, $"微信的网络检测没有回应（{e.Message}），请再运行一次。")]; }
        if (answer.Code == NoAddressSet)
            return [new("callback", Verdict.Wrong, $"后台没有填服务器地址：请到{Refusals.Console(account)}「消息推送」填写 {configuration["Public:Base"]?.TrimEnd('/')}/wechat/{account.ToString().ToLowerInvariant()}/callback。")];
        if (answer.Code is UnknownCall or 48001) return [new("callback", Verdict.Hint, "这个帐号不能用微信的网络检测，只做了本机的验证请求。")];
        var checkedByWeChat = WeChatApi.Accepted(answer, path);
        var lost = checkedByWeChat.List("ping").Where(p => WeChatAnswer.TextOf(p, "package_loss") is { } loss && loss != "0%").ToList();
        return
        [
            lost.Count == 0 ? new("callback", Verdict.Ok, "微信的网络检测能到达服务器。")
            : new("callback", Verdict.Wrong, $"从微信到 {string.Join("、", lost.Select(p => $"{WeChatAnswer.TextOf(p, "ip")} 丢包 {WeChatAnswer.TextOf(p, "package_loss")}"))}：请检查机房线路和防火墙。"),
        ];
    }

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}
