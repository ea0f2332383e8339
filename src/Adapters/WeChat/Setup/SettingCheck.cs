using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.WeChat.Http;

namespace WeChatService.WeChat.Setup;

/// <summary>What can be seen wrong in the settings before WeChat is asked; values of secrets are never shown.</summary>
internal static partial class SettingCheck
{
    public static IEnumerable<Finding> Of(ServiceAccountKind account, WeChatSettings settings, IConfiguration configuration)
    {
        if (settings.Find(account) is not { } set)
        {
            yield return Wrong($"没有设置 WeChat__{account}__AppId 和 WeChat__{account}__Secret：见 config/wechat/README.md。");
            yield break;
        }
        var wrong = Objections(account, set, configuration).ToList();
        foreach (var objection in wrong) yield return Wrong(objection);
        if (wrong.Count == 0) yield return new Finding("settings", Verdict.Ok, "环境变量齐全，形式正确。");
        if (settings.ApiBase.Host != "api.weixin.qq.com")
            yield return new Finding("settings", Verdict.Hint, $"WeChat__ApiBase 指向 {settings.ApiBase.Authority}，不是微信；正式环境请不要设置它。");
    }

    private static IEnumerable<string> Objections(ServiceAccountKind account, WeChatAccount set, IConfiguration configuration)
    {
        if (!AppId().IsMatch(set.AppId)) yield return $"WeChat__{account}__AppId 应是 wx 加 16 位小写十六进制字符。";
        if (!Secret().IsMatch(set.Secret)) yield return $"WeChat__{account}__Secret 应是 32 位字母数字。";
        var site = configuration["Public:Base"];
        if (!Uri.TryCreate(site, UriKind.Absolute, out var reached)) yield return "没有设置 Public__Base：手机打开页面、微信推送消息用的地址。";
        else if (reached.Scheme != Uri.UriSchemeHttps && !reached.IsLoopback) yield return $"Public__Base 是 {reached.Scheme}://：正式环境必须是 https。";
        // A mini program without callbacks works, but nobody then tells of refused opt-ins.
        if (set.Token is null || set.AesKey is null)
        {
            yield return $"没有设置 WeChat__{account}__Token 和 WeChat__{account}__AesKey：收不到微信推送，请到{Refusals.Console(account)}「消息推送」配置。";
            yield break;
        }
        if (!Token().IsMatch(set.Token)) yield return $"WeChat__{account}__Token 应是 3 到 32 位字母数字。";
        if (!AesKey().IsMatch(set.AesKey)) yield return $"WeChat__{account}__AesKey 应是 43 位字母数字。";
        if (set.Mode != CallbackMode.Safe) yield return $"WeChat__{account}__Mode 是 {set.Mode}：正式环境请在后台选安全模式，并删除这个变量。";
    }

    private static Finding Wrong(string says) => new("settings", Verdict.Wrong, says);

    [GeneratedRegex("^wx[0-9a-f]{16}$")]
    private static partial Regex AppId();

    [GeneratedRegex("^[0-9A-Za-z]{32}$")]
    private static partial Regex Secret();

    [GeneratedRegex("^[0-9A-Za-z]{3,32}$")]
    private static partial Regex Token();

    [GeneratedRegex("^[0-9A-Za-z]{43}$")]
    private static partial Regex AesKey();
}
