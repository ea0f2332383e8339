using System.Text.Json.Nodes;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>
/// When an account may answer by a customer-service message: 48 hours and five messages after a person wrote, one minute and
/// three after a menu, a follow or a scan (developers.weixin.qq.com/doc/service/guide/product/kf/intro.html).
/// </summary>
public sealed class AnswerWindows(SandboxClock clock)
{
    static readonly TimeSpan s_afterText = TimeSpan.FromHours(48), s_afterAct = TimeSpan.FromMinutes(1);

    readonly Lock _lock = new();
    readonly Dictionary<(AccountKind, string), (DateTimeOffset Until, int Left)> _windows = [];

    /// <summary>A person did something that the account's server was told of.</summary>
    public void Opened(AccountKind account, CallbackMessage by)
    {
        (TimeSpan life, int most) = by switch
        {
            { MsgType: not "event" } => (s_afterText, 5),
            { Event: "subscribe" or "SCAN" or "CLICK" or "scancode_push" or "scancode_waitmsg" or "pic_sysphoto" or "pic_photo_or_album" or "pic_weixin" or "location_select" } => (s_afterAct, 3),
            _ => default,
        };
        if (most == 0) return;
        lock (_lock)
        {
            DateTimeOffset until = clock.GetUtcNow() + life;
            if (!_windows.TryGetValue((account, by.OpenId), out (DateTimeOffset Until, int Left) open) || open.Until < until || open.Left < most)
                _windows[(account, by.OpenId)] = (until > open.Until ? until : open.Until, most);
        }
    }

    /// <summary>Uses one message of the window: 45015 when none is open, 45047 when all of it are used.</summary>
    public void Use(AccountKind account, string openId)
    {
        lock (_lock)
        {
            if (!_windows.TryGetValue((account, openId), out (DateTimeOffset Until, int Left) open) || open.Until <= clock.GetUtcNow()) throw new VendorRefusal(45015);
            if (open.Left == 0) throw new VendorRefusal(45047);
            _windows[(account, openId)] = (open.Until, open.Left - 1);
        }
    }

    public void Reset()
    {
        lock (_lock) _windows.Clear();
    }
}

/// <summary>/cgi-bin/message/custom/* (developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage.html).</summary>
static class CustomMessageEndpoints
{
    const int LongestText = 2048;

    static readonly string[] s_kinds =
        ["text", "image", "voice", "video", "music", "news", "mpnews", "mpnewsarticle", "mpvideo", "msgmenu", "wxcard", "miniprogrampage", "link"];

    public static void MapCustomMessages(this IEndpointRouteBuilder app)
    {
        app.VendorPost("/cgi-bin/message/custom/send", call =>
        {
            Receiver receiver = call.Service<Receivers>().Find(call.Account.Kind, call.Text("touser"));
            string kind = call.Text("msgtype") ?? "";
            if (!s_kinds.Contains(kind)) throw new VendorRefusal(40008);
            if (call.Body[kind] is not JsonObject content) throw new VendorRefusal(47001);
            string text = Shown(kind, content);
            if (kind == "text" && text.Length == 0) throw new VendorRefusal(44004, "empty content");
            if (WeChatCall.Utf8Length(text) > LongestText) throw new VendorRefusal(45002);
            call.Service<AnswerWindows>().Use(call.Account.Kind, receiver.OpenId);
            if (receiver.Person is { } person) call.Service<Chats>().AddText(person, call.Account.Kind, "account", text);
            return VendorAnswers.Ok();
        });
        app.VendorPost("/cgi-bin/message/custom/typing", call =>
        {
            call.Service<Receivers>().Find(call.Account.Kind, call.Text("touser"));
            return call.Text("command") is "Typing" or "CancelTyping" ? VendorAnswers.Ok() : throw new VendorRefusal(45080, "can not typing");
        });
    }

    /// <summary>What the phone's chat shows of the message.</summary>
    static string Shown(string kind, JsonObject content) => kind switch
    {
        "text" => WeChatCall.TextOf(content, "content") ?? "",
        "news" => (content["articles"] as JsonArray)?[0] is JsonObject article ? WeChatCall.TextOf(article, "title") ?? "" : "",
        "msgmenu" => WeChatCall.TextOf(content, "head_content") ?? "",
        _ => WeChatCall.TextOf(content, "title") ?? $"[{kind}]",
    };
}
