using Microsoft.Extensions.DependencyInjection;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Browser.Tests.Kit;

/// <summary>What scripts/start does by <c>Host --put-menus</c>.</summary>
internal static class Menus
{
    public static async Task Put(House house)
    {
        foreach (var account in (ServiceAccountKind[])[ServiceAccountKind.Agency, ServiceAccountKind.Owner])
            await house.Services.GetRequiredService<WeChatService.WeChat.Setup.Menus>().Put(account, CancellationToken.None);
    }
}
