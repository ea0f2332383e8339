using System.Text.Json.Nodes;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>What an operator asks the platform about itself: addresses, reachability of the callback, quotas, request ids
/// (developers.weixin.qq.com/doc/service/api/apimanage and …/api/base).</summary>
static class ApiManagementEndpoints
{
    static readonly string[] s_actions = ["dns", "ping", "all"], s_operators = ["CHINANET", "UNICOM", "CAP", "DEFAULT"];

    public static void MapApiManagement(this IEndpointRouteBuilder app)
    {
        app.VendorGet("/cgi-bin/get_api_domain_ip", _ => new JsonObject { ["ip_list"] = new JsonArray("127.0.0.1") });
        app.VendorGet("/cgi-bin/getcallbackip", _ => new JsonObject { ["ip_list"] = new JsonArray("127.0.0.1") });
        app.VendorPost("/cgi-bin/callback/check", CheckCallback);
        app.VendorPost("/cgi-bin/clear_quota", call =>
        {
            if (call.Text("appid") != call.Account.AppId) throw new VendorRefusal(40013);
            call.Service<Quotas>().Clear(call.Account.Kind);
            return VendorAnswers.Ok();
        });
        app.VendorPost("/cgi-bin/clear_quota/v2", call =>
        {
            bool inQuery = call.RawBody.Length == 0;
            DemoAccount account = call.Service<AccessTokens>().Authenticate(
                inQuery ? call.Query("appid") : call.Query("appid") ?? call.Text("appid"),
                inQuery ? call.Query("appsecret") : call.Query("appsecret") ?? call.Text("appsecret"), WeChatEndpoints.Address(call));
            call.Service<Quotas>().Clear(account.Kind);
            return VendorAnswers.Ok();
        }, open: true);
        app.VendorPost("/cgi-bin/openapi/quota/get", call =>
        {
            string path = call.Text("cgi_path") ?? throw new VendorRefusal(76021);
            (PathQuota limit, int used) = call.Service<Quotas>().Of(call.Account.Kind, "/" + path.Trim('/')) ?? throw new VendorRefusal(76021);
            JsonObject answer = VendorAnswers.Ok();
            answer["quota"] = new JsonObject { ["daily_limit"] = limit.Daily, ["used"] = used, ["remain"] = Math.Max(0, limit.Daily - used) };
            if (limit.PerMinute is { } most) answer["rate_limit"] = new JsonObject { ["call_count"] = most, ["refresh_second"] = 60 };
            return answer;
        });
        app.VendorPost("/cgi-bin/openapi/rid/get", call =>
        {
            JsonObject answer = VendorAnswers.Ok();
            answer["request"] = call.Service<Rids>().Explain(call.Text("rid"), call.Account.Kind);
            return answer;
        });
    }

    /// <summary>Says what resolving and reaching the callback's host came to; here it is this machine.</summary>
    static JsonObject CheckCallback(WeChatCall call)
    {
        string action = call.Text("action") ?? "all", over = call.Text("check_operator") ?? "DEFAULT";
        if (!s_actions.Contains(action)) throw new VendorRefusal(40202);
        if (!s_operators.Contains(over)) throw new VendorRefusal(40203);
        if (call.Service<CallbackDriver>().HostBase is not { } host) throw new VendorRefusal(40201);
        string address = Uri.CheckHostName(new Uri(host).Host) == UriHostNameType.Dns ? "127.0.0.1" : new Uri(host).Host;
        JsonObject answer = [];
        if (action is "dns" or "all") answer["dns"] = new JsonArray(new JsonObject { ["ip"] = address, ["real_operator"] = "DEFAULT" });
        if (action is "ping" or "all")
            answer["ping"] = new JsonArray(new JsonObject { ["ip"] = address, ["from_operator"] = over, ["package_loss"] = "0%", ["time"] = "1.113ms" });
        return answer;
    }
}
