using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.TestKit;
using WeChatService.WeChat;

namespace WeChatService.Browser.Tests.Kit;

/// <summary>What scripts/start does by <c>Host --put-menus</c>.</summary>
internal static class Menus
{
    public static async Task Put(House house)
    {
        foreach (var account in (ServiceAccountKind[])[ServiceAccountKind.Agency, ServiceAccountKind.Owner])
        {
            var file = Path.Combine(AppContext.BaseDirectory, "config", "wechat", $"menus.{account.ToString().ToLowerInvariant()}.json");
            var menu = (await File.ReadAllTextAsync(file)).Replace("{public}", house.System.Host.ToString().TrimEnd('/'), StringComparison.Ordinal);
            using var linked = JsonDocument.Parse(menu);
            await house.Services.GetRequiredService<AccountSetup>().PutMenu(account, linked.RootElement, CancellationToken.None);
        }
    }
}
