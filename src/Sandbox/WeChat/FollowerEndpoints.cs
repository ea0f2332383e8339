using System.Text.Json.Nodes;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>/cgi-bin/user/*: whom an account may know something of
/// (developers.weixin.qq.com/doc/service/api/usermanage/userinfo).</summary>
static class FollowerEndpoints
{
    const int MostAtOnce = 100, LongestRemark = 30;

    public static void MapFollowers(this IEndpointRouteBuilder app)
    {
        app.VendorGet("/cgi-bin/user/info", call => Info(call, call.Query("openid") ?? throw new VendorRefusal(40003)), audience: Audience.ServiceAccounts);
        app.VendorPost("/cgi-bin/user/info/batchget", call =>
        {
            if (call.Body["user_list"] is not JsonArray { Count: > 0 and <= MostAtOnce } wanted) throw new VendorRefusal(40032);
            JsonArray list = [];
            foreach (JsonNode? user in wanted) list.Add(Info(call, WeChatCall.TextOf(user as JsonObject ?? [], "openid")));
            return new JsonObject { ["user_info_list"] = list };
        }, audience: Audience.ServiceAccounts);
        app.VendorGet("/cgi-bin/user/get", call =>
        {
            Receivers receivers = call.Service<Receivers>();
            IReadOnlyList<string> page = receivers.Page(call.Account.Kind, call.Query("next_openid"));
            JsonObject answer = new() { ["total"] = receivers.Count(call.Account.Kind), ["count"] = page.Count };
            if (page.Count > 0) answer["data"] = new JsonObject { ["openid"] = new JsonArray([.. page.Select(o => JsonValue.Create(o))]) };
            answer["next_openid"] = page.Count > 0 ? page[^1] : "";
            return answer;
        }, audience: Audience.ServiceAccounts);
        app.VendorPost("/cgi-bin/user/info/updateremark", call =>
        {
            Receiver user = call.Service<Receivers>().Find(call.Account.Kind, call.Text("openid"));
            string remark = call.Text("remark") ?? "";
            if (remark.Length >= LongestRemark) throw new VendorRefusal(47001, "data format error: remark is longer than 30");
            call.Service<Tags>().Remark(call.Account.Kind, user.OpenId, remark);
            return VendorAnswers.Ok();
        }, audience: Audience.ServiceAccounts);
    }

    static JsonObject Info(WeChatCall call, string? openId)
    {
        AccountKind account = call.Account.Kind;
        Receiver user = call.Service<Receivers>().Find(account, openId);
        // All three demonstration accounts are bound to one open platform account, unless a test has loosened that.
        string? unionId = user.Person is null ? null : call.Service<People>().LinkedUnionId(user.Person);
        (DateTimeOffset Since, string? Scene)? follow = user.Person is null
            ? (DateTimeOffset.UnixEpoch.AddYears(55), null)
            : call.Service<Followers>().Since(user.Person, account);
        JsonObject answer = new() { ["subscribe"] = follow is null ? 0 : 1, ["openid"] = openId };
        if (follow is { } since)
        {
            Tags tags = call.Service<Tags>();
            answer["language"] = "zh_CN";
            answer["subscribe_time"] = since.Since.ToUnixTimeSeconds();
            answer["remark"] = tags.RemarkOf(account, user.OpenId);
            answer["groupid"] = tags.Of(account, user.OpenId) is [int first, ..] ? first : 0;
            answer["tagid_list"] = new JsonArray([.. tags.Of(account, user.OpenId).Select(t => JsonValue.Create(t))]);
            answer["subscribe_scene"] = since.Scene is null ? "ADD_SCENE_SEARCH" : "ADD_SCENE_QR_CODE";
            bool number = uint.TryParse(since.Scene, out uint scene);
            answer["qr_scene"] = number ? scene : 0;
            answer["qr_scene_str"] = number ? "" : since.Scene ?? "";
        }
        if (unionId is not null) answer["unionid"] = unionId;
        return answer;
    }
}
