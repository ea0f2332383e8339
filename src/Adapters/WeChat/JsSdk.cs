using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Http;

namespace WeChatService.WeChat;

/// <remarks>developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/JS-SDK.html (附录1 JS-SDK使用权限签名算法)</remarks>
internal sealed class JsSdk(WeChatApi api, WeChatSettings settings, TimeProvider clock) : IJsSdk
{
    public async Task<JsSdkSignature> Sign(ServiceAccountKind account, string page, CancellationToken ct)
    {
        var ticket = await api.Ticket(account, ct);
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
        return new JsSdkSignature(settings[account].AppId, timestamp, nonce, Signature(ticket, nonce, timestamp, page));
    }

    /// <summary>The address is used exactly as the browser reports it, never decoded or encoded anew, without its fragment.</summary>
    internal static string Signature(string ticket, string nonce, long timestamp, string page)
    {
        var address = page.Split('#', 2)[0];
        var text = string.Create(CultureInfo.InvariantCulture, $"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={address}");
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
