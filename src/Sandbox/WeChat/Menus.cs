using System.Text.Json.Nodes;
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
