using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>/cgi-bin/menu/*: 3 × 5 buttons, byte limits, and no \u escapes
/// (developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu.html).</summary>
static partial class MenuEndpoints
{
    const int MostButtons = 3, MostSubButtons = 5, LongestName = 16, LongestSubName = 60, LongestKey = 128, LongestUrl = 1024;

    static readonly string[] s_keyed =
        ["click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select"];

    static readonly string[] s_media = ["media_id", "article_id", "article_view_limited", "view_limited"];

    public static void MapMenus(this IEndpointRouteBuilder app)
    {
        app.VendorPost("/cgi-bin/menu/create", call =>
        {
            CheckButtons(call);
            call.Service<Menus>().Set(call.Account.Kind, new JsonObject { ["button"] = call.Body["button"]!.DeepClone() });
            return VendorAnswers.Ok();
        }, audience: Audience.ServiceAccounts);
        app.VendorGet("/cgi-bin/menu/get", call =>
        {
            JsonObject answer = new() { ["menu"] = WithSubButtons(call.Service<Menus>().Of(call.Account.Kind) ?? throw new VendorRefusal(46003), empty: true) };
            if (call.Service<ConditionalMenus>().Of(call.Account.Kind) is { Count: > 0 } conditional) answer["conditionalmenu"] = conditional;
            return answer;
        }, audience: Audience.ServiceAccounts);
        app.VendorGet("/cgi-bin/get_current_selfmenu_info", call =>
        {
            JsonObject? menu = call.Service<Menus>().Of(call.Account.Kind);
            foreach (JsonObject button in (menu?["button"] as JsonArray ?? []).OfType<JsonObject>())
                if (button["sub_button"] is JsonArray { Count: > 0 } subs) button["sub_button"] = new JsonObject { ["list"] = subs.DeepClone() };
                else button.Remove("sub_button");
            JsonObject answer = new() { ["is_menu_open"] = menu is null ? 0 : 1 };
            if (menu is not null) answer["selfmenu_info"] = menu;
            return answer;
        });
        app.VendorGet("/cgi-bin/menu/delete", call =>
        {
            call.Service<Menus>().Delete(call.Account.Kind);
            call.Service<ConditionalMenus>().Clear(call.Account.Kind);
            return VendorAnswers.Ok();
        }, audience: Audience.ServiceAccounts);
    }

    /// <summary>The rules of a menu's buttons: 40016 to 40027, 40033, 40054 and 40055, 40166.</summary>
    internal static void CheckButtons(WeChatCall call)
    {
        if (Escaped().IsMatch(call.RawBody)) throw new VendorRefusal(40033);
        if (call.Body["button"] is not JsonArray { Count: >= 1 and <= MostButtons } buttons) throw new VendorRefusal(40016);
        foreach (JsonNode? button in buttons) Check(button as JsonObject ?? throw new VendorRefusal(47001), top: true, call.Service<DemoAccounts>());
    }

    /// <summary>As menu/get shows it: each button has sub_button, if only an empty one.</summary>
    internal static JsonObject WithSubButtons(JsonObject menu, bool empty)
    {
        foreach (JsonObject button in (menu["button"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (button["sub_button"] is JsonArray subs)
                foreach (JsonObject sub in subs.OfType<JsonObject>().Where(s => empty && s["sub_button"] is null)) sub["sub_button"] = new JsonArray();
            else if (empty) button["sub_button"] = new JsonArray();
        }
        return menu;
    }

    static void Check(JsonObject button, bool top, DemoAccounts accounts)
    {
        string name = WeChatCall.TextOf(button, "name") ?? "";
        if (name.Length == 0 || WeChatCall.Utf8Length(name) > (top ? LongestName : LongestSubName)) throw new VendorRefusal(top ? 40018 : 40025);
        if (button["sub_button"] is JsonArray { Count: > 0 } subs)
        {
            if (!top) throw new VendorRefusal(40022);
            if (subs.Count > MostSubButtons) throw new VendorRefusal(40023);
            foreach (JsonNode? sub in subs) Check(sub as JsonObject ?? throw new VendorRefusal(47001), top: false, accounts);
            return;
        }
        string? type = WeChatCall.TextOf(button, "type");
        if (type is "view" or "miniprogram") CheckLink(button, type, top, accounts);
        else if (s_keyed.Contains(type))
        {
            if (WeChatCall.TextOf(button, "key") is not { Length: > 0 } key || WeChatCall.Utf8Length(key) > LongestKey) throw new VendorRefusal(top ? 40019 : 40026);
        }
        else if (!s_media.Contains(type)) throw new VendorRefusal(top ? 40017 : 40024);
    }

    static void CheckLink(JsonObject button, string type, bool top, DemoAccounts accounts)
    {
        string url = WeChatCall.TextOf(button, "url") ?? "";
        if (url.Length == 0 || WeChatCall.Utf8Length(url) > LongestUrl) throw new VendorRefusal(top ? 40020 : 40027);
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https")) throw new VendorRefusal(top ? 40055 : 40054);
        if (type == "miniprogram" && WeChatCall.TextOf(button, "appid") != accounts.MiniProgram.AppId) throw new VendorRefusal(40166);
    }

    [GeneratedRegex(@"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")]
    private static partial Regex Escaped();
}
