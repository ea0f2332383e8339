using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>A button that does something, as the phone shows it.</summary>
public sealed record MenuButton(string Name, string Type, string? Key, string? Url, string? AppId, string? PagePath);

/// <summary>The custom menus the accounts have set.</summary>
public sealed class Menus
{
    readonly Lock _lock = new();
    readonly StateFile _state;
    readonly Dictionary<AccountKind, JsonObject> _menus;

    public Menus(StateFile state)
    {
        _state = state;
        _menus = state.Section<Dictionary<AccountKind, JsonObject>>("menus", Snapshot) ?? [];
    }

    public JsonObject? Of(AccountKind account)
    {
        lock (_lock) return _menus.TryGetValue(account, out JsonObject? menu) ? (JsonObject)menu.DeepClone() : null;
    }

    public void Set(AccountKind account, JsonObject menu)
    {
        lock (_lock) _menus[account] = (JsonObject)menu.DeepClone();
        _state.Touch();
    }

    public void Delete(AccountKind account)
    {
        lock (_lock) _menus.Remove(account);
        _state.Touch();
    }

    public void Reset()
    {
        lock (_lock) _menus.Clear();
        _state.Touch();
    }

    object Snapshot()
    {
        lock (_lock) return _menus.ToDictionary(m => m.Key, m => m.Value.DeepClone());
    }

    /// <summary>The button whose key, url or name is <paramref name="wanted"/>.</summary>
    public MenuButton? Find(AccountKind account, string wanted)
    {
        IEnumerable<JsonObject> buttons = (Of(account)?["button"] as JsonArray ?? []).OfType<JsonObject>()
            .SelectMany(b => b["sub_button"] is JsonArray { Count: > 0 } subs ? subs.OfType<JsonObject>() : [b]);
        return buttons
            .Select(b => new MenuButton((string)b["name"]!, (string?)b["type"] ?? "", (string?)b["key"], (string?)b["url"], (string?)b["appid"], (string?)b["pagepath"]))
            .FirstOrDefault(b => b.Key == wanted || b.Url == wanted || b.Name == wanted);
    }
}

/// <summary>/cgi-bin/menu/*: 3 × 5 buttons, byte limits, and no \u escapes.</summary>
static partial class MenuEndpoints
{
    static readonly string[] s_keyed =
        ["click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select"];

    public static void MapMenus(this IEndpointRouteBuilder app)
    {
        app.VendorPost("/cgi-bin/menu/create", call =>
        {
            TemplateEndpoints.RequireServiceAccount(call);
            if (Escaped().IsMatch(call.RawBody)) throw new VendorRefusal(40033, "invalid charset. please check your request, if include \\uxxxx will create fail!");
            JsonArray buttons = call.Body["button"] as JsonArray ?? throw new VendorRefusal(40016, "invalid button size");
            if (buttons.Count is < 1 or > 3) throw new VendorRefusal(40016, "invalid button size");
            foreach (JsonNode? button in buttons)
                Check(button as JsonObject ?? throw new VendorRefusal(47001, "data format error"), top: true, call.Context.RequestServices.GetRequiredService<DemoAccounts>());
            call.Context.RequestServices.GetRequiredService<Menus>().Set(call.Account.Kind, call.Body);
            return VendorAnswers.Ok();
        });
        app.VendorGet("/cgi-bin/menu/get", call => new JsonObject
        {
            ["menu"] = call.Context.RequestServices.GetRequiredService<Menus>().Of(call.Account.Kind) ?? throw new VendorRefusal(46003, "menu no exist"),
        });
        app.VendorGet("/cgi-bin/get_current_selfmenu_info", call =>
        {
            JsonObject? menu = call.Context.RequestServices.GetRequiredService<Menus>().Of(call.Account.Kind);
            return new JsonObject { ["is_menu_open"] = menu is null ? 0 : 1, ["selfmenu_info"] = menu };
        });
        app.VendorGet("/cgi-bin/menu/delete", call =>
        {
            call.Context.RequestServices.GetRequiredService<Menus>().Delete(call.Account.Kind);
            return VendorAnswers.Ok();
        });
    }

    static void Check(JsonObject button, bool top, DemoAccounts accounts)
    {
        string name = WeChatCall.TextOf(button, "name") ?? "";
        if (name.Length == 0 || WeChatCall.Utf8Length(name) > (top ? 16 : 60)) throw top ? new VendorRefusal(40018, "invalid button name size") : new VendorRefusal(40025, "invalid sub button name size");
        if (button["sub_button"] is JsonArray { Count: > 0 } subs)
        {
            if (!top) throw new VendorRefusal(40022, "invalid sub button level");
            if (subs.Count > 5) throw new VendorRefusal(40023, "invalid sub button size");
            foreach (JsonNode? sub in subs) Check(sub as JsonObject ?? throw new VendorRefusal(47001, "data format error"), top: false, accounts);
            return;
        }
        string? type = WeChatCall.TextOf(button, "type");
        if (type is "view" or "miniprogram" && WeChatCall.TextOf(button, "url") is not { Length: > 0 and <= 1024 })
            throw top ? new VendorRefusal(40020, "invalid button url size") : new VendorRefusal(40027, "invalid sub button url size");
        if (type is "view" or "miniprogram" && !Uri.TryCreate(WeChatCall.TextOf(button, "url"), UriKind.Absolute, out _))
            throw new VendorRefusal(40054, "invalid sub button url domain");
        if (type == "miniprogram" && WeChatCall.TextOf(button, "appid") != accounts.MiniProgram.AppId)
            throw new VendorRefusal(40166, "invalid weapp appid");
        if (s_keyed.Contains(type) && (WeChatCall.TextOf(button, "key") is not { Length: > 0 } key || WeChatCall.Utf8Length(key) > 128))
            throw top ? new VendorRefusal(40019, "invalid button key size") : new VendorRefusal(40026, "invalid sub button key size");
        if (type is not ("view" or "miniprogram" or "media_id" or "article_id") && !s_keyed.Contains(type))
            throw top ? new VendorRefusal(40017, "invalid button type") : new VendorRefusal(40024, "invalid sub button type");
    }

    [GeneratedRegex(@"\\u[0-9a-fA-F]{4}")]
    private static partial Regex Escaped();
}
