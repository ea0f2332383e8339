using System.Text.Json.Nodes;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>/cgi-bin/user/*: whom an account may know something of.</summary>
static class FollowerEndpoints
{
    public static void MapFollowers(this IEndpointRouteBuilder app)
    {
        app.VendorGet("/cgi-bin/user/info", call =>
        {
            TemplateEndpoints.RequireServiceAccount(call);
            return Info(call, call.Query("openid"));
        });
        app.VendorPost("/cgi-bin/user/info/batchget", call =>
        {
            TemplateEndpoints.RequireServiceAccount(call);
            JsonArray wanted = call.Body["user_list"] as JsonArray ?? throw new VendorRefusal(40032, "invalid openid list size");
            if (wanted.Count is < 1 or > 100) throw new VendorRefusal(40032, "invalid openid list size");
            JsonArray list = [];
            foreach (JsonNode? user in wanted) list.Add(Info(call, WeChatCall.TextOf(user as JsonObject ?? [], "openid")));
            return new JsonObject { ["user_info_list"] = list };
        });
        app.VendorGet("/cgi-bin/user/get", call =>
        {
            TemplateEndpoints.RequireServiceAccount(call);
            People people = call.Context.RequestServices.GetRequiredService<People>();
            string[] all = [.. call.Context.RequestServices.GetRequiredService<Followers>().Of(call.Account.Kind)
                .Select(people.Find).OfType<Person>().Select(p => people.OpenId(p, call.Account.Kind)).Order(StringComparer.Ordinal)];
            string[] page = [.. all.Where(o => call.Query("next_openid") is not { } after || string.CompareOrdinal(o, after) > 0).Take(10_000)];
            JsonObject answer = new() { ["total"] = all.Length, ["count"] = page.Length };
            if (page.Length > 0) answer["data"] = new JsonObject { ["openid"] = new JsonArray([.. page.Select(o => JsonValue.Create(o))]) };
            answer["next_openid"] = page.LastOrDefault() ?? "";
            return answer;
        });
    }

    static JsonObject Info(WeChatCall call, string? openId)
    {
        People people = call.Context.RequestServices.GetRequiredService<People>();
        Followers followers = call.Context.RequestServices.GetRequiredService<Followers>();
        if (people.ByOpenId(openId) is not { } user || user.Account != call.Account.Kind) throw new VendorRefusal(40003, "invalid openid");
        // All three demonstration accounts are bound to one open platform account, so the unionid is there.
        if (followers.Since(user.Person, call.Account.Kind) is not { } since)
            return new JsonObject { ["subscribe"] = 0, ["openid"] = openId, ["unionid"] = people.UnionId(user.Person) };
        return new JsonObject
        {
            ["subscribe"] = 1,
            ["openid"] = openId,
            ["language"] = "zh_CN",
            ["subscribe_time"] = since.Since.ToUnixTimeSeconds(),
            ["unionid"] = people.UnionId(user.Person),
            ["remark"] = "",
            ["groupid"] = 0,
            ["tagid_list"] = new JsonArray(),
            ["subscribe_scene"] = since.Scene is null ? "ADD_SCENE_SEARCH" : "ADD_SCENE_QR_CODE",
            ["qr_scene"] = 0,
            ["qr_scene_str"] = since.Scene ?? "",
        };
    }
}
