using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Http;

namespace WeChatService.WeChat;

/// <remarks>
/// developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo.html · …/api_batchuserinfo.html · …/api_getfans.html
/// </remarks>
internal sealed class FollowerLookup(WeChatApi api) : IFollowerLookup
{
    public async Task<FollowerState?> Ask(ServiceAccountKind account, string openId, CancellationToken ct)
    {
        const string path = "/cgi-bin/user/info";
        try
        {
            var answer = await api.Call(account, path, null, Repeat.Freely, ct, ("openid", openId), ("lang", "zh_CN"));
            if (answer.Code is 40003 or 49003) return null;
            var known = WeChatApi.Accepted(answer, path);
            return new FollowerState(openId, known.Number("subscribe") == 1, known.Text("unionid"));
        }
        catch (NoAnswer e) { throw new WeChatUnavailable($"{path}: {e.Message}", e); }
    }

    public async Task<IReadOnlyList<FollowerState>> AskMany(ServiceAccountKind account, IReadOnlyCollection<string> openIds, CancellationToken ct)
    {
        if (openIds.Count > IFollowerLookup.Most) throw new ArgumentOutOfRangeException(nameof(openIds), $"at most {IFollowerLookup.Most} at once");
        if (openIds.Count == 0) return [];
        var body = new { user_list = openIds.Select(id => new { openid = id, lang = "zh_CN" }).ToArray() };
        var answer = await api.Ask(account, "/cgi-bin/user/info/batchget", body, ct);
        return
        [
            .. from user in answer.List("user_info_list")
               let openId = WeChatAnswer.TextOf(user, "openid")
               where openId is not null
               select new FollowerState(openId, WeChatAnswer.TextOf(user, "subscribe") == "1", WeChatAnswer.TextOf(user, "unionid")),
        ];
    }

    public async Task<FollowerPage> Page(ServiceAccountKind account, string? from, CancellationToken ct)
    {
        var answer = await (from is null ? api.Ask(account, "/cgi-bin/user/get", null, ct) : api.Ask(account, "/cgi-bin/user/get", null, ct, ("next_openid", from)));
        var openIds = answer.Body.TryGetProperty("data", out var data)
            ? WeChatAnswer.Items(data, "openid").Select(id => id.GetString()).OfType<string>().ToList()
            : [];
        // The last page names its own last openid as the next one; the page after that is empty.
        var next = openIds.Count == 0 ? null : answer.Text("next_openid");
        return new FollowerPage((int)(answer.Number("total") ?? 0), openIds, next);
    }
}
