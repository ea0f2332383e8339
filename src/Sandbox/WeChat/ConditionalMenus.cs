using System.Globalization;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>Menus for followers that match a rule; the newest that matches wins.</summary>
public sealed class ConditionalMenus
{
    readonly Lock _lock = new();
    readonly Dictionary<AccountKind, List<JsonObject>> _menus = [];
    long _lastId = 208_396_900;

    /// <summary>Newest first.</summary>
    public JsonArray Of(AccountKind account)
    {
        lock (_lock) return new JsonArray([.. (_menus.GetValueOrDefault(account) ?? []).AsEnumerable().Reverse().Select(m => m.DeepClone())]);
    }

    public long Add(AccountKind account, JsonObject menu)
    {
        lock (_lock)
        {
            menu["menuid"] = ++_lastId;
            if (!_menus.TryGetValue(account, out List<JsonObject>? all)) _menus[account] = all = [];
            all.Add(menu);
            return _lastId;
        }
    }

    public bool Delete(AccountKind account, long id)
    {
        lock (_lock) return _menus.TryGetValue(account, out List<JsonObject>? all) && all.RemoveAll(m => (long)m["menuid"]! == id) > 0;
    }

    public void Clear(AccountKind account)
    {
        lock (_lock) _menus.Remove(account);
    }

    public void Reset()
    {
        lock (_lock) _menus.Clear();
    }
}

/// <summary>/cgi-bin/menu/addconditional, delconditional, trymatch
/// (developers.weixin.qq.com/doc/service/api/custommenu/api_addconditionalmenu.html).</summary>
static class ConditionalMenuEndpoints
{
    public static void MapConditionalMenus(this IEndpointRouteBuilder app)
    {
        app.VendorPost("/cgi-bin/menu/addconditional", call =>
        {
            MenuEndpoints.CheckButtons(call);
            if (call.Service<Menus>().Of(call.Account.Kind) is null) throw new VendorRefusal(65303);
            if (call.Body["matchrule"] is not JsonObject rule || rule.All(r => string.IsNullOrEmpty(r.Value?.ToString()))) throw new VendorRefusal(65304);
            long id = call.Service<ConditionalMenus>().Add(call.Account.Kind, new JsonObject { ["button"] = call.Body["button"]!.DeepClone(), ["matchrule"] = rule.DeepClone() });
            return new JsonObject { ["menuid"] = id.ToString(CultureInfo.InvariantCulture) };
        }, audience: Audience.ServiceAccounts);
        app.VendorPost("/cgi-bin/menu/delconditional", call =>
            call.Service<ConditionalMenus>().Delete(call.Account.Kind, call.Number("menuid") ?? 0) ? VendorAnswers.Ok() : throw new VendorRefusal(65301), audience: Audience.ServiceAccounts);
        app.VendorPost("/cgi-bin/menu/trymatch", call =>
        {
            Receiver user = call.Service<Receivers>().Find(call.Account.Kind, call.Text("user_id"));
            IReadOnlyList<int> tags = call.Service<Tags>().Of(call.Account.Kind, user.OpenId);
            JsonObject? match = call.Service<ConditionalMenus>().Of(call.Account.Kind).OfType<JsonObject>().FirstOrDefault(m => Matches((JsonObject)m["matchrule"]!, tags));
            JsonArray? buttons = (match ?? call.Service<Menus>().Of(call.Account.Kind))?["button"] as JsonArray;
            return MenuEndpoints.WithSubButtons(new JsonObject { ["button"] = buttons?.DeepClone() ?? throw new VendorRefusal(46003) }, empty: true);
        }, audience: Audience.ServiceAccounts);
    }

    /// <summary>Of the rules the sandbox's followers can only tell the tag; they all use zh_CN.</summary>
    static bool Matches(JsonObject rule, IReadOnlyList<int> tags) =>
        (rule["tag_id"]?.ToString() is not { Length: > 0 } tag || (int.TryParse(tag, out int id) && tags.Contains(id)))
        && rule["language"]?.ToString() is null or "" or "zh_CN";
}
