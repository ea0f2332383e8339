using System.Text.Json;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.WeChat.Http;

namespace WeChatService.WeChat;

/// <summary>Puts an account's menu and looks at its templates: what an operator does when setting an account up.</summary>
public sealed class AccountSetup
{
    private readonly WeChatApi api;

    internal AccountSetup(WeChatApi api) => this.api = api;

    /// <summary>Replaces the menu; followers see it within five minutes.</summary>
    /// <param name="menu">The menu as WeChat takes it: {"button":[…]}, at most three buttons with five below each.</param>
    public Task PutMenu(ServiceAccountKind account, JsonElement menu, CancellationToken ct) => api.Ask(account, "/cgi-bin/menu/create", menu, ct);

    /// <summary>The ids and contents of the account's own templates; a content names its fields as {{thing1.DATA}}.</summary>
    public async Task<IReadOnlyList<(string Id, string Title, string Content)>> Templates(ServiceAccountKind account, CancellationToken ct)
    {
        var answer = await api.Ask(account, "/cgi-bin/template/get_all_private_template", null, ct);
        return answer.Body.TryGetProperty("template_list", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(t => (Text(t, "template_id"), Text(t, "title"), Text(t, "content")))]
            : [];
    }

    private static string Text(JsonElement template, string name) => template.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
