using System.Text.Json;
using Microsoft.Extensions.Configuration;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Http;

namespace WeChatService.WeChat.Setup;

/// <param name="Objections">What WeChat would refuse in our file; then nothing is compared.</param>
/// <param name="Changes">Lines of a menu, "+ " ours, "- " WeChat's, "  " the same on both sides; empty when there is no difference.</param>
/// <param name="Notes">What else a person should know before he puts it.</param>
public sealed record MenuComparison(IReadOnlyList<string> Objections, IReadOnlyList<string> Changes, IReadOnlyList<string> Notes)
{
    public bool IsSame => Objections.Count == 0 && Changes.Count == 0;
}

/// <summary>The menu of a service account: what the reviewed file says, what WeChat has, and making the one the other.</summary>
public sealed class Menus
{
    private const int NoMenu = 46003;
    private readonly WeChatApi api;
    private readonly WeChatSettings settings;
    private readonly IConfiguration configuration;

    internal Menus(WeChatApi api, WeChatSettings settings, IConfiguration configuration) =>
        (this.api, this.settings, this.configuration) = (api, settings, configuration);

    public async Task<MenuComparison> Compare(ServiceAccountKind account, CancellationToken ct)
    {
        var ours = MenuFile.Read(configuration, settings, account);
        if (MenuFile.Objections(ours) is { Count: > 0 } objections) return new MenuComparison(objections, [], []);
        var (theirs, notes) = await Present(account, ct);
        return new MenuComparison([], LineDifference.Of(theirs is { } menu ? MenuFile.Lines(menu) : [], MenuFile.Lines(ours)), notes);
    }

    /// <summary>
    /// Replaces the menu by the one of the file; followers see it within five minutes of opening the chat.
    /// developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu.html
    /// </summary>
    /// <exception cref="InvalidOperationException">WeChat would refuse it; nothing was sent.</exception>
    public async Task Put(ServiceAccountKind account, CancellationToken ct)
    {
        var ours = MenuFile.Read(configuration, settings, account);
        if (MenuFile.Objections(ours) is [var first, ..]) throw new InvalidOperationException($"menus.{account.ToString().ToLowerInvariant()}.json: {first}");
        await api.Ask(account, "/cgi-bin/menu/create", ours, ct);
    }

    /// <summary>
    /// developers.weixin.qq.com/doc/service/api/custommenu/api_getmenu.html; a menu that somebody made in the console is only in
    /// …/api_getcurrentselfmenuinfo.html.
    /// </summary>
    private async Task<(JsonElement? Menu, IReadOnlyList<string> Notes)> Present(ServiceAccountKind account, CancellationToken ct)
    {
        var notes = new List<string>();
        try
        {
            var answer = await api.Call(account, "/cgi-bin/menu/get", null, Repeat.Freely, ct);
            if (answer.Code != NoMenu)
            {
                var put = WeChatApi.Accepted(answer, "/cgi-bin/menu/get").Body;
                if (WeChatAnswer.Items(put, "conditionalmenu").Any()) notes.Add("the account also has conditional menus (个性化菜单); they stay as they are");
                return (put.TryGetProperty("menu", out var menu) ? menu : null, notes);
            }
            var shown = await api.Ask(account, "/cgi-bin/get_current_selfmenu_info", null, ct);
            if (shown.Number("is_menu_open") != 1 || !shown.Body.TryGetProperty("selfmenu_info", out var info) || info.ValueKind != JsonValueKind.Object) return (null, notes);
            notes.Add("the present menu was made by hand in the console; putting ours replaces it");
            return (info, notes);
        }
        catch (NoAnswer e) { throw new WeChatUnavailable(e.Message, e); }
    }
}
