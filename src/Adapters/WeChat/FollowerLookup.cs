using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Http;

namespace WeChatService.WeChat;

internal sealed class FollowerLookup(WeChatApi api) : IFollowerLookup
{
    public async Task<(bool Subscribed, string? UnionId)> Ask(ServiceAccountKind account, string openId, CancellationToken ct)
    {
        var answer = await api.Ask(account, "/cgi-bin/user/info", null, ct, ("openid", openId), ("lang", "zh_CN"));
        return (answer.Number("subscribe") == 1, answer.Text("unionid"));
    }
}
