using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Http;
using WeChatService.WeChat.Login;

namespace WeChatService.WeChat.MiniProgram;

/// <remarks>
/// developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey.html ·
/// developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber.html
/// </remarks>
internal sealed class MiniProgramWire(WeChatApi api) : IMiniProgramWire
{
    private const ServiceAccountKind Account = ServiceAccountKind.MiniProgram;

    public async Task<bool> SessionHolds(string openId, string sessionKey, CancellationToken ct)
    {
        const string path = "/wxa/checksession";
        try
        {
            // The signature is over the empty text, under the key's base64 text as it is.
            var answer = await api.Call(Account, path, null, Repeat.Freely, ct,
                ("openid", openId), ("signature", SessionSignatures.Hmac(sessionKey, "")), ("sig_method", "hmac_sha256"));
            return answer.Code is not (87009 or 87007) && WeChatApi.Accepted(answer, path).Succeeded;
        }
        catch (NoAnswer e) { throw new WeChatUnavailable($"{path}: {e.Message}", e); }
    }

    public async Task<string> PhoneNumber(string code, CancellationToken ct)
    {
        const string path = "/wxa/business/getuserphonenumber";
        if (string.IsNullOrWhiteSpace(code) || code.Length > 512) throw new LoginCodeRefused("no code");
        try
        {
            // Once: a repeat of what WeChat did answer would find the code spent, and each answer costs a fee.
            var answer = await api.Call(Account, path, new { code }, Repeat.Once, ct);
            if (answer.Code is 40029 or 40163 or 41008) throw new LoginCodeRefused($"{path} answered {answer.Code}");
            var accepted = WeChatApi.Accepted(answer, path);
            return accepted.Body.TryGetProperty("phone_info", out var info) && WeChatAnswer.TextOf(info, "purePhoneNumber") is { } phone
                ? phone
                : throw new WeChatUnavailable("the answer has no phone number");
        }
        catch (NoAnswer e) { throw new WeChatUnavailable($"{path}: {e.Message}", e); }
    }
}
