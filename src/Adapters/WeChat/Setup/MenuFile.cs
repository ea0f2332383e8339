using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.WeChat.Setup;

/// <summary>
/// config/wechat/menus.{account}.json: the menu as it was reviewed. <c>{public}</c> stands for Public__Base and <c>{miniprogram}</c> for the
/// mini program's app id, so that one file serves every installation.
/// </summary>
/// <remarks>Limits: developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu.html</remarks>
internal static class MenuFile
{
    private const int TopButtons = 3, SubButtons = 5, TopNameBytes = 16, SubNameBytes = 60, KeyBytes = 128, UrlBytes = 1024;

    private static readonly string[] Keyed =
        ["click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select"];

    /// <exception cref="InvalidOperationException">The file is missing or unreadable, or Public__Base is not set.</exception>
    public static JsonElement Read(IConfiguration configuration, WeChatSettings settings, ServiceAccountKind account)
    {
        var path = Path.Combine(ConfigFolder.Find(configuration, "wechat"), $"menus.{account.ToString().ToLowerInvariant()}.json");
        var pages = configuration["Public:Base"]?.TrimEnd('/')
            ?? throw new InvalidOperationException("Public__Base is not set: the address under which people reach the pages");
        try
        {
            var text = File.ReadAllText(path).Replace("{public}", pages, StringComparison.Ordinal);
            if (text.Contains("{miniprogram}", StringComparison.Ordinal))
                text = text.Replace("{miniprogram}", settings[ServiceAccountKind.MiniProgram].AppId, StringComparison.Ordinal);
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is IOException or JsonException) { throw new InvalidOperationException($"{path}: {e.Message}"); }
    }

    /// <summary>What WeChat would refuse, a sentence each; empty when it would take the menu.</summary>
    public static IReadOnlyList<string> Objections(JsonElement menu)
    {
        var found = new List<string>();
        if (!menu.TryGetProperty("button", out var buttons) || buttons.ValueKind != JsonValueKind.Array) return ["the file has no \"button\" list"];
        if (buttons.GetArrayLength() is < 1 or > TopButtons) found.Add($"{buttons.GetArrayLength()} buttons: 1 to {TopButtons} (40016)");
        foreach (var button in buttons.EnumerateArray())
        {
            CheckName(button, TopNameBytes, found);
            if (button.TryGetProperty("sub_button", out var below) && below.ValueKind == JsonValueKind.Array && below.GetArrayLength() > 0)
            {
                if (below.GetArrayLength() > SubButtons) found.Add($"{Name(button)} has {below.GetArrayLength()} below it: at most {SubButtons} (40023)");
                foreach (var sub in below.EnumerateArray())
                {
                    CheckName(sub, SubNameBytes, found);
                    if (sub.TryGetProperty("sub_button", out _)) found.Add($"{Name(sub)} has buttons below it: there are two levels only (40022)");
                    CheckAction(sub, found);
                }
            }
            else CheckAction(button, found);
        }
        return found;
    }

    /// <summary>One line for each button, sub-buttons indented, as a person compares them.</summary>
    public static IReadOnlyList<string> Lines(JsonElement menu)
    {
        var lines = new List<string>();
        foreach (var button in Http.WeChatAnswer.Items(menu, "button"))
        {
            var below = SubButtonsOf(button).ToList();
            lines.Add(below.Count > 0 ? Name(button) : Line(button));
            lines.AddRange(below.Select(sub => "  " + Line(sub)));
        }
        return lines;
    }

    private static string Line(JsonElement button) => string.Join(' ',
        new[] { Name(button), Text(button, "type"), Text(button, "key"), Text(button, "url"), Text(button, "appid"), Text(button, "pagepath"), Text(button, "media_id"), Text(button, "article_id"), Text(button, "value") }
            .Where(part => part.Length > 0));

    /// <summary>Menus that we put carry a list; the answer about menus made in the console wraps it in an object.</summary>
    private static IEnumerable<JsonElement> SubButtonsOf(JsonElement button) =>
        !button.TryGetProperty("sub_button", out var below) ? []
        : below.ValueKind == JsonValueKind.Object ? Http.WeChatAnswer.Items(below, "list")
        : below.ValueKind == JsonValueKind.Array ? below.EnumerateArray() : [];

    private static void CheckName(JsonElement button, int most, List<string> found)
    {
        if (Encoding.UTF8.GetByteCount(Name(button)) is var bytes && (bytes == 0 || bytes > most))
            found.Add($"the name \"{Name(button)}\" has {bytes} bytes: 1 to {most}, a Chinese character is 3 (40018)");
    }

    private static void CheckAction(JsonElement button, List<string> found)
    {
        var (name, type, url) = (Name(button), Text(button, "type"), Text(button, "url"));
        if (type is "view" or "miniprogram" && !(Uri.TryCreate(url, UriKind.Absolute, out var at) && at.Scheme is "http" or "https"))
            found.Add($"{name}: \"{url}\" is no address (40054)");
        if (Encoding.UTF8.GetByteCount(url) > UrlBytes) found.Add($"{name}: the address is longer than {UrlBytes} bytes (40020)");
        if (type == "miniprogram" && (Text(button, "appid").Length == 0 || Text(button, "pagepath").Length == 0)) found.Add($"{name}: a mini program needs appid and pagepath");
        if (Keyed.Contains(type) && Encoding.UTF8.GetByteCount(Text(button, "key")) is < 1 or > KeyBytes) found.Add($"{name}: the key has 1 to {KeyBytes} bytes (40019)");
        if (type is "media_id" or "article_id" && Text(button, type).Length == 0) found.Add($"{name}: {type} is missing");
        if (type is not ("view" or "miniprogram" or "media_id" or "article_id") && !Keyed.Contains(type)) found.Add($"{name}: \"{type}\" is no type of button (40017)");
    }

    private static string Name(JsonElement button) => Text(button, "name");

    private static string Text(JsonElement button, string name) =>
        button.ValueKind == JsonValueKind.Object && button.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
