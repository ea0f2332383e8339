using System.Text.Json.Nodes;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>
/// The mini program's content checks (developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/msgSecCheck.html).
/// The sandbox judges nothing: text or address with the word 违规 (or <c>risky</c>) is risky, 可疑 (<c>review</c>) is for review.
/// </summary>
static class ContentCheckEndpoints
{
    const int LongestText = 2500, Normal = 100, Other = 21000;

    public static void MapContentChecks(this IEndpointRouteBuilder app)
    {
        app.VendorPost("/wxa/msg_sec_check", call =>
        {
            string content = call.Text("content") ?? "";
            if (content.Length == 0) throw new VendorRefusal(44004, "empty content");
            if (content.Length > LongestText) throw new VendorRefusal(45002);
            (string suggest, int label) = Judge(content);
            JsonObject answer = VendorAnswers.Ok();
            if (call.Number("version") != 2) return suggest == "risky" ? throw new VendorRefusal(87014, "risky content") : answer;
            if (call.Number("scene") is not (>= 1 and <= 4)) throw new VendorRefusal(40097);
            call.Service<Receivers>().Find(call.Account.Kind, call.Text("openid"));
            answer["result"] = new JsonObject { ["suggest"] = suggest, ["label"] = label };
            answer["detail"] = new JsonArray(new JsonObject { ["strategy"] = "content_model", ["errcode"] = 0, ["suggest"] = suggest, ["label"] = label, ["prob"] = 90 });
            answer["trace_id"] = VendorAnswers.RandomHex(16);
            return answer;
        }, audience: Audience.MiniPrograms);
        app.VendorPost("/wxa/media_check_async", CheckMedia, audience: Audience.MiniPrograms);
    }

    /// <summary>Answers a trace_id at once and the verdict by the event wxa_media_check.</summary>
    static JsonObject CheckMedia(WeChatCall call)
    {
        string url = call.Text("media_url") ?? "";
        if (!Uri.TryCreate(url, UriKind.Absolute, out _)) throw new VendorRefusal(40066);
        if (call.Number("media_type") is not (1 or 2)) throw new VendorRefusal(40097);
        Receiver user = call.Service<Receivers>().Find(call.Account.Kind, call.Text("openid"));
        string trace = VendorAnswers.RandomHex(16);
        (string suggest, int label) = Judge(Uri.UnescapeDataString(url));
        CallbackDriver callbacks = call.Service<CallbackDriver>();
        DemoAccount account = call.Account;
        JsonObject verdict = new()
        {
            ["Event"] = "wxa_media_check",
            ["appid"] = account.AppId,
            ["trace_id"] = trace,
            ["version"] = 2,
            ["result"] = new JsonObject { ["suggest"] = suggest, ["label"] = label },
            ["detail"] = new JsonArray(new JsonObject { ["strategy"] = "content_model", ["errcode"] = 0, ["suggest"] = suggest, ["label"] = label, ["prob"] = 90 }),
        };
        if (callbacks.HostBase is not null)
            callbacks.Later(call.Service<SandboxOptions>().JobFinishDelay, () => callbacks.Send(account, CallbackMessage.Of(user.OpenId, "event", verdict, TimeProvider.System.GetUtcNow())));
        JsonObject answer = VendorAnswers.Ok();
        answer["trace_id"] = trace;
        return answer;
    }

    static (string Suggest, int Label) Judge(string content) =>
        content.Contains("违规") || content.Contains("risky") ? ("risky", Other)
        : content.Contains("可疑") || content.Contains("review") ? ("review", Other)
        : ("pass", Normal);
}
